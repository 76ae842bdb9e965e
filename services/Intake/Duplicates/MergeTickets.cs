using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Intake.Tickets;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Duplicates;

/// <summary>The ticket that goes on, and why: up to 500 characters.</summary>
public sealed record MergeRequest(Guid Into, [property: PlainText(500)] string? Reason = null);

/// <summary>Why a merge is taken back: up to 500 characters.</summary>
public sealed record UnmergeRequest([property: PlainText(500)] string? Reason = null);

/// <summary>A merged ticket and the one that goes on; null again after it was taken back.</summary>
public sealed record MergeView(Guid TicketId, TicketName? MergedInto);

/// <summary>
/// <c>POST /api/v1/tickets/{id}/merge</c> and <c>/unmerge</c>, for whoever triages: 200; 400 <c>ticket.unknown</c>, <c>ticket.itself</c>; 404
/// <c>ticket.not-found</c>; 409 <c>ticket.merged</c> (one of them is already), <c>ticket.not-merged</c>, <c>ticket.other-customer</c>,
/// <c>ticket.closed</c> (the one to go on is over).
/// </summary>
public static class MergeTickets
{
    /// <summary>Who may.</summary>
    internal static readonly string[] Allowed = [Roles.Agent, Roles.Dispatcher, Roles.Manager, Roles.Admin];

    internal static Task<IResult> MergeAsync(Guid id, MergeRequest request, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
        idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            if (request.Into == id)
                throw Problems.Invalid("ticket.itself", "A ticket cannot be merged into itself.");
            var (ticket, into) = await LockBothAsync(work, caller.Tenant, id, request.Into, ct);
            if (ticket.MergedIntoId is not null || into.MergedIntoId is not null)
                throw Problems.Conflict("ticket.merged", "One of them has been merged already.");
            if (ticket.CustomerId is { } a && into.CustomerId is { } b && a != b)
                throw Problems.Conflict("ticket.other-customer", "The tickets belong to different customers.");
            if (into.State is TicketState.Closed or TicketState.Cancelled)
                throw Problems.Conflict("ticket.closed", "The ticket to go on is over.");
            (ticket.MergedIntoId, ticket.MergedAt) = (into.Id, work.Now);
            await MoveConversationsAsync(work, ticket, from: ticket.Id, to: into.Id, ct);
            work.Publish(new TicketsMerged
            {
                Tenant = ticket.Tenant, TicketId = id, OccurredAt = work.Now, By = caller.Actor, IntoTicketId = into.Id, IntoNumber = into.Number,
                Reason = request.Reason.TrimToNull(),
            });
            work.Touched(into.Tenant, into.Id);
            return new Reply(StatusCodes.Status200OK, new MergeView(id, new TicketName(into.Id, into.Number)));
        });

    internal static Task<IResult> UnmergeAsync(Guid id, UnmergeRequest? request, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
        idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            var ticket = await TicketAccess.LockAsync(work, caller.Tenant, id, ct) ?? throw Problems.NotFound("ticket.not-found");
            if (ticket is not { MergedIntoId: { } from, MergedAt: { } mergedAt })
                throw Problems.Conflict("ticket.not-merged", "The ticket is not merged.");
            (ticket.MergedIntoId, ticket.MergedAt) = (null, null);
            await MoveConversationsAsync(work, ticket, from, to: ticket.Id, ct);
            work.Publish(new TicketsUnmerged
            {
                Tenant = ticket.Tenant, TicketId = id, OccurredAt = work.Now, By = caller.Actor, FromTicketId = from, MergedAt = mergedAt,
                Reason = request?.Reason.TrimToNull(),
            });
            work.Touched(ticket.Tenant, from);
            return new Reply(StatusCodes.Status200OK, new MergeView(id, null));
        });

    /// <summary>Both in one order, so that two merges at once wait for each other and never for ever.</summary>
    private static async Task<(TicketRow Ticket, TicketRow Into)> LockBothAsync(Work work, string tenant, Guid id, Guid into, CancellationToken ct)
    {
        var rows = await work.Db<IntakeDb>().Tickets
            .FromSql($"SELECT * FROM tickets WHERE tenant = {tenant} AND id IN ({id}, {into}) ORDER BY id FOR UPDATE").ToListAsync(ct);
        return (
            rows.Find(t => t.Id == id) ?? throw Problems.NotFound("ticket.not-found"),
            rows.Find(t => t.Id == into) ?? throw Problems.Invalid("ticket.unknown", "There is no ticket to merge into."));
    }

    /// <summary>What the customer writes next in the ticket's own IM conversation goes to the other ticket.</summary>
    private static Task<int> MoveConversationsAsync(Work work, TicketRow ticket, Guid from, Guid to, CancellationToken ct) =>
        work.Db<IntakeDb>().Conversations
            .Where(c => c.Tenant == ticket.Tenant && c.ChannelId == ticket.ChannelId && c.ConversationId == ticket.ConversationId && c.TicketId == from)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.TicketId, to), ct);
}
