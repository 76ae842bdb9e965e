using Microsoft.Extensions.Options;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Notices;

/// <summary>
/// Acknowledges a new ticket to the customer, with its number and progress link. It waits a moment for the ticket's clocks, to say until when
/// we answer (<see cref="OnSlaClocksChanged"/>).
/// </summary>
public sealed class OnTicketOpened(TicketCopies copies, Composer compose, DeliveryWriter writer, IOptions<NotificationOptions> options) : IHandle<TicketOpened>
{
    public async Task HandleAsync(TicketOpened e, Work work, CancellationToken ct)
    {
        var known = await copies.OpenAsync(e, work, ct);
        var notice = new Notice
        {
            Source = Source(e),
            Template = e.Kind == TicketKind.Callback ? Template.CallbackOpened : Template.TicketOpened,
            Values = new Dictionary<string, string?>
            {
                ["number"] = e.Number,
                ["subject"] = e.Subject,
            },
            Times = new Dictionary<string, DateTimeOffset> { ["at"] = e.OccurredAt },
            Path = Links.Progress,
            SealedToken = e.SealedProgressToken,
        };
        var drafts = compose.To(notice, known, known.Ticket!.Contact, work).Select(d => d.PendingFor(options.Value.PromiseWithin, work.Now));
        await writer.WriteAsync(work, e, [.. drafts, .. Composer.Webhooks(e, e.Number, known, work)], ct);
    }

    internal static string Source(TicketEvent e) => $"opened/{e.TicketId}";
}

/// <summary>Tells an engineer about a ticket that became theirs, unless they took it themselves.</summary>
public sealed class OnTicketAssigned(TicketCopies copies, Composer compose, DeliveryWriter writer) : IHandle<TicketAssigned>
{
    public async Task HandleAsync(TicketAssigned e, Work work, CancellationToken ct)
    {
        var known = await copies.AssignAsync(e, work, ct);
        var drafts = Composer.Webhooks(e, e.Card.Number, known, work, new { team = e.TeamName, mode = e.Mode, reassigned = e.Reassigned }).ToList();
        if (e.EngineerId is { } engineer && engineer != e.PreviousEngineerId && e.Mode is not ("claimed" or "answered"))
        {
            var notice = new Notice
            {
                Source = $"assigned/{e.TicketId}/{TicketCopies.Sequence(e)}",
                Template = Template.TicketAssigned,
                Values = new Dictionary<string, string?>
                {
                    ["number"] = e.Card.Number,
                    ["subject"] = e.Card.Subject,
                    ["customer"] = e.Card.CustomerName,
                    ["team"] = e.TeamName,
                    ["engineer"] = e.EngineerName,
                    ["explanation"] = e.Explanation,
                },
                Words = new Dictionary<string, string> { ["severity"] = $"severity.{e.Card.Severity}" },
                Why = e.Why,
                Path = Links.Ticket(e),
                Severity = e.Card.Severity,
            };
            // Late and overtaken, it is for somebody else than who has the ticket now.
            var wants = known.Ticket?.Engineer is { } now && now.Email == e.EngineerEmail ? now.Wants : null;
            var person = new Person(Audience.Engineer, e.EngineerName, e.EngineerEmail, e.EngineerLanguage, wants);
            drafts.AddRange(compose.To(notice, known, [person, .. known.Watchers], work));
        }
        await writer.WriteAsync(work, e, drafts, ct);
    }
}

/// <summary>Forgets the engineer of a ticket that went back to the team's queue.</summary>
public sealed class OnTicketUnassigned(TicketCopies copies) : IHandle<TicketUnassigned>
{
    public async Task HandleAsync(TicketUnassigned e, Work work, CancellationToken ct)
    {
        var known = await copies.UnassignAsync(e, work, ct);
        if (known.Ticket is null) throw new NotYetException($"Ticket {e.TicketId} is not known here yet.");
    }
}

/// <summary>Brings an agent's message to the customer, unless an IM platform or the web chat carries it; what nobody read there goes by mail.</summary>
public sealed class OnAgentMessageSent(TicketCopies copies, Composer compose, DeliveryWriter writer) : IHandle<AgentMessageSent>, IHandle<MessageUnread>
{
    public async Task HandleAsync(AgentMessageSent e, Work work, CancellationToken ct)
    {
        var known = await copies.ReadAsync(e, null, work, ct);
        var drafts = Composer.Webhooks(e, Links.Opened(known, e).Number, known, work).ToList();
        if (e.Channel is not (Channel.Im or Channel.Chat)) drafts.AddRange(ToCustomer(e, e.MessageId, e.Text, known, work));
        await writer.WriteAsync(work, e, drafts, ct);
    }

    public async Task HandleAsync(MessageUnread e, Work work, CancellationToken ct)
    {
        var known = await copies.ReadAsync(e, null, work, ct);
        await writer.WriteAsync(work, e, ToCustomer(e, e.MessageId, e.Text, known, work), ct);
    }

