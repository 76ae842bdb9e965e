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
        // Whoever announces sees whom it did not reach; it answers nobody.
        if (delivery.Template == Template.Announcement) return;
        if (OutcomeEvents.For(record, work.Now) is not { } failed) return;
        if (record.State == DeliveryState.Dropped)
        {
            if (IsLost(delivery.Audience, delivery.Template, record.Reason)) await LostAsync(work, failed, delivery.Template, record.Reason!, ct);
            return;
        }
        var known = await copies.ReadAsync(failed, Audience.Manager, work, ct);
        if (known.Ticket is not { } ticket) return;
        if (delivery.Channel == DeliveryChannels.Im && ticket.Contact.Email is { Length: > 0 })
        {
            await writer.WriteAsync(work, failed, [compose.ByMailInstead(delivery, ticket.Contact, work)], ct);
            return;
        }
        await TellStaffAsync(work, Cause.Of(failed), $"failed/{delivery.Id}", delivery.Template, record.Reason, known, ticket, ct);
    }

    /// <summary>Whether a message that is not sent is one the customer should have had. Surveys and announcements are no answer to anybody.</summary>
    public static bool IsLost(string audience, string template, string? reason) =>
        audience == Audience.Customer && reason is not null && DropReason.Lost.Contains(reason)
        && template is not (Template.SurveyInvitation or Template.SurveyReminder or Template.Announcement);

    /// <summary>
    /// Follows a customer's message that is not sent: its ticket's engineer hears of it once for each reason. Without an engineer the managers do when
    /// the address is to blame; where there is none, or no way out, whoever opens the ticket sees it.
    /// </summary>
    public async Task FollowLostAsync(Work work, Cause cause, Draft lost, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(cause);
        ArgumentNullException.ThrowIfNull(lost);
        if (cause.TicketId is null) return;
        var reason = lost.DropReason!;
        await LostAsync(work, OutcomeEvents.Dropped(lost.Id, cause.Tenant, cause.TicketId, lost.Channel, lost.Template, lost.Audience, reason, work.Now), lost.Template, reason, ct);
    }

    private async Task LostAsync(Work work, Event dropped, string template, string reason, CancellationToken ct)
    {
        var known = await copies.ReadAsync(dropped, Audience.Manager, work, ct);
        if (known.Ticket is not { } ticket || (ticket.Engineer is null && (reason is DropReason.NoAddress or DropReason.ChannelOff))) return;
        await TellStaffAsync(work, Cause.Of(dropped), $"undelivered/{dropped.TicketId}/{reason}", template, reason, known, ticket, ct);
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
