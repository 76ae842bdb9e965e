using ServiceMesh.Contracts;
using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Sending;

/// <summary>The event that tells of a delivery's end.</summary>
internal static class OutcomeEvents
{
    /// <summary>Null while it will be tried again.</summary>
    public static Event? For(Record record, DateTimeOffset now)
    {
        var delivery = record.Delivery!;
        return record.State switch
        {
            DeliveryState.Delivered => new NotificationDelivered
            {
                Tenant = delivery.Tenant,
                TicketId = delivery.TicketId,
                OccurredAt = now,
                DeliveryId = delivery.Id,
                Channel = delivery.Channel,
                Template = delivery.Template,
                Audience = delivery.Audience,
                MaskedRecipient = Shown(delivery),
            },
            DeliveryState.Failed => new NotificationFailed
            {
                Tenant = delivery.Tenant,
                TicketId = delivery.TicketId,
                OccurredAt = now,
                DeliveryId = delivery.Id,
                Channel = delivery.Channel,
                Template = delivery.Template,
                Audience = delivery.Audience,
                MaskedRecipient = Shown(delivery),
                Reason = record.Reason ?? "",
                Attempts = record.Attempts,
            },
            DeliveryState.Dropped => Dropped(
                delivery.Id, delivery.Tenant, delivery.TicketId, delivery.Channel, delivery.Template, delivery.Audience, record.Reason ?? "", now),
            _ => null,
        };
    }

    /// <summary>Tells Survey that its invitation arrived; null for everything else.</summary>
    public static SurveyDelivered? ForSurvey(Record record, DateTimeOffset now) =>
        record is { State: DeliveryState.Delivered, Delivery: { Template: Template.SurveyInvitation or Template.SurveyReminder, TicketId: { } ticket } delivery }
            ? new SurveyDelivered { Tenant = delivery.Tenant, TicketId = ticket, OccurredAt = now, DeliveryId = delivery.Id, Channel = delivery.Channel }
            : null;

    public static NotificationDropped Dropped(
        Guid id, string tenant, Guid? ticketId, string channel, string template, string audience, string reason, DateTimeOffset now) => new()
    {
        Tenant = tenant,
        TicketId = ticketId,
        OccurredAt = now,
        DeliveryId = id,
        Channel = channel,
        Template = template,
        Audience = audience,
        Reason = reason,
    };

    private static string Shown(Outgoing delivery) =>
        delivery.Target is { } target && Uri.TryCreate(target.Url, UriKind.Absolute, out var url) ? url.Host : Texts.Mask(delivery.Recipient);
}
