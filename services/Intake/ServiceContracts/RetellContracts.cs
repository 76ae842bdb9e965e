using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Intake.ServiceContracts;

/// <summary>The last contract that was told.</summary>
internal sealed record ToldUntil(string Tenant, Guid Contract);

/// <summary>
/// Tells of all contracts there are, once, a page in each commit: a service that began to listen later than they were made knows none of them.
/// A migration arms it, so it happens once for a database, whatever is started how often; whoever knows a contract already finds nothing new in it.
/// </summary>
public sealed class RetellContracts : ITimerHandler
{
    public const string Kind = "retell-contracts";
    private const int Page = 200;

    /// <summary>Arms it; nothing is armed where there is nothing to tell.</summary>
    internal const string Arm = $"""
        INSERT INTO messaging.timers (kind, key, due_at, version, tenant)
        SELECT '{Kind}', 'maintenance', clock_timestamp(), nextval('messaging.timer_versions'), '' WHERE EXISTS (SELECT 1 FROM contracts)
        ON CONFLICT DO NOTHING;
        """;

    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(t);
        ArgumentNullException.ThrowIfNull(work);
        var told = t.Payload is null ? new ToldUntil("", Guid.Empty) : t.Read<ToldUntil>();
        // Locked, so that nobody's change is told before what it replaced.
        var contracts = await work.Db<IntakeDb>().Contracts
            .FromSql($"SELECT * FROM contracts WHERE (tenant, id) > ({told.Tenant}, {told.Contract}) ORDER BY tenant, id LIMIT {Page} FOR UPDATE").AsNoTracking().ToListAsync(ct);
        foreach (var contract in contracts) work.Publish(ContractEndpoints.Changed(contract, Actor.System, work.Now));
        if (contracts.Count == Page)
            work.Arm(new TimerRequest(Kind, t.Key, work.Now, t.Tenant, Payload: new ToldUntil(contracts[^1].Tenant, contracts[^1].Id)));
    }
}
