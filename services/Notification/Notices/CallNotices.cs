using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Notices;

/// <summary>Tells the managers of a call that nobody made in time, or that reached nobody.</summary>
public sealed class OnFollowUpEscalated(TicketCopies copies, Composer compose, DeliveryWriter writer) : IHandle<FollowUpEscalated>
{
    public async Task HandleAsync(FollowUpEscalated e, Work work, CancellationToken ct)
    {
        var known = await copies.ReadAsync(e, Audience.Manager, work, ct);
        var notice = new Notice
        {
            Source = $"follow-up/{e.FollowUpId}/{e.Cause}",
            Template = Template.FollowUpEscalated,
            Values = CallNotice.Values(e.Card),
            Words = new Dictionary<string, string> { ["reason"] = $"call.{e.Cause}" },
            Times = new Dictionary<string, DateTimeOffset> { ["due"] = e.DueAt },
            Path = Links.Ticket(e),
        };
        await writer.WriteAsync(work, e, compose.To(notice, known, SlaNotice.OrNobody(known.Role, Audience.Manager), work), ct);
    }
}

/// <summary>Asks the engineer and the managers to decide whether a ticket is reopened that the customer says is not solved.</summary>
public sealed class OnReopenProposed(TicketCopies copies, Composer compose, DeliveryWriter writer) : IHandle<ReopenProposed>
{
    public async Task HandleAsync(ReopenProposed e, Work work, CancellationToken ct)
    {
        var known = await copies.ReadAsync(e, Audience.Manager, work, ct);
        var notice = new Notice
        {
            Source = $"follow-up/{e.FollowUpId}/reopen",
            Template = Template.ReopenProposed,
            Values = CallNotice.Values(e.Card),
            Quote = e.Reason,
            Path = Links.Ticket(e),
        };
        IReadOnlyList<Person> people = known.Ticket?.Engineer is { } engineer ? [engineer, .. known.Role] : SlaNotice.OrNobody(known.Role, Audience.Manager);
        await writer.WriteAsync(work, e,
            [.. compose.To(notice, known, people, work), .. Composer.Webhooks(e, e.Card.Number, known, work, new { followUpId = e.FollowUpId })], ct);
    }
}

/// <summary>Takes back what still waits of a call that is made, or that nobody has to make any more.</summary>
public sealed class OnFollowUpOver : IHandle<FollowUpWithdrawn>, IHandle<FollowUpCompleted>
{
    public Task HandleAsync(FollowUpWithdrawn e, Work work, CancellationToken ct) =>
        Withdrawal.OfTicketAsync(work, e, $"follow-up/{e.FollowUpId}", ct);

    /// <summary>What the call led to (nobody reached, a ticket to reopen) is told from now on, not taken back.</summary>
    public Task HandleAsync(FollowUpCompleted e, Work work, CancellationToken ct) =>
        Withdrawal.OfSourcesAsync(work, e, [$"follow-up/{e.FollowUpId}", $"follow-up/{e.FollowUpId}/overdue"], ct);
}

/// <summary>What notices about calls have in common.</summary>
internal static class CallNotice
{
    public static Dictionary<string, string?> Values(TicketCard card) => new()
    {
        ["number"] = card.Number,
        ["subject"] = card.Subject,
        ["customer"] = card.CustomerName,
        ["contact"] = card.ContactName,
    };
}
