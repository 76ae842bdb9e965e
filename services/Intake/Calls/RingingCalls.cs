using Microsoft.EntityFrameworkCore;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Tickets;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Calls;

/// <summary>A call that rings now, with what is known of the caller.</summary>
/// <param name="CallerMatch"><c>exact</c>, <c>extension-stripped</c>, <c>ambiguous</c> or <c>none</c>.</param>
/// <param name="Tickets">The caller's unfinished tickets, the newest first, at most five.</param>
public sealed record RingingCallView(
    Guid Id, Guid ChannelId, string Queue, string? From, string? To, DateTimeOffset RingingAt, string CallerMatch, CustomerName? Customer, Guid? ContactId,
    string? ContactName, IReadOnlyList<TicketName> Tickets);

/// <summary>The calls that ring now.</summary>
public sealed record RingingCallList(IReadOnlyList<RingingCallView> Items, string? Next = null);

/// <summary><c>GET /api/v1/calls/ringing?channelId=</c>, for staff: who calls, before anybody answers. A channel is a queue; without one, all of the tenant's.</summary>
public static class RingingCalls
{
    private const int Most = 50;
    private const int MostTickets = 5;

    /// <summary>A telephone system that never tells the end of a call does not make it ring for ever.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(3);

    public static void MapCalls(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/calls/ringing", ListAsync).WithTags("calls").RequireRoles(Roles.Staff);

    private static async Task<RingingCallList> ListAsync(Guid? channelId, Caller caller, IntakeDb db, TimeProvider time, CancellationToken ct)
    {
        var since = time.GetUtcNow() - s_longest;
        var calls = await (
            from c in db.Calls.AsNoTracking()
            join h in db.Channels on new { c.Tenant, Id = c.ChannelId } equals new { h.Tenant, h.Id }
            from customer in db.Customers.Where(x => x.Tenant == c.Tenant && x.Id == c.CustomerId).DefaultIfEmpty()
            from contact in db.Contacts.Where(x => x.Tenant == c.Tenant && x.Id == c.ContactId).DefaultIfEmpty()
            where c.Tenant == caller.Tenant && c.RingingAt > since && c.AnsweredAt == null && c.MissedAt == null && (channelId == null || c.ChannelId == channelId)
            orderby c.RingingAt
            select new { c, Queue = h.Name, customer, ContactName = contact!.Name }).Take(Most).ToListAsync(ct);
        List<RingingCallView> items = [];
        foreach (var found in calls)
        {
            items.Add(new RingingCallView(
                found.c.Id, found.c.ChannelId, found.Queue, found.c.FromNumber, found.c.ToNumber, found.c.RingingAt!.Value, found.c.CallerMatch ?? CallerMatch.None.Rank,
                found.customer is { } k ? new CustomerName(k.Id, k.Name) : null, found.c.ContactId, found.ContactName, await TicketsAsync(db, found.c, ct)));
        }

        return new RingingCallList(items);
    }

    private static async Task<IReadOnlyList<TicketName>> TicketsAsync(IntakeDb db, CallRow call, CancellationToken ct) => call.CustomerId is not { } customer
        ? []
        : await db.Tickets.AsNoTracking().Where(t => t.Tenant == call.Tenant && t.CustomerId == customer && t.State == TicketState.Open && t.MergedIntoId == null)
            .OrderByDescending(t => t.Id).Take(MostTickets).Select(t => new TicketName(t.Id, t.Number)).ToListAsync(ct);
}
