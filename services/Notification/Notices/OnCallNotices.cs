using System.Globalization;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Sending;

namespace ServiceMesh.Notification.Notices;

/// <summary>Wakes the one person who is paged, by the channels the page allows, whatever the hour.</summary>
public sealed class OnOnCallPaged(TicketCopies copies, Composer compose, DeliveryWriter writer) : IHandle<OnCallPaged>
{
    public async Task HandleAsync(OnCallPaged e, Work work, CancellationToken ct)
    {
        var known = await copies.ReadAsync(e, null, work, ct);
        var wants = await PeopleReader.ReadAsync(work, e.Tenant, e.Person.Email, ct) ?? new Preferences();
        var rules = wants.Rules.ToDictionary();
        if (e.Person.Channels.Count > 0) rules[Template.OnCallPaged] = [.. e.Person.Channels.Where(DeliveryChannels.Personal.Contains)];
        var person = new Person(Audience.OnCall, e.Person.Name, e.Person.Email, e.Person.Language, wants with { Phone = e.Person.Phone ?? wants.Phone, Rules = rules });
        var notice = new Notice
        {
            Source = Source(e.PagingId, e.PageId),
            Template = Template.OnCallPaged,
            Values = new Dictionary<string, string?>
            {
                ["number"] = e.Card.Number,
                ["subject"] = e.Card.Subject,
                ["customer"] = e.Card.CustomerName,
                ["reason"] = e.Reason,
                ["person"] = e.Person.Name,
                ["step"] = e.Step.ToString(CultureInfo.InvariantCulture),
            },
            Words = Words(e),
            Times = e is { Clock: not null, DueAt: { } promised }
                ? new Dictionary<string, DateTimeOffset> { ["due"] = e.AckUntil, ["promised"] = promised }
                : new Dictionary<string, DateTimeOffset> { ["due"] = e.AckUntil },
            Path = e.SealedToken is null ? Links.Ticket(e) : Links.Acknowledge,
            SealedToken = e.SealedToken,
            // Then the next reminder or the next person's page is on its way.
            ValidUntil = e.AckUntil,
            Severity = e.Card.Severity,
        };
        await Pages.ReplaceAsync(work, e, ct);
        await writer.WriteAsync(work, e, compose.To(notice, known, person, work), ct);
    }

    private static Dictionary<string, string> Words(OnCallPaged e)
    {
        var words = new Dictionary<string, string> { ["severity"] = $"severity.{e.Card.Severity}" };
        if (e.Queued == true) words["reason"] = "reason.queued";
        if (e.Clock is { } clock) words["clock"] = $"clock.{clock}";
        return words;
    }

    internal static string Source(Guid paging, Guid? page) => $"page/{paging}/{page}";

    /// <summary>The paging and page of such a source; null for any other.</summary>
    internal static (Guid Paging, Guid Page)? PageOf(string source) =>
        source.Split('/') is ["page", var paging, var page] && Guid.TryParse(paging, out var p) && Guid.TryParse(page, out var q) ? (p, q) : null;
}

/// <summary>Somebody took it on: what still waits of the paging is no longer true.</summary>
public sealed class OnEscalationAcknowledged : IHandle<EscalationAcknowledged>
{
    public Task HandleAsync(EscalationAcknowledged e, Work work, CancellationToken ct) =>
        Withdrawal.OfTicketAsync(work, e, OnOnCallPaged.Source(e.PagingId, null), ct);
}

/// <summary>Nobody answered: the managers hear of it.</summary>
public sealed class OnEscalationUnanswered(TicketCopies copies, Composer compose, DeliveryWriter writer) : IHandle<EscalationUnanswered>
{
    public async Task HandleAsync(EscalationUnanswered e, Work work, CancellationToken ct)
    {
        var known = await copies.ReadAsync(e, Audience.Manager, work, ct);
        var ticket = Links.Opened(known, e);
        var notice = SlaNotice.Make(e, $"unanswered/{e.PagingId}", Template.EscalationUnanswered, e.Clock, null, ticket,
            ("pages", e.Pages.ToString(CultureInfo.InvariantCulture)), ("one", e.Pages == 1 ? "1" : ""));
        await writer.WriteAsync(work, e, compose.To(notice, known, [.. SlaNotice.OrNobody(known.Role, Audience.Manager), .. known.Watchers], work), ct);
    }
}

