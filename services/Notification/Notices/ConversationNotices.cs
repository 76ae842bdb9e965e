using System.Globalization;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Notices;

/// <summary>Tells the engineer, and who watches the ticket, that the customer wrote.</summary>
public sealed class OnCustomerMessageReceived(TicketCopies copies, Composer compose, DeliveryWriter writer) : IHandle<CustomerMessageReceived>
{
    public async Task HandleAsync(CustomerMessageReceived e, Work work, CancellationToken ct)
    {
        var known = await copies.ReadAsync(e, null, work, ct);
        var ticket = Links.Opened(known, e);
        // A ticket that waits in its team's queue is looked at there: no mail for every line of a chat.
        Person[] people = ticket.Engineer is { } engineer ? [engineer, .. known.Watchers] : [.. known.Watchers];
        if (people.Length == 0 && !known.SubscribersOf(Template.CustomerReplied).Any()) return;
        var notice = new Notice
        {
            // Once in five minutes: who follows a conversation line by line has it open.
            Source = $"customer-message/{e.TicketId}/{e.OccurredAt.ToUnixTimeSeconds() / 300}",
            Template = Template.CustomerReplied,
            Values = new Dictionary<string, string?>
            {
                ["number"] = ticket.Number,
                ["subject"] = ticket.Subject,
                ["customer"] = ticket.CustomerName,
                ["author"] = e.By.Name ?? ticket.Contact.Name ?? ticket.CustomerName,
            },
            Quote = e.Text,
            Path = Links.Ticket(e),
        };
        await writer.WriteAsync(work, e, compose.To(notice, known, people, work), ct);
    }
}

/// <summary>Tells the customer that their request waits for them; other reasons are ours and are seen on the progress page.</summary>
public sealed class OnTicketPaused(TicketCopies copies, Composer compose, DeliveryWriter writer) : IHandle<TicketPaused>
{
    public async Task HandleAsync(TicketPaused e, Work work, CancellationToken ct)
    {
        if (e.Reason != PauseReason.WaitingForCustomer) return;
        var known = await copies.ReadAsync(e, null, work, ct);
        var ticket = Links.Opened(known, e);
        var notice = new Notice
        {
            Source = $"waiting/{e.TicketId}/{TicketCopies.Sequence(e)}",
            Template = Template.TicketWaiting,
            Values = new Dictionary<string, string?> { ["number"] = ticket.Number, ["subject"] = ticket.Subject },
            Path = Links.Progress,
            SealedToken = ticket.SealedProgressToken,
        };
        await writer.WriteAsync(work, e, compose.To(notice, known, ticket.Contact, work), ct);
    }
}

/// <summary>Tells the customer the cause that was found, and what will be done.</summary>
public sealed class OnDiagnosisDelivered(TicketCopies copies, Composer compose, DeliveryWriter writer) : IHandle<DiagnosisDelivered>
{
    public async Task HandleAsync(DiagnosisDelivered e, Work work, CancellationToken ct)
    {
        var known = await copies.ReadAsync(e, null, work, ct);
        var ticket = Links.Opened(known, e);
        var (count, effort) = SpanWords.Of(e.EstimatedMinutes * 60L);
        var notice = new Notice
        {
            Source = $"fix-plan/{e.TicketId}/{TicketCopies.Sequence(e)}",
            Template = Template.FixPlan,
            Values = new Dictionary<string, string?>
            {
                ["number"] = ticket.Number,
                ["subject"] = ticket.Subject,
                ["cause"] = e.Cause,
                ["risk"] = e.Risk,
                ["minutes"] = e.EstimatedMinutes.ToString(CultureInfo.InvariantCulture),
                ["count"] = count,
            },
            Words = new Dictionary<string, string> { ["effort"] = effort },
            Quote = e.Steps,
            Path = Links.Progress,
            SealedToken = ticket.SealedProgressToken,
        };
        await writer.WriteAsync(work, e, compose.To(notice, known, ticket.Contact, work), ct);
    }
}
