using System.Text.Json;
using NodaTime;
using Npgsql;
using ServiceMesh.Messaging;
using ServiceMesh.Sla.Domain.Money;
using ServiceMesh.Sla.Domain.Policies;
using ServiceMesh.Sla.Tickets;

namespace ServiceMesh.Sla.Money;

/// <summary>
/// Puts down each broken promise in the commit that tells of it. A ticket that broke none costs nothing here. What later facts change
/// is a status beside the row, and an entry of its credit: nothing is deleted.
/// </summary>
internal static class BreachLedger
{
    private const string Known = """
        SELECT b.id, b.clock, b.cycle, b.due_at, b.contract_id, b.policy, b.policy_version, b.severity, b.month, s.withdrawn, s.late_wall, s.late_working, s.is_over
        FROM breaches b JOIN breach_status s ON s.tenant = b.tenant AND s.breach_id = b.id
        WHERE b.tenant = $1 AND b.ticket_id = $2
        """;

    private const string KnownOfMany = """
        SELECT b.id, b.clock, b.cycle, b.due_at, b.contract_id, b.policy, b.policy_version, b.severity, b.month, s.withdrawn, s.late_wall, s.late_working, s.is_over,
            b.tenant, b.ticket_id
        FROM unnest($1::text[], $2::uuid[]) AS given(tenant, ticket_id) JOIN breaches b USING (tenant, ticket_id)
        JOIN breach_status s ON s.tenant = b.tenant AND s.breach_id = b.id
        """;

    private const string Add = """
        INSERT INTO breaches (tenant, id, ticket_id, ticket_number, clock, cycle, due_at, contract_id, severity, policy, policy_version, rule, calendar, calendar_version,
            month, clause, team, engineer_id, engineer_name, recorded_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
        """;

    private const string AddStatus = "INSERT INTO breach_status (tenant, breach_id, withdrawn, late_wall, late_working, is_over) VALUES ($1, $2, false, $3, $4, $5)";

    private const string SetStatus = "UPDATE breach_status SET withdrawn = $3, late_wall = $4, late_working = $5, is_over = $6 WHERE tenant = $1 AND breach_id = $2";

    /// <summary>What was put down before about those of the tickets that broke something: one statement, and none if no ticket did.</summary>
    public static async Task<ILookup<TicketKey, KnownBreach>> ReadAsync(Work work, IEnumerable<(TicketKey Key, StoredTicket Ticket)> tickets, CancellationToken ct)
    {
        var keys = tickets.Where(t => HadBreach(t.Ticket.Levels)).Select(t => t.Key).ToList();
        var rows = keys.Count == 0 ? [] : await Sql.ReadAsync(
            work, KnownOfMany, r => (Key: new TicketKey(r.GetString(13), r.GetGuid(14)), Breach: Read(r)), ct, keys.Select(k => k.Tenant).ToArray(), keys.Select(k => k.Id).ToArray());
        return rows.ToLookup(r => r.Key, r => r.Breach);
    }

