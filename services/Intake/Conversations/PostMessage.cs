using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Tickets;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Conversations;

/// <summary>
/// <c>POST /api/v1/tickets/{id}/messages</c> and <c>/notes</c>: 201; 404 <c>ticket.not-found</c>; 409 <c>ticket.closed</c> for customers
/// whose ticket closed more than seven days ago. What a customer writes to a merged ticket joins the one that goes on.
/// </summary>
public static class PostMessage
{
    internal static Task<IResult> HandleAsync(Guid id, TextRequest request, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
        idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            var ticket = await TicketAccess.LockAsync(work, caller, id, ct);
            if (!caller.IsStaff)
            {
                ticket = await TicketAccess.FollowAsync(work, ticket, ct);
                Conversation.RequireOpenToCustomer(ticket, work.Now);
                return Created(Conversation.AddFromCustomer(work, ticket, request.Text.Trim(), Channel.Portal, caller.Actor));
            }

            var channel = await work.Db<IntakeDb>().Channels.AsNoTracking()
                .SingleOrDefaultAsync(c => c.Tenant == caller.Tenant && c.Id == ticket.ChannelId, ct);
            return Created(Conversation.AddFromStaff(work, ticket, channel, request.Text.Trim(), caller.Actor));
        });

    internal static Task<IResult> NoteAsync(Guid id, TextRequest request, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
        idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            var ticket = await TicketAccess.LockAsync(work, caller, id, ct);
            return Created(Conversation.AddNote(work, ticket, request.Text.Trim(), caller.Actor));
        });

    private static Reply Created(Guid id) => new(StatusCodes.Status201Created, new CreatedView(id));
}
