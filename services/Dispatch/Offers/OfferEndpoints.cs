using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Dispatch.Board;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Engineers;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Offers;

/// <summary>Why the engineer does not take it.</summary>
public sealed record RefuseRequest([NotBlank, MaxLength(500)] string Reason);

/// <summary>An offer that waits for an answer.</summary>
public sealed record OfferView(Guid OfferId, DateTimeOffset OfferedAt, DateTimeOffset ExpiresAt, BoardRow Ticket);

/// <summary>The caller's open offers, the first to expire first.</summary>
public sealed record OfferList(IReadOnlyList<OfferView> Items, string? Next = null);

/// <summary>What engineers answer to offers.</summary>
internal static class OfferEndpoints
{
    public static IEndpointRouteBuilder MapOffers(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/work/offers", ListAsync).RequireRoles(Roles.Staff).WithTags("work").WithSummary("Tickets offered to the caller that wait for an answer.");
        var act = app.MapGroup("/api/v1/work/{ticketId:guid}").WithTags("work").RequireRoles(Roles.Agent, Roles.Dispatcher, Roles.Engineer, Roles.Manager);
        act.MapPost("/accept", (Guid ticketId, Caller caller, HttpContext http, TicketActions actions, Assigning assigning) =>
                actions.RunAsync(http, caller, ticketId, async (work, ticket, ct) => await assigning.AcceptAsync(work, caller, ticket, await MeAsync(work, caller, ct), ct)))
            .WithSummary("Takes a ticket that was offered to the caller. 403 engineer.not-linked, 409 ticket.illegal-transition when it is not or no longer offered to them, assignment.* when they are no longer able or allowed.");
        act.MapPost("/refuse", (Guid ticketId, RefuseRequest r, Caller caller, HttpContext http, TicketActions actions, Placing placing) =>
                actions.RunAsync(http, caller, ticketId, (work, ticket, ct) => RefuseAsync(ticket, r, caller, work, placing, ct)))
            .WithSummary("Does not take it: the next one is asked. 403 engineer.not-linked, 409 ticket.illegal-transition.");
        return app;
    }

    private static async Task<OfferList> ListAsync(Caller caller, DispatchDb db, CancellationToken ct)
    {
        if (await Assigning.FindByAccountAsync(db, caller, ct) is not { } me) return new OfferList([]);
        var offers = await db.Offers.AsNoTracking().Where(o => o.Tenant == caller.Tenant && o.EngineerId == me.Id && o.State == OfferState.Open)
            .OrderBy(o => o.ExpiresAt).Take(100).ToListAsync(ct);
        var ids = offers.Select(o => o.TicketId).ToList();
        var rows = await db.Tickets.AsNoTracking().Where(t => t.Tenant == caller.Tenant && ids.Contains(t.Id)).Select(BoardRow.Projection).ToDictionaryAsync(r => r.Id, ct);
        return new OfferList([.. offers.Select(o => new OfferView(o.Id, o.OfferedAt, o.ExpiresAt, rows[o.TicketId]))]);
    }

    private static async Task<Command> RefuseAsync(Ticket ticket, RefuseRequest r, Caller caller, Work work, Placing placing, CancellationToken ct)
    {
        var me = await MeAsync(work, caller, ct);
        // Whoever was not asked is told so by the state machine, without anybody else being looked for.
        return ticket.OfferedTo == me.Id
            ? await placing.NextAsync(work, ticket, (next, why) => new RefuseCommand(caller.Actor, me.Ref, r.Reason.Trim(), next, AssignmentReasonWords.Say(why, "en")) { Why = why }, ct)
            : new RefuseCommand(caller.Actor, me.Ref, r.Reason, null, "");
    }

    private static async Task<Engineer> MeAsync(Work work, Caller caller, CancellationToken ct) =>
        await Assigning.FindByAccountAsync(work.Db<DispatchDb>(), caller, ct) is { Active: true } me
            ? me : throw Problems.Forbidden("engineer.not-linked", "No active engineer belongs to this account.");
}

/// <summary>An offer was not answered in time.</summary>
internal sealed class OfferTimer(Placing placing, DispatchOptions options) : ITimerHandler
{
    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        if (t.TicketId is not { } id || await TicketStore.LockAsync(work, t.Tenant, id, ct) is not { OfferId: { } offer, OfferedTo: { } asked } ticket) return;
        var engineer = await work.Db<DispatchDb>().Engineers.AsNoTracking().SingleAsync(e => e.Tenant == t.Tenant && e.Id == asked, ct);
        var command = await placing.NextAsync(work, ticket, (next, why) => new ExpireOfferCommand(offer, engineer.Ref, next, AssignmentReasonWords.Say(why, "en")) { Why = why }, ct);
        var decision = TicketMachine.Decide(ticket, command, TicketStore.Now(work, ticket), options.Terms);
        await TicketStore.StoreAsync(work, ticket, decision, options, ct);
        await SetAwayAsync(work, ticket, asked, ct);
    }

    private static async Task SetAwayAsync(Work work, Ticket ticket, Guid asked, CancellationToken ct)
    {
        var db = work.Db<DispatchDb>();
        var settings = await db.Teams.AsNoTracking().Where(t => t.Tenant == ticket.Tenant && t.Id == ticket.TeamId).Select(t => t.Settings).SingleOrDefaultAsync(ct);
        if (settings?.Assignment.AwayWhenUnanswered != true) return;
        Presence.PresenceEndpoints.Set(
            await db.Engineers.SingleAsync(e => e.Tenant == ticket.Tenant && e.Id == asked, ct), Presence.PresenceState.Away, work.Now);
    }
}