/// <summary>Asks an engineer to take a ticket, until the offer expires.</summary>
public sealed class OnTicketOffered(TicketCopies copies, Composer compose, DeliveryWriter writer) : IHandle<TicketOffered>
{
    public async Task HandleAsync(TicketOffered e, Work work, CancellationToken ct)
    {
        var known = await copies.ReadAsync(e, null, work, ct);
        var notice = new Notice
        {
            Source = $"offered/{e.OfferId}",
            Template = Template.TicketOffered,
            Values = new Dictionary<string, string?>
            {
                ["number"] = e.Card.Number,
                ["subject"] = e.Card.Subject,
                ["customer"] = e.Card.CustomerName,
                ["engineer"] = e.EngineerName,
                ["explanation"] = e.Explanation,
            },
            Words = new Dictionary<string, string> { ["severity"] = $"severity.{e.Card.Severity}" },
            Times = new Dictionary<string, DateTimeOffset> { ["due"] = e.ExpiresAt },
            Why = e.Why,
            Path = Links.Ticket(e),
            ValidUntil = e.ExpiresAt,
            Severity = e.Card.Severity,
        };
        var wants = await PeopleReader.ReadAsync(work, e.Tenant, e.EngineerEmail, ct);
        await writer.WriteAsync(work, e, compose.To(notice, known, new Person(Audience.Engineer, e.EngineerName, e.EngineerEmail, e.EngineerLanguage, wants), work), ct);
    }
}

/// <summary>Tells the customer when somebody comes, and who, when it is somebody else than before.</summary>
public sealed class OnVisitScheduled(TicketCopies copies, Composer compose, DeliveryWriter writer) : IHandle<VisitScheduled>
{
    public async Task HandleAsync(VisitScheduled e, Work work, CancellationToken ct)
    {
        var other = e.OtherEngineer == true;
        // Nobody for now: the time stays, and the customer hears who comes once somebody does.
        if (other && e.EngineerId is null) return;
        var known = await copies.ReadAsync(e, null, work, ct);
        var ticket = Links.Opened(known, e);
        var source = $"visit/{e.VisitId}/{e.From.ToUnixTimeSeconds()}/{e.To.ToUnixTimeSeconds()}";
        // What still waits names whoever does not come any more.
        if (other) await Withdrawal.OfTicketAsync(work, e, $"visit/{e.VisitId}/", ct, Audience.Customer);
        var notice = new Notice
        {
            // Each change is told, also the one back to whoever it was first.
            Source = other ? $"{source}/{TicketCopies.Sequence(e)}" : source,
            Template = Template.VisitScheduled,
            Values = new Dictionary<string, string?>
            {
                ["number"] = ticket.Number,
                ["subject"] = ticket.Subject,
                ["engineer"] = e.EngineerName,
                ["place"] = e.Place,
            },
            Words = other ? new Dictionary<string, string> { ["change"] = "visit.engineer" } : new Dictionary<string, string>(),
            Times = new Dictionary<string, DateTimeOffset> { ["from"] = e.From, ["to"] = e.To },
            Path = Links.Progress,
            SealedToken = ticket.SealedProgressToken,
            ValidUntil = e.To,
        };
        await writer.WriteAsync(work, e, compose.To(notice, known, ticket.Contact, work), ct);
    }
}

/// <summary>Reads what one person wants.</summary>
internal static class PeopleReader
{
    public static async Task<Preferences?> ReadAsync(Work work, string tenant, string? email, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(email)) return null;
        await using var command = new NpgsqlCommand("SELECT row_to_json(p)::text FROM people p WHERE tenant = $1 AND address = lower($2)", work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = tenant });
        command.Parameters.Add(new() { Value = email });
        return Person.Read((string?)await command.ExecuteScalarAsync(ct));
    }
}
