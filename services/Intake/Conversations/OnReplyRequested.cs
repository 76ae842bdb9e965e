using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Chat;
using ServiceMesh.Intake.Delivery;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Intake.Conversations;

/// <summary>
/// Takes a notice into the IM conversation or web chat that its ticket came by, as any answer goes there. It is no agent's message: it meets no clock.
/// Where there is no such conversation it fails at once, so that Notification can turn to another channel.
/// </summary>
public sealed class OnReplyRequested : IHandle<ReplyRequested>
{
    /// <inheritdoc />
    public async Task HandleAsync(ReplyRequested e, Work work, CancellationToken ct)
    {
        var db = work.Db<IntakeDb>();
        if (await db.Messages.AsNoTracking().AnyAsync(m => m.Tenant == e.Tenant && m.Id == e.MessageId, ct))
        {
            return;
        }

        var found = await (
            from t in db.Tickets.AsNoTracking()
            from c in db.Channels.AsNoTracking().Where(c => c.Tenant == t.Tenant && c.Id == t.ChannelId).DefaultIfEmpty()
            where t.Tenant == e.Tenant && t.Id == e.TicketId
            select new { Ticket = t, Channel = c }).SingleOrDefaultAsync(ct);
        var overChat = found is { Ticket: { Channel: Channel.Chat, ConversationId: not null }, Channel.Active: true };
        if (found is null || !(overChat || Conversation.IsDeliverable(found.Ticket, found.Channel)))
        {
            work.Publish(DeliveryEvents.Failed(e.Tenant, e.TicketId!.Value, e.MessageId, DeliveryReasons.NoOutboundUrl, work.Now));
            return;
        }

        var message = new MessageRow
        {
            Tenant = e.Tenant,
            Id = e.MessageId,
            TicketId = found.Ticket.Id,
            Kind = MessageKind.Agent,
            Text = e.Text,
            Channel = overChat ? Channel.Chat : Channel.Im,
            AuthorKind = ActorKind.System,
            At = work.Now,
            Delivery = DeliveryState.Pending,
            MaskedLink = e.MaskedLink,
            SealedToken = e.SealedToken,
        };
        db.Messages.Add(message);
        work.Touched(e.Tenant, found.Ticket.Id);
        work.Arm(overChat ? UnreadTimer.For(message) : DeliveryTimer.For(e.Tenant, found.Ticket.Id, e.MessageId, work.Now));
    }
}
