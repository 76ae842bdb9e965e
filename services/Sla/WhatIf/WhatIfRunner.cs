using System.Collections.Concurrent;
using System.Text.Json;
using NodaTime;
using Npgsql;
using ServiceMesh.Messaging;
using ServiceMesh.Sla.Domain.Clocks;
using ServiceMesh.Sla.Domain.Money;
using ServiceMesh.Sla.Money;
using ServiceMesh.Sla.Policies;
using ServiceMesh.Sla.Tickets;

namespace ServiceMesh.Sla.WhatIf;

/// <summary>Computes a chunk of tickets under both sets of terms. It reads tickets without locking them and writes only rows of its own.</summary>
internal sealed class WhatIfRunner(TermsLibrary library)
{
    private const int ChunkSize = 50;

    private const string Lock = "SELECT request, position, total, done, counted FROM what_ifs WHERE tenant = $1 AND id = $2 AND state = 'running' FOR UPDATE";

    // Ids of tickets grow with time, and none is opened after it got its id: what is older than the period is passed over at once.
    private const string Count = "SELECT count(*) FROM tickets WHERE tenant = $1 AND ticket_id > $2";

    private const string Next = "SELECT ticket_id FROM tickets WHERE tenant = $1 AND ticket_id > $2 ORDER BY ticket_id LIMIT $3";

    private const string Add = """
        INSERT INTO what_if_breaches (tenant, job_id, supposed, ticket_id, clock, cycle, ticket_number, due_at, contract_id, month, severity, team, policy, clause, late_wall, late_working)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
        """;

    private const string Move = "UPDATE what_ifs SET position = $3, total = $4, done = $5, counted = $6 WHERE tenant = $1 AND id = $2";

    private static readonly TimeSpan _clocksApart = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<Guid, (WhatIfPlan Plan, Supposition Supposition)> _plans = new();

    /// <summary>Works on the next tickets; false when the job is over.</summary>
    public async Task<bool> RunChunkAsync(Work work, string tenant, Guid id, CancellationToken ct)
    {
        var found = await Sql.ReadAsync(work, Lock, r => new Job(r.GetString(0), r.GetGuid(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4)), ct, tenant, id);
        if (found is not [var job])
        {
            _plans.TryRemove(id, out _);
            return false;
        }

        var (plan, supposition) = _plans.GetOrAdd(id, _ => Read(job.Request));
        if (job.Position == Guid.Empty)
        {
            job = job with { Position = FirstIdAt(plan.From - _clocksApart) };
            job = job with { Total = (await Sql.ReadAsync(work, Count, r => r.GetInt64(0), ct, tenant, job.Position))[0] };
        }

        var ids = await Sql.ReadAsync(work, Next, r => r.GetGuid(0), ct, tenant, job.Position, ChunkSize);
        var writes = new List<NpgsqlBatchCommand>();
        if (ids.Count > 0)
        {
            foreach (var (key, ticket) in await TicketBatch.ReadAsync(work, [.. ids.Select(i => new TicketKey(tenant, i))], isLocked: false, ct))
            {
                var book = await library.OpenAsync(work, tenant, ticket.Revision, ct);
                var facts = await FactReader.ReadAsync(ticket.Facts, book, work, ct);
                if (TicketHistory.Of(facts) is { Terms.Count: > 0 } history && IsWanted(plan, history))
                {
                    job = job with { Counted = job.Counted + 1 };
                    var subject = new Subject(work, tenant, id, key.Id, ticket.Facts);
                    AddBreaches(subject, supposed: false, history, writes);
                    AddBreaches(subject, supposed: true, TicketHistory.Of(supposition.On(facts))!, writes);
                }
            }

            job = job with { Position = ids[^1], Done = job.Done + ids.Count };
        }

        writes.Add(Sql.Batched(Move, tenant, id, job.Position, Math.Max(job.Total, job.Done), job.Done, job.Counted));
        await Sql.RunAsync(work, writes, ct);
        if (ids.Count == ChunkSize)
        {
            return true;
        }

        await WhatIfResult.StoreAsync(work, tenant, id, ct);
        _plans.TryRemove(id, out _);
        return false;
    }

    private static (WhatIfPlan Plan, Supposition Supposition) Read(string request)
    {
        var plan = JsonSerializer.Deserialize<WhatIfPlan>(request, EventJson.Options)!;
        return (plan, WhatIfPlanner.Suppose(plan));
    }

    private static bool IsWanted(WhatIfPlan plan, TicketHistory history)
    {
        var openedAt = history.OpenedAt.ToDateTimeOffset();
        return openedAt >= plan.From && openedAt < plan.To && plan.Filter?.Takes(history.Terms[^1].Traits) != false;
    }

    private static void AddBreaches(Subject subject, bool supposed, TicketHistory history, List<NpgsqlBatchCommand> writes)
    {
        var now = Instant.FromDateTimeOffset(subject.Work.Now);
        foreach (var promise in BrokenPromise.Of(history, ClockEngine.Clocks(history, now), now))
        {
            var (due, traits) = (promise.DueAt.ToDateTimeOffset(), promise.Chosen.Traits);
            writes.Add(Sql.Batched(
                Add, subject.Tenant, subject.Job, supposed, subject.Ticket, promise.Clock.Name, promise.Clock.Cycle, TicketLook.NumberOf(subject.Facts), due, traits.ContractId,
                promise.Month.ToDateOnly(), traits.Severity, TicketLook.OwnerAt(subject.Facts, due)?.Team, promise.Clock.Terms.Policy,
                new Sql.Json(promise.Clause is { } clause ? JsonSerializer.Serialize(clause, EventJson.Options) : null), promise.Late.WallTicks, promise.Late.WorkingTicks));
        }
    }

    /// <summary>The smallest id (UUIDv7) of an instant.</summary>
    private static Guid FirstIdAt(DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        var milliseconds = Math.Max(0, at.ToUnixTimeMilliseconds());
        for (var i = 5; i >= 0; i--, milliseconds >>= 8)
        {
            bytes[i] = (byte)milliseconds;
        }

        return new(bytes, bigEndian: true);
    }

    private sealed record Job(string Request, Guid Position, long Total, long Done, long Counted);

    private sealed record Subject(Work Work, string Tenant, Guid Job, Guid Ticket, IReadOnlyList<StoredFact> Facts);
}
