using NodaTime;
using Npgsql;
using ServiceMesh.Sla.Domain.Discipline;
using ServiceMesh.Sla.Money;
using ServiceMesh.Sla.Tickets;

namespace ServiceMesh.Sla.Discipline;

/// <summary>Puts down pauses that began late, when they begin, and where a ticket's time went, when it is over: with what is written anyway.</summary>
internal static class PauseBook
{
    private const string AddLate = """
        INSERT INTO late_pauses (tenant, ticket_id, at, reason, clock, cycle, ticket_number, team, due_at, left_ticks)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING
        """;

    private const string Drop = "DELETE FROM time_shares WHERE tenant = $1 AND ticket_id = $2";

    private const string AddShare = "INSERT INTO time_shares (tenant, ticket_id, team, reason, ticks, pauses, ended_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";

    /// <summary>Adds what is to be written about a ticket's pauses.</summary>
    public static void Add(TicketLook look, List<NpgsqlBatchCommand> writes)
    {
        if (look.New is not { } fact)
        {
            return;
        }

        foreach (var begun in Begun(look, fact))
        {
            AddLatePauses(look, begun, writes);
        }

        if (TimeShare.EndOf(look.History) is { } end && !SaysNothingNew(look, fact))
        {
            // A ticket that is over for the first time has no rows yet.
            if (look.Facts.Any(f => f != fact && f.Kind is FactKinds.Resolved or FactKinds.Closed or FactKinds.Cancelled))
            {
                writes.Add(Sql.Batched(Drop, look.Tenant, look.TicketId));
            }

            var owners = look.Owners.Select(o => (Instant.FromDateTimeOffset(o.At), o.Team)).ToList();
            foreach (var share in TimeShare.Of(look.History, owners, end))
            {
                writes.Add(Sql.Batched(
                    AddShare, look.Tenant, look.TicketId, share.Team, share.Reason, share.Time.BclCompatibleTicks, share.Pauses, end.ToDateTimeOffset()));
            }
        }
        else if (fact.Kind == FactKinds.Reopened)
        {
            writes.Add(Sql.Batched(Drop, look.Tenant, look.TicketId));
        }
    }

    /// <summary>The pauses to look at: the new one; with the first triage, without which nothing was due, those that were known before it.</summary>
    private static IEnumerable<DateTimeOffset> Begun(TicketLook look, StoredFact fact) => fact.Kind switch
    {
        FactKinds.Paused => [fact.At],
        FactKinds.Triaged when look.Facts.Count(f => f.Kind == FactKinds.Triaged) == 1 => look.Facts.Where(f => f.Kind == FactKinds.Paused).Select(f => f.At).Distinct(),
        _ => [],
    };

    private static void AddLatePauses(TicketLook look, DateTimeOffset at, List<NpgsqlBatchCommand> writes)
    {
        foreach (var late in LatePause.Of(look.History, look.Clocks, Instant.FromDateTimeOffset(at)))
        {
            writes.Add(Sql.Batched(
                AddLate, look.Tenant, look.TicketId, at, late.Reason, late.Clock.Name, late.Clock.Cycle, look.Number, look.OwnerAt(at)?.Team, late.DueAt.ToDateTimeOffset(), late.LeftTicks));
        }
    }

    // Most tickets are closed after they were resolved, and messages come at any time: neither moves where the time went.
    private static bool SaysNothingNew(TicketLook look, StoredFact fact) => fact.Kind switch
    {
        FactKinds.Closed => look.Facts.Where(f => f.At <= fact.At && f.Kind is FactKinds.Resolved or FactKinds.Reopened).MaxBy(f => f.At)?.Kind == FactKinds.Resolved,
        FactKinds.Resolved or FactKinds.Cancelled or FactKinds.Reopened or FactKinds.Paused or FactKinds.Resumed or FactKinds.Assigned or FactKinds.Triaged => false,
        _ => true,
    };
}
