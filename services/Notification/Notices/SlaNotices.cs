using System.Globalization;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Templates;

namespace ServiceMesh.Notification.Notices;

/// <summary>Warns the engineer, or the managers of a ticket nobody has.</summary>
public sealed class OnSlaWarned(SlaTeller teller) : IHandle<SlaWarned>
{
    public Task HandleAsync(SlaWarned e, Work work, CancellationToken ct) => teller.TellAsync(
        e, new() { Kind = FoundKind.Warning, Clock = e.Clock, DueAt = e.DueAt, Percent = e.Percent, BeforeDueSeconds = e.BeforeDueSeconds, MissedLeg = e.MissedLeg },
        e.Together, $"warned/{e.TicketId}/{e.Clock}/{e.Cycle}/{Which(e)}", e.Cycle,
        new { clock = e.Clock, percent = e.Percent, beforeDueSeconds = e.BeforeDueSeconds, missedLeg = e.MissedLeg, dueAt = e.DueAt }, work, ct);

    /// <summary>Two warnings so long before due may fall on the same whole percent.</summary>
    private static string Which(SlaWarned e) => e switch
    {
        { MissedLeg: { } leg } => $"leg-{leg}",
        { BeforeDueSeconds: { } seconds } => string.Create(CultureInfo.InvariantCulture, $"before-{seconds}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{e.Percent}"),
    };
}

/// <summary>Tells the engineer and the managers of a missed promise.</summary>
public sealed class OnSlaBreached(SlaTeller teller) : IHandle<SlaBreached>
{
    public Task HandleAsync(SlaBreached e, Work work, CancellationToken ct) => teller.TellAsync(
        e, new() { Kind = FoundKind.Breach, Clock = e.Clock, DueAt = e.DueAt }, e.Together, $"breached/{e.TicketId}/{e.Clock}/{e.Cycle}/{e.DueAt.ToUnixTimeSeconds()}", e.Cycle,
        new { clock = e.Clock, dueAt = e.DueAt, cycle = e.Cycle }, work, ct);
}

/// <summary>Tells the role that a level of the escalation ladder names, but nobody twice who is paged for it.</summary>
public sealed class OnSlaEscalated(SlaTeller teller) : IHandle<SlaEscalated>
{
    public Task HandleAsync(SlaEscalated e, Work work, CancellationToken ct) => teller.TellAsync(
        e, new() { Kind = FoundKind.Escalation, Clock = e.Clock, DueAt = e.DueAt, Level = e.Level, Role = e.Role }, e.Together, $"escalated/{e.TicketId}/{e.Clock}/{e.Cycle}/{e.Level}", e.Cycle,
        new { clock = e.Clock, level = e.Level, dueAt = e.DueAt }, work, ct);
}

/// <summary>Tells the managers that somebody asks for help.</summary>
public sealed class OnTicketEscalated(TicketCopies copies, Composer compose, DeliveryWriter writer) : IHandle<TicketEscalated>
{
    public async Task HandleAsync(TicketEscalated e, Work work, CancellationToken ct)
    {
        var known = await copies.ReadAsync(e, Audience.Manager, work, ct);
        var ticket = Links.Opened(known, e);
        var notice = SlaNotice.Make(e, $"escalated-by-hand/{e.TicketId}/{TicketCopies.Sequence(e)}", Template.TicketEscalated, null, null, ticket,
            ("author", e.By.Name ?? known.NameToCustomer), ("reason", e.Reason));
        await writer.WriteAsync(work, e,
            [
                .. compose.To(notice, known, [.. SlaNotice.OrNobody(known.Role, Audience.Manager), .. known.Watchers], work),
                .. Composer.Webhooks(e, ticket.Number, known, work),
            ], ct);
    }
}

internal static class SlaNotice
{
    /// <summary>The people, or a person without an address, so that it is recorded that there was nobody to tell.</summary>
    public static IReadOnlyList<Person> OrNobody(IReadOnlyList<Person> people, string audience) =>
        people.Count > 0 ? people : [new Person(audience, null, null, null)];

    public static Notice Make(
        TicketEvent e, string source, string template, string? clock, DateTimeOffset? due, KnownTicket ticket,
        params ReadOnlySpan<(string Name, string Value)> more)
    {
        var values = new Dictionary<string, string?>
        {
            ["number"] = ticket.Number,
            ["subject"] = ticket.Subject,
            ["customer"] = ticket.CustomerName,
            ["engineer"] = ticket.Engineer?.Name,
        };
        foreach (var (name, value) in more) values[name] = value;
        var words = new Dictionary<string, string>();
        if (clock is not null) words["clock"] = string.Join(Content.BetweenWords, clock.Split(Content.BetweenWords).Select(c => $"clock.{c}"));
        if (ticket.Engineer is null) words["engineer"] = "unassigned";
        return new Notice
        {
            Source = source,
            Template = template,
            Values = values,
            Words = words,
            Times = due is { } at ? new Dictionary<string, DateTimeOffset> { ["due"] = at } : new Dictionary<string, DateTimeOffset>(),
            Path = Links.Ticket(e),
        };
    }
}