    private IEnumerable<Draft> ToCustomer(TicketEvent e, Guid message, string text, Known known, Work work)
    {
        var ticket = Links.Opened(known, e);
        var notice = new Notice
        {
            Source = $"message/{message}",
            Template = Template.AgentMessage,
            Values = new Dictionary<string, string?>
            {
                ["number"] = ticket.Number,
                ["subject"] = ticket.Subject,
                ["author"] = e.By.Name ?? known.NameToCustomer,
            },
            Quote = text,
            Path = Links.Progress,
            SealedToken = ticket.SealedProgressToken,
        };
        return compose.To(notice, known, ticket.Contact, work);
    }
}

/// <summary>Tells the customer what was done, and those whose tickets went on as this one.</summary>
public sealed class OnTicketResolved(TicketCopies copies, Composer compose, DeliveryWriter writer) : IHandle<TicketResolved>
{
    public async Task HandleAsync(TicketResolved e, Work work, CancellationToken ct)
    {
        var known = await copies.MoveAsync(e, TicketStates.Resolved, work, ct);
        var ticket = Links.Opened(known, e);
        var notice = new Notice
        {
            Source = $"resolved/{e.TicketId}/{TicketCopies.Sequence(e)}",
            Template = Template.TicketResolved,
            Values = new Dictionary<string, string?> { ["number"] = ticket.Number, ["subject"] = ticket.Subject },
            Quote = e.Resolution,
            Path = Links.Progress,
            SealedToken = ticket.SealedProgressToken,
        };
        // Of several tickets of one person the one that was solved counts.
        var joined = (await MergedTickets.IntoAsync(work, e, ct)).SelectMany(m => compose.To(
            notice with { Values = new Dictionary<string, string?> { ["number"] = m.Number, ["subject"] = m.Subject }, SealedToken = m.SealedProgressToken, IntoConversation = m.Contact.Email is null ? null : false },
            known, m.Contact, work));
        var drafts = compose.To(notice, known, ticket.Contact, work).Concat(joined).DistinctBy(d => (d.Channel, d.Recipient.ToUpperInvariant()));
        await writer.WriteAsync(work, e, [.. drafts, .. Composer.Webhooks(e, ticket.Number, known, work)], ct);
    }
}

/// <summary>Tells the engineer that the problem is back.</summary>
public sealed class OnTicketReopened(TicketCopies copies, Composer compose, DeliveryWriter writer) : IHandle<TicketReopened>
{
    public async Task HandleAsync(TicketReopened e, Work work, CancellationToken ct)
    {
        var known = await copies.MoveAsync(e, TicketStates.Open, work, ct);
        var ticket = Links.Opened(known, e);
        // Nobody is asked any more to call about it, or to decide whether it is reopened.
        await Withdrawal.OfTicketAsync(work, e, "follow-up/", ct);
        var drafts = Composer.Webhooks(e, ticket.Number, known, work, new { wasClosed = e.WasClosed }).ToList();
        Person[] people = ticket.Engineer is { } engineer ? [engineer, .. known.Watchers] : [.. known.SubscribersOf(Template.TicketReopened)];
        if (people.Length > 0)
        {
            var notice = new Notice
            {
                Source = $"reopened/{e.TicketId}/{TicketCopies.Sequence(e)}",
                Template = Template.TicketReopened,
                Values = new Dictionary<string, string?>
                {
                    ["number"] = ticket.Number,
                    ["subject"] = ticket.Subject,
                    ["customer"] = ticket.CustomerName,
                    ["reason"] = e.Reason,
                },
                Path = Links.Ticket(e),
            };
            drafts.AddRange(compose.To(notice, known, people, work));
        }
        await writer.WriteAsync(work, e, drafts, ct);
    }
}

/// <summary>Notes that a ticket is over, for notices that are still waiting; a customer whose ticket was cancelled hears why.</summary>
public sealed class OnTicketOver(TicketCopies copies, Composer compose, DeliveryWriter writer) : IHandle<TicketClosed>, IHandle<TicketCancelled>
{
    public async Task HandleAsync(TicketClosed e, Work work, CancellationToken ct)
    {
        var known = await copies.MoveAsync(e, TicketStates.Closed, work, ct);
        await writer.WriteAsync(work, e, Composer.Webhooks(e, Links.Opened(known, e).Number, known, work), ct);
    }

    public async Task HandleAsync(TicketCancelled e, Work work, CancellationToken ct)
    {
        var known = await copies.MoveAsync(e, TicketStates.Cancelled, work, ct);
        var ticket = Links.Opened(known, e);
        var notice = new Notice
        {
            Source = $"cancelled/{e.TicketId}/{TicketCopies.Sequence(e)}",
            Template = Template.TicketCancelled,
            Values = new Dictionary<string, string?> { ["number"] = ticket.Number, ["subject"] = ticket.Subject, ["reason"] = e.Reason },
            Path = Links.Progress,
            SealedToken = ticket.SealedProgressToken,
        };
        await writer.WriteAsync(work, e, [.. compose.To(notice, known, ticket.Contact, work), .. Composer.Webhooks(e, ticket.Number, known, work)], ct);
    }
}
