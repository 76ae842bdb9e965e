using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Notices;

/// <summary>Acknowledges a new ticket to the customer, with its number and progress link.</summary>
public sealed class OnTicketOpened(TicketCopies copies, Composer compose, DeliveryWriter writer) : IHandle<TicketOpened>
{
    public async Task HandleAsync(TicketOpened e, Work work, CancellationToken ct)
    {
        var known = await copies.OpenAsync(e, work, ct);
        var notice = new Notice
        {
            Source = $"opened/{e.TicketId}",
            Template = e.Kind == TicketKind.Callback ? Template.CallbackOpened : Template.TicketOpened,
            Values = new Dictionary<string, string?>
            {
                ["number"] = e.Number,
                ["subject"] = e.Subject,
                ["at"] = Texts.LocalTime(e.OccurredAt, known.Tenant.TimeZone),
            },
            Path = Links.Progress,
            SealedToken = e.SealedProgressToken,
        };
        var customer = new Person(Audience.Customer, e.ContactName, e.ContactEmail, e.Language);
        await writer.WriteAsync(work, e, [compose.Email(notice, known, customer, work), .. Composer.Webhooks(e, e.Number, known, work)], ct);
    }
}

/// <summary>Tells an engineer about a ticket that became theirs, unless they took it themselves.</summary>
public sealed class OnTicketAssigned(TicketCopies copies, Composer compose, DeliveryWriter writer) : IHandle<TicketAssigned>
{
    public async Task HandleAsync(TicketAssigned e, Work work, CancellationToken ct)
    {
        var known = await copies.AssignAsync(e, work, ct);
        var drafts = Composer.Webhooks(e, e.Card.Number, known, work, new { team = e.TeamName, mode = e.Mode, reassigned = e.Reassigned }).ToList();
        if (e.EngineerId is { } engineer && engineer != e.PreviousEngineerId && e.Mode != "claimed")
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
                    ["explanation"] = e.Explanation,
                },
                Words = new Dictionary<string, string> { ["severity"] = $"severity.{e.Card.Severity}" },
                Path = Links.Ticket(e),
            };
            drafts.Add(compose.Email(notice, known, new Person(Audience.Engineer, e.EngineerName, e.EngineerEmail, e.EngineerLanguage), work));
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

/// <summary>Brings an agent's message to the customer, unless an IM platform carries it.</summary>
public sealed class OnAgentMessageSent(TicketCopies copies, Composer compose, DeliveryWriter writer) : IHandle<AgentMessageSent>
{
    public async Task HandleAsync(AgentMessageSent e, Work work, CancellationToken ct)
    {
        var known = await copies.ReadAsync(e, null, work, ct);
        var ticket = Links.Opened(known, e);
        var drafts = Composer.Webhooks(e, ticket.Number, known, work).ToList();
        if (e.Channel != Channel.Im)
        {
            var notice = new Notice
            {
                Source = $"message/{e.MessageId}",
                Template = Template.AgentMessage,
                Values = new Dictionary<string, string?>
                {
                    ["number"] = ticket.Number,
                    ["subject"] = ticket.Subject,
                    ["author"] = e.By.Name ?? known.Tenant.Brand,
                },
                Quote = e.Text,
                Path = Links.Progress,
                SealedToken = ticket.SealedProgressToken,
            };
            drafts.Add(compose.Email(notice, known, ticket.Contact, work));
        }
        await writer.WriteAsync(work, e, drafts, ct);
    }
}

/// <summary>Tells the customer what was done.</summary>
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
        await writer.WriteAsync(work, e, [compose.Email(notice, known, ticket.Contact, work), .. Composer.Webhooks(e, ticket.Number, known, work)], ct);
    }
}

/// <summary>Tells the engineer that the problem is back.</summary>
public sealed class OnTicketReopened(TicketCopies copies, Composer compose, DeliveryWriter writer) : IHandle<TicketReopened>
{
    public async Task HandleAsync(TicketReopened e, Work work, CancellationToken ct)
    {
        var known = await copies.MoveAsync(e, TicketStates.Open, work, ct);
        var ticket = Links.Opened(known, e);
        var drafts = Composer.Webhooks(e, ticket.Number, known, work, new { wasClosed = e.WasClosed }).ToList();
        if (ticket.Engineer is { } engineer)
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
            drafts.Add(compose.Email(notice, known, engineer, work));
        }
        await writer.WriteAsync(work, e, drafts, ct);
    }
}

/// <summary>Notes that a ticket is over, for notices that are still waiting.</summary>
public sealed class OnTicketOver(TicketCopies copies, DeliveryWriter writer) : IHandle<TicketClosed>, IHandle<TicketCancelled>
{
    public Task HandleAsync(TicketClosed e, Work work, CancellationToken ct) => EndAsync(e, TicketStates.Closed, work, ct);

    public Task HandleAsync(TicketCancelled e, Work work, CancellationToken ct) => EndAsync(e, TicketStates.Cancelled, work, ct);

    private async Task EndAsync(TicketEvent e, string state, Work work, CancellationToken ct)
    {
        var known = await copies.MoveAsync(e, state, work, ct);
        await writer.WriteAsync(work, e, Composer.Webhooks(e, Links.Opened(known, e).Number, known, work), ct);
    }
}

/// <summary>Addresses that messages point to, and the ticket they speak of.</summary>
internal static class Links
{
    /// <summary>The customer's progress page; the token follows.</summary>
    public const string Progress = "/p";

    /// <summary>The survey's page; the token follows.</summary>
    public const string Survey = "/s";

    /// <summary>The ticket in the Desk.</summary>
    public static string Ticket(TicketEvent e) => $"/tickets/{e.TicketId}";

    /// <summary>The ticket, once its opening has arrived: before, nobody can be told about it properly.</summary>
    public static KnownTicket Opened(Known known, TicketEvent e) =>
        known.Ticket is { SealedProgressToken: not null } ticket ? ticket : throw new NotYetException($"The opening of ticket {e.TicketId} has not arrived yet.");
}
