using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Delivery;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Intake.Chat;

/// <summary>
/// An answer or a notice in a web chat that its visitor has not read after two minutes: he has gone. Notification is told, so that it goes by mail.
/// </summary>
public sealed class UnreadTimer : ITimerHandler
{
    public const string Kind = "chat-unread";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    internal static TimerRequest For(MessageRow message) => new(Kind, message.Id.ToString("N"), message.At + s_patience, message.Tenant, message.TicketId);

    /// <inheritdoc />
    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        var id = Guid.ParseExact(t.Key, "N");
        var rows = await work.Db<IntakeDb>().Messages.FromSql($"SELECT * FROM messages WHERE tenant = {t.Tenant} AND id = {id} FOR UPDATE").ToListAsync(ct);
        if (rows.SingleOrDefault() is not { Delivery: DeliveryState.Pending } message)
            return;
        if (message.AuthorKind == ActorKind.System)
        {
            (message.Delivery, message.DeliveryReason) = (DeliveryState.Failed, DeliveryReasons.Unread);
            work.Publish(DeliveryEvents.Failed(t.Tenant, message.TicketId, message.Id, DeliveryReasons.Unread, work.Now));
            return;
        }

        message.Delivery = DeliveryState.Sent;
        work.Publish(new MessageUnread
        {
            Tenant = t.Tenant,
            TicketId = message.TicketId,
            OccurredAt = work.Now,
            By = new Actor(message.AuthorKind, message.AuthorId, message.AuthorName),
            MessageId = message.Id,
            Text = message.Text,
        });
    }
}
