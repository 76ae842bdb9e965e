using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Attachments;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Tickets;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Conversations;

/// <summary>
/// <c>POST /api/v1/tickets/{id}/messages</c> and <c>/notes</c>: 201; 404 <c>ticket.not-found</c>; 409 <c>ticket.closed</c> for customers
/// whose ticket closed more than seven days ago; 400 <c>attachment.unknown</c>. What a customer writes to a merged ticket joins the one that goes on.
/// </summary>
public static class PostMessage
{
    internal static Task<IResult> HandleAsync(Guid id, MessageRequest request, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
        idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            var ticket = await TicketAccess.LockAsync(work, caller, id, ct);
            if (!caller.IsStaff)
            {
                ticket = await TicketAccess.FollowAsync(work, ticket, ct);
                await Conversation.RequireOpenToCustomerAsync(work, ticket, ct);
                return await SaidAsync(work, ticket, request, Uploader.Of(caller), text => Conversation.AddFromCustomer(work, ticket, text, Channel.Portal, caller.Actor), ct);
            }

            var channel = await work.Db<IntakeDb>().Channels.AsNoTracking()
                .SingleOrDefaultAsync(c => c.Tenant == caller.Tenant && c.Id == ticket.ChannelId, ct);
            return await SaidAsync(work, ticket, request, Uploader.Of(caller), text => Conversation.AddFromStaff(work, ticket, channel, text, caller.Actor), ct);
        });

    internal static Task<IResult> NoteAsync(Guid id, MessageRequest request, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
        idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            var ticket = await TicketAccess.LockAsync(work, caller, id, ct);
            return await SaidAsync(work, ticket, request, Uploader.Of(caller), text => Conversation.AddNote(work, ticket, text, caller.Actor), ct);
        });

    /// <summary>Adds a message with its files: 201, or 400 <c>attachment.unknown</c>, <c>attachment.infected</c>.</summary>
    internal static async Task<Reply> SaidAsync(
        Work work, TicketRow ticket, MessageRequest request, Uploader by, Func<string, Guid> add, CancellationToken ct)
    {
        var files = await AttachmentClaims.LockAsync(work, by, request.AttachmentIds, ct);
        var id = add(request.TextOr(files, ticket.Language));
        foreach (var file in files)
            (file.TicketId, file.MessageId) = (ticket.Id, id);
        return new Reply(StatusCodes.Status201Created, new CreatedView(id));
    }
}
