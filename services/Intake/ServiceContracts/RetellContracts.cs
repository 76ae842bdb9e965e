using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Retelling;

namespace ServiceMesh.Intake.ServiceContracts;

/// <summary>For the services that began to listen later than contracts were made.</summary>
public sealed class RetellContracts : RetellTimer<ContractRow>
{
    public const string Kind = "retell-contracts";

    /// <summary>What the migration says.</summary>
    internal static string Arm => Retold.Arming(Kind, "maintenance", "contracts");

    /// <inheritdoc />
    protected override string Name => Kind;

    /// <inheritdoc />
    protected override Task<List<ContractRow>> PageAsync(IntakeDb db, ToldUntil told, int size, CancellationToken ct) => db.Contracts
        .FromSql($"SELECT * FROM contracts WHERE (tenant, id) > ({told.Tenant}, {told.Id}) ORDER BY tenant, id LIMIT {size} FOR UPDATE").AsNoTracking().ToListAsync(ct);

    /// <inheritdoc />
    protected override Event Told(ContractRow row, DateTimeOffset now) => ContractEndpoints.Changed(row, Actor.System, now);

    /// <inheritdoc />
    protected override ToldUntil PlaceOf(ContractRow row) => new(row.Tenant, row.Id);
}
