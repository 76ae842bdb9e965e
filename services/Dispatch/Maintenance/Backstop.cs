using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Maintenance;

/// <summary>The upgrade that a ticket was opened in.</summary>
public sealed record TiedRunView(Guid RunId, string PlanName, MaintenanceKind Kind, DateTimeOffset From, DateTimeOffset To, Domain.Maintenance.RunState State, string? EngineerName);

/// <summary>
/// Support is the backstop of upgrades (兜底): a ticket of the same customer, and product where both name one, that is opened while an
/// upgrade's window is open or the work still goes on is tied to it. The look-up is one more statement in the round trip that stores
/// the ticket, on an index of a handful of rows.
/// </summary>
internal static class Backstop
{
    private const string Sql = """
        INSERT INTO maintenance_tickets (ticket_id, run_id, tenant, at)
        SELECT $1, r.id, r.tenant, $4 FROM maintenance_runs r
        WHERE r.tenant = $2 AND r.customer_id = $3 AND r.kind = 'upgrade' AND r.state <> 'cancelled'
          AND r.from_at <= $4 AND (r.until_at > $4 OR (r.state = 'inProgress' AND r.started_at <= $4))
          AND ($5::uuid IS NULL OR r.product_id IS NULL OR r.product_id = $5)
        ORDER BY r.product_id IS NULL, r.from_at DESC, r.id
        LIMIT 1
        ON CONFLICT DO NOTHING
        """;

    /// <summary>The statement that ties a new ticket, to run with others; null for a ticket without a customer.</summary>
    public static NpgsqlBatchCommand? Tie(Ticket ticket) => ticket.CustomerId is not { } customer ? null : new NpgsqlBatchCommand(Sql)
    {
        Parameters =
        {
            new NpgsqlParameter<Guid> { TypedValue = ticket.Id },
            new NpgsqlParameter<string> { TypedValue = ticket.Tenant },
            new NpgsqlParameter<Guid> { TypedValue = customer },
            new NpgsqlParameter<DateTimeOffset> { TypedValue = ticket.OpenedAt.ToUniversalTime() },
            new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Uuid, Value = (object?)ticket.ProductId ?? DBNull.Value },
        },
    };

    /// <summary>Says so, if <paramref name="tie"/> has tied it.</summary>
    public static async Task TellAsync(Work work, Ticket ticket, NpgsqlBatchCommand? tie, CancellationToken ct)
    {
        if (tie is not { RecordsAffected: > 0 }) return;
        var db = work.Db<DispatchDb>();
        var run = await db.MaintenanceRuns.AsNoTracking().SingleAsync(r => db.MaintenanceTickets.Any(x => x.TicketId == ticket.Id && x.RunId == r.Id), ct);
        var names = await RunNames.OfAsync(db, run, ct);
        work.Publish(new TicketTiedToMaintenance
        {
            Tenant = ticket.Tenant, TicketId = ticket.Id, OccurredAt = work.Now, RunId = run.Id, PlanId = run.PlanId, PlanName = names.Plan, Kind = run.Kind, From = run.From,
            To = run.Until, EngineerId = run.EngineerId, EngineerName = names.Engineer,
        });
    }

    /// <summary>The upgrade that a ticket is tied to; null when it is to none.</summary>
    public static Task<TiedRunView?> OfAsync(DispatchDb db, Ticket ticket, CancellationToken ct) => (
        from tied in db.MaintenanceTickets.AsNoTracking().Where(x => x.Tenant == ticket.Tenant && x.TicketId == ticket.Id)
        join r in db.MaintenanceRuns on tied.RunId equals r.Id
        join p in db.MaintenancePlans on r.PlanId equals p.Id
        from e in db.Engineers.Where(e => e.Id == r.EngineerId).DefaultIfEmpty()
        select new TiedRunView(r.Id, p.Name, r.Kind, r.From, r.Until, r.State, e!.Name)).SingleOrDefaultAsync(ct);
}
