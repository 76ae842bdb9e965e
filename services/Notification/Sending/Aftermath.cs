using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Notices;

namespace ServiceMesh.Notification.Sending;

/// <summary>
/// What follows when a customer could not be told: a notice that did not reach their IM conversation goes by e-mail, and where that is not
/// possible either, the engineer, or the managers, hear of it.
/// </summary>
public sealed class Aftermath(TicketCopies copies, Composer compose, DeliveryWriter writer)
{
    public async Task FollowAsync(Work work, Record record, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(record);
        if (record.Delivery is not { Audience: Audience.Customer, TicketId: not null } delivery) return;
        if (OutcomeEvents.For(record, work.Now) is not { } failed) return;
        var known = await copies.ReadAsync(failed, Audience.Manager, work, ct);
        if (known.Ticket is not { } ticket) return;
        if (delivery.Channel == DeliveryChannels.Im && ticket.Contact.Email is { Length: > 0 })
        {
            await writer.WriteAsync(work, failed, [compose.ByMailInstead(delivery, ticket.Contact, work)], ct);
            return;
        }
        await TellStaffAsync(work, Cause.Of(failed), $"failed/{delivery.Id}", delivery.Template, record.Reason, known, ticket, ct);
    }

    /// <summary>Tells the engineer, or the managers, that a message did not reach the customer.</summary>
    public async Task TellStaffAsync(
        Work work, Cause cause, string source, string template, string? reason, Known known, KnownTicket ticket, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(ticket);
        ArgumentNullException.ThrowIfNull(cause);
        var notice = new Notice
        {
            Source = source,
            Template = Template.DeliveryFailed,
            Values = new Dictionary<string, string?>
            {
                ["number"] = ticket.Number,
                ["subject"] = ticket.Subject,
                ["customer"] = ticket.CustomerName,
                ["contact"] = ticket.Contact.Name,
            },
            Words = new Dictionary<string, string> { ["what"] = $"message.{template}", ["reason"] = $"failure.{reason}" },
            Path = Links.Ticket(cause.TicketId!.Value),
        };
        var people = ticket.Engineer is { } engineer ? [engineer] : SlaNotice.OrNobody(known.Role, Audience.Manager);
        await writer.WriteAsync(work, cause, compose.To(notice, known, people, work), ct);
    }
}
