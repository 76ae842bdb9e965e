using Microsoft.EntityFrameworkCore;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.People;
using ServiceMesh.Notification.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Notification.Watching;

/// <summary>The tickets a person watches.</summary>
/// <param name="Next">Always null.</param>
public sealed record WatchList(IReadOnlyList<Guid> Items, string? Next);

/// <summary>A person's watch list: they hear of these tickets as if they were theirs.</summary>
internal static class WatchRoutes
{
    private const int Most = 200;

    public static void MapWatches(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/notifications/watches");
        group.MapGet("/", ListAsync).RequireRoles(Roles.Staff);
        group.MapPut("/{ticketId:guid}", AddAsync).RequireRoles(Roles.Staff);
        group.MapDelete("/{ticketId:guid}", RemoveAsync).RequireRoles(Roles.Staff);
    }

    /// <summary>200 with the ids of the watched tickets, at most 200.</summary>
    private static async Task<IResult> ListAsync(Caller caller, NotificationDb db, CancellationToken ct)
    {
        var person = await PreferenceRoutes.OwnAsync(caller, db, ct);
        var tickets = await db.Watches.AsNoTracking().Where(w => w.Tenant == caller.Tenant && w.Address == person)
            .OrderByDescending(w => w.TicketId).Take(Most).Select(w => w.TicketId).ToListAsync(ct);
        return Results.Ok(new WatchList(tickets, null));
    }

    /// <summary>204; 404 <c>ticket.not-found</c>; 409 <c>watch.too-many</c> beyond 200.</summary>
    private static async Task<IResult> AddAsync(Guid ticketId, Caller caller, NotificationDb db, IWorkFactory works, CancellationToken ct)
    {
        var person = await PreferenceRoutes.OwnAsync(caller, db, ct);
        if (!await db.TicketCopies.AnyAsync(t => t.Tenant == caller.Tenant && t.TicketId == ticketId, ct)) throw Problems.NotFound("ticket.not-found");
        if (await db.Watches.CountAsync(w => w.Tenant == caller.Tenant && w.Address == person, ct) >= Most)
            throw Problems.Conflict("watch.too-many", $"A person may watch {Most} tickets.");
        await using var work = await works.BeginAsync(ct);
        await work.Db<NotificationDb>().Database.ExecuteSqlAsync(
            $"INSERT INTO watches (tenant, ticket_id, address) VALUES ({caller.Tenant}, {ticketId}, {person}) ON CONFLICT DO NOTHING", ct);
        await work.CommitAsync(ct);
        return Results.NoContent();
    }

    /// <summary>204, also when it was not watched.</summary>
    private static async Task<IResult> RemoveAsync(Guid ticketId, Caller caller, NotificationDb db, IWorkFactory works, CancellationToken ct)
    {
        var person = await PreferenceRoutes.OwnAsync(caller, db, ct);
        await using var work = await works.BeginAsync(ct);
        await work.Db<NotificationDb>().Watches.Where(w => w.Tenant == caller.Tenant && w.TicketId == ticketId && w.Address == person).ExecuteDeleteAsync(ct);
        await work.CommitAsync(ct);
        return Results.NoContent();
    }
}
