using Microsoft.EntityFrameworkCore;
using ServiceMesh.Dispatch.Domain.Paging;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Paging;

/// <summary>Somebody who was paged.</summary>
/// <param name="Reminder">0 for the step's first notice.</param>
/// <param name="Reachable">False: there is neither address nor number, and nothing went out.</param>
public sealed record PageView(int Step, string Target, int Reminder, Guid PersonId, string PersonName, bool Reachable, DateTimeOffset At, DateTimeOffset AckUntil);

/// <summary>A paging as shown.</summary>
/// <param name="Level">0 for an escalation by hand.</param>
/// <param name="Ladder">Its steps.</param>
/// <param name="Step">The step reached, from 1.</param>
/// <param name="NextAt">When it goes on unless somebody acknowledges.</param>
/// <param name="EndedBy">Who acknowledged, or <c>resolved</c>, <c>cancelled</c>, <c>closed</c>, <c>merged</c>, <c>team-changed</c>, <c>clock-met</c>, <c>unanswered</c>; of one that waited for
/// somebody also <c>assigned</c>, <c>waiting</c>, <c>lowered</c>.</param>
/// <param name="EndedVia"><c>desk</c>, <c>link</c> or <c>keypress</c>.</param>
public sealed record PagingView(
    Guid Id, PagingState State, int Level, string? Clock, string? Reason, IReadOnlyList<string> Ladder, int Step, DateTimeOffset StartedAt,
    DateTimeOffset? NextAt, DateTimeOffset? EndedAt, string? EndedBy, string? EndedVia, IReadOnlyList<PageView> Pages)
{
    /// <summary>People are or were called because nobody had the ticket.</summary>
    public bool Queued { get; init; }
}

/// <summary>A ticket's pagings, the latest first.</summary>
public sealed record PagingList(IReadOnlyList<PagingView> Items, string? Next = null);

/// <summary>What people see of pagings in the Desk, and their acknowledgement.</summary>
internal static class PagingEndpoints
{
    public static IEndpointRouteBuilder MapPaging(this IEndpointRouteBuilder app)
    {
        var work = app.MapGroup("/api/v1/work/{ticketId:guid}").WithTags("work");
        work.MapGet("/pagings", ListAsync).RequireRoles(Roles.Staff).WithSummary("Who was paged about the ticket, the latest paging first. 404 ticket.not-found.");
        work.MapPost("/acknowledge", (Guid ticketId, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
                idempotent.RunAsync(http, caller, (w, ct) => AcknowledgeAsync(ticketId, caller, w, ct)))
            .RequireRoles(Roles.Agent, Roles.Dispatcher, Roles.Engineer, Roles.Manager)
            .WithSummary("Takes the escalation on: nobody else is paged. Once more it changes nothing. 409 escalation.none when nobody is being paged.");
        return app;
    }

    private static async Task<PagingList> ListAsync(Guid ticketId, Caller caller, DispatchDb db, CancellationToken ct)
    {
        if (!await db.Tickets.AnyAsync(t => t.Tenant == caller.Tenant && t.Id == ticketId, ct)) throw Problems.NotFound("ticket.not-found");
        var pagings = await db.Pagings.AsNoTracking().Where(p => p.Tenant == caller.Tenant && p.TicketId == ticketId)
            .OrderByDescending(p => p.StartedAt).Take(100).ToListAsync(ct);
        return new PagingList([.. await ViewsAsync(db, pagings, ct)]);
    }

    private static async Task<Reply> AcknowledgeAsync(Guid ticketId, Caller caller, Work work, CancellationToken ct)
    {
        var ticket = await TicketStore.LockAsync(work, caller.Tenant, ticketId, ct) ?? throw Problems.NotFound("ticket.not-found");
        var paging = await Pager.AcknowledgeAsync(work, ticket, caller.Actor, "desk", TicketStore.Now(work, ticket), ct)
            ?? throw Problems.Conflict("escalation.none", "Nobody is being paged about this ticket.");
        var views = await ViewsAsync(work.Db<DispatchDb>(), [paging], ct);
        return new Reply(StatusCodes.Status200OK, views.Single());
    }

    private static async Task<IEnumerable<PagingView>> ViewsAsync(DispatchDb db, List<Domain.Paging.Paging> pagings, CancellationToken ct)
    {
        var ids = pagings.Select(p => p.Id).ToList();
        var pages = (await db.Pages.AsNoTracking().Where(p => ids.Contains(p.PagingId)).OrderBy(p => p.Id).ToListAsync(ct)).ToLookup(p => p.PagingId);
        return pagings.Select(p => new PagingView(
            p.Id, p.State, p.Level, p.Clock, p.Reason, p.Ladder, p.Step, p.StartedAt, p.NextAt, p.EndedAt, p.EndedBy, p.EndedVia,
            [.. pages[p.Id].Select(x => new PageView(x.Step, x.Target, x.Reminder, x.PersonId, x.PersonName, x.Reachable, x.At, x.AckUntil))])
        {
            Queued = p.IsOfQueue,
        });
    }
}
