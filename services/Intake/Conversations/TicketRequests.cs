using ServiceMesh.Contracts;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Intake.Tickets;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Conversations;

/// <summary>Why a ticket is not solved: up to 2,000 characters.</summary>
public sealed record ReopenRequest([property: PlainText(2_000, Lines = true)] string? Reason = null);

/// <summary>The ticket that was asked about.</summary>
public sealed record RequestedView(Guid TicketId);

/// <summary>
/// <c>POST /api/v1/tickets/{id}/close-request</c> and <c>/reopen-request</c>: 202, Dispatch decides, of a merged ticket about the one that goes on; 409 <c>ticket.closed</c>,
/// <c>ticket.not-resolved</c>.
/// </summary>
public static class TicketRequests
{
    internal static Task<IResult> CloseAsync(Guid id, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
        idempotent.RunAsync(http, caller, async (work, ct) => await AskToCloseAsync(work, await TicketAccess.LockAsync(work, caller, id, ct), caller.Actor, ct));

    internal static Task<IResult> ReopenAsync(Guid id, ReopenRequest? request, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
        idempotent.RunAsync(http, caller, async (work, ct) => await AskToReopenAsync(work, await TicketAccess.LockAsync(work, caller, id, ct), caller.Actor, request, ct));

    /// <param name="work">The transaction in which the ticket is locked.</param>
    /// <param name="own">The ticket that was named; what is asked is about the one that goes on for it.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="ct">Ends the work.</param>
    internal static async Task<Reply> AskToCloseAsync(Work work, TicketRow own, Actor by, CancellationToken ct)
    {
        var ticket = await TicketAccess.FollowAsync(work, own, ct);
        if (ticket.State is TicketState.Closed or TicketState.Cancelled)
            throw Problems.Conflict("ticket.closed", "The ticket is closed already.");
        work.Publish(new CloseRequested { Tenant = ticket.Tenant, TicketId = ticket.Id, OccurredAt = work.Now, By = by });
        return Asked(own);
    }

    /// <inheritdoc cref="AskToCloseAsync(Work, TicketRow, Actor, CancellationToken)" />
    internal static async Task<Reply> AskToReopenAsync(Work work, TicketRow own, Actor by, ReopenRequest? request, CancellationToken ct)
    {
        var ticket = await TicketAccess.FollowAsync(work, own, ct);
        if (ticket.State == TicketState.Open)
            throw Problems.Conflict("ticket.not-resolved", "Only a resolved or closed ticket can be reopened.");
        await Conversation.RequireOpenToCustomerAsync(work, ticket, ct);
        Conversation.AskToReopen(work, ticket, by, request?.Reason.TrimToNull());
        return Asked(own);
    }

    private static Reply Asked(TicketRow own) => new(StatusCodes.Status202Accepted, new RequestedView(own.Id));
}