    /// <summary>Adds what is to be written about a ticket's breaches.</summary>
    public static async Task AddAsync(TicketLook look, List<NpgsqlBatchCommand> writes, CancellationToken ct)
    {
        var hadBreach = HadBreach(look.Levels);
        var hasNew = look.Step.Passed.Any(p => p.Threshold.Kind == ThresholdKind.Breach);
        if (!hadBreach && !hasNew)
        {
            return;
        }

        var broken = BrokenPromise.Of(look.History, look.Clocks, Instant.FromDateTimeOffset(look.At));
        if (look.New is null && !look.HasChanged && !hasNew && broken.All(p => p.Clause?.Tiers.Any(t => t.LateTicks > 0) != true))
        {
            // Only time went by, and nothing agreed depends on how late it is.
            return;
        }

        var known = look.Breaches ?? (hadBreach ? await Sql.ReadAsync(look.Work, Known, Read, ct, look.Tenant, look.TicketId) : []);
        var months = new SortedSet<(Guid Contract, DateOnly Month)>();
        foreach (var promise in broken)
        {
            var key = KeyOf(promise);
            var row = known.FirstOrDefault(k => k.Key == key);
            if (row is null)
            {
                AddRows(look, promise, writes);
            }
            else if (row.Withdrawn || row.IsOver != promise.IsOver || (promise.IsOver && row.Late != promise.Late) || Steps(promise, promise.Late) != Steps(promise, row.Late))
            {
                writes.Add(Sql.Batched(SetStatus, look.Tenant, row.Id, false, promise.Late.WallTicks, promise.Late.WorkingTicks, promise.IsOver));
            }
            else
            {
                continue;
            }

            // Without a clause it is worth nothing, but it is one more of its clock in the month.
            Touch(key.Contract, promise.Month.ToDateOnly());
        }

        foreach (var row in known.Where(k => !k.Withdrawn && !broken.Any(p => KeyOf(p) == k.Key)))
        {
            writes.Add(Sql.Batched(SetStatus, look.Tenant, row.Id, true, row.Late.WallTicks, row.Late.WorkingTicks, row.IsOver));
            Touch(row.Key.Contract, row.Month);
        }

        foreach (var (contract, month) in months)
        {
            look.Work.Arm(MonthTimer.For(look.Tenant, contract, month, look.At));
        }

        if (broken.Select(p => p.NextStepAt).Min() is { } next)
        {
            look.Work.Arm(LatenessTimer.For(look.Tenant, look.TicketId, next.ToDateTimeOffset()));
        }

        void Touch(Guid? contract, DateOnly month)
        {
            if (contract is { } id)
            {
                months.Add((id, month));
            }
        }
    }

    private static void AddRows(TicketLook look, BrokenPromise promise, List<NpgsqlBatchCommand> writes)
    {
        var (id, clock, traits) = (Guid.CreateVersion7(), promise.Clock, promise.Chosen.Traits);
        var due = promise.DueAt.ToDateTimeOffset();
        var owner = look.OwnerAt(due);
        writes.Add(Sql.Batched(
            Add, look.Tenant, id, look.TicketId, look.Number, clock.Name, clock.Cycle, due, traits.ContractId, traits.Severity, clock.Terms.Policy, clock.Terms.PolicyVersion,
            clock.Terms.Rule, clock.Promise.CalendarName, clock.Promise.CalendarVersion, promise.Month.ToDateOnly(),
            new Sql.Json(promise.Clause is { } clause ? JsonSerializer.Serialize(clause, EventJson.Options) : null),
            owner?.Team, owner?.To?.EngineerId, owner?.To?.EngineerName, look.Work.Now));
        writes.Add(Sql.Batched(AddStatus, look.Tenant, id, promise.Late.WallTicks, promise.Late.WorkingTicks, promise.IsOver));
    }

    private static bool HadBreach(IEnumerable<StoredLevel> levels) => levels.Any(l => l.Key.Threshold == Threshold.Breach.Key);

    private static int Steps(BrokenPromise promise, Late late) => promise.Clause?.StepsPassed(late) ?? 0;

    private static BreachKey KeyOf(BrokenPromise promise) => new(
        promise.Clock.Name, promise.Clock.Cycle, promise.DueAt.ToDateTimeOffset(), promise.Chosen.Traits.ContractId, promise.Clock.Terms.Policy, promise.Clock.Terms.PolicyVersion,
        promise.Chosen.Traits.Severity);

    private static KnownBreach Read(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        new(row.GetString(1), row.GetInt32(2), row.GetFieldValue<DateTimeOffset>(3), row.Get<Guid?>(4), row.GetString(5), row.GetInt32(6), row.GetInt32(7)),
        row.GetFieldValue<DateOnly>(8), row.GetBoolean(9), new(row.GetInt64(10), row.GetInt64(11)), row.GetBoolean(12));

}

/// <summary>What tells a breach apart from others of its ticket.</summary>
public sealed record BreachKey(string Clock, int Cycle, DateTimeOffset DueAt, Guid? Contract, string Policy, int PolicyVersion, int Severity);

/// <summary>A breach that was put down before.</summary>
public sealed record KnownBreach(Guid Id, BreachKey Key, DateOnly Month, bool Withdrawn, Late Late, bool IsOver);
