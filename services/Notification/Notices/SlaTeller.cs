using System.Globalization;
using Microsoft.Extensions.Options;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Templates;

namespace ServiceMesh.Notification.Notices;

/// <summary>
/// Tells of what Sla found at a look at a ticket: one thing, or several together. Of several each person is told once, of the gravest that
/// concerns them. Every event of the look names all of it, so whichever comes first tells everybody, and the others find that done: neither
/// their order nor a gap among them changes what people hear.
/// </summary>
public sealed class SlaTeller(TicketCopies copies, Composer compose, DeliveryWriter writer, IOptions<NotificationOptions> options)
{
    /// <param name="e">The event.</param>
    /// <param name="own">What it tells of.</param>
    /// <param name="together">What was found with it; null when nothing was.</param>
    /// <param name="alone">The business key when nothing was found with it.</param>
    /// <param name="cycle">The clock's cycle that it tells of.</param>
    /// <param name="data">What webhooks get of it.</param>
    /// <param name="work">The work.</param>
    /// <param name="ct">Cancels.</param>
    public async Task TellAsync(TicketEvent e, FoundLevel own, FoundTogether? together, string alone, int cycle, object data, Work work, CancellationToken ct)
    {
        var found = together?.All is { Count: > 0 } all ? all : [own];
        var known = new Dictionary<string, Known>();
        foreach (var role in found.Append(own).Select(RoleOf).Distinct())
        {
            known.Add(role, await copies.ReadAsync(e, role, work, ct));
        }

        var ticket = Links.Opened(known[RoleOf(own)], e);
        var paged = found.Any(f => f.Kind == FoundKind.Escalation) ? await Pages.RecentAsync(work, e, ct) : [];
        var pages = together?.All is not null && found.Any(Pages.Follow);
        var drafts = found.SelectMany(level =>
        {
            var about = known[RoleOf(level)];
            var notice = Notice(e, level, together is null ? alone : Pages.SourceOf(e, together, pages), ClocksWith(level, own, together), ticket, together is null ? cycle : null);
            if (level is { Kind: FoundKind.Escalation, Role: Audience.Customer })
            {
                // A rung of the ladder for the customer is for this ticket's own, not for everybody's.
                return IfStillTrue(compose.To(ForCustomer(notice, ticket), about, ticket.Contact, work).Concat(about.Watchers.Count > 0 ? compose.To(notice, about, about.Watchers, work) : []), e, notice, ticket, work.Now);
            }

            var told = compose.To(notice, about, [.. People(level, ticket, about.Role), .. about.Watchers], work);
            return IfStillTrue(pages || level.Kind == FoundKind.Escalation ? Pages.Without(told, paged, options.Value.PageFirst, work.Now) : told, e, notice, ticket, work.Now);
        });
        await writer.WriteAsync(work, e, [.. drafts.DistinctBy(d => (d.Channel, d.Recipient)), .. Composer.Webhooks(e, ticket.Number, known[RoleOf(own)], work, data)], ct);
    }

    /// <summary>An event that comes after news of its clocks tells of what was, not of what is: then there is only a record of it.</summary>
    private static IEnumerable<Draft> IfStillTrue(IEnumerable<Draft> drafts, TicketEvent e, Notice notice, KnownTicket ticket, DateTimeOffset now)
    {
        if (ticket.ClocksSequence <= TicketCopies.Sequence(e)) return drafts;
        var present = new Present(ticket.State, ticket.AssignedTo, now)
        {
            EngineerNow = ticket.Engineer?.Email, Clocks = ticket.Clocks, Named = notice.Words["clock"], Cycle = notice.Values.GetValueOrDefault("cycle"),
        };
        return drafts.Where(d => d.Channel != DeliveryChannels.InApp || True(d)).Select(d => True(d) ? d : d with { DropReason = d.DropReason ?? DropReason.NoLongerTrue });

        bool True(Draft d) => StillTrue.Of(d.Template, d.Audience, d.Channel == DeliveryChannels.Robot ? null : d.Person ?? d.Recipient, d.ValidUntil, present);
    }

    /// <summary>Whose accounts are asked: of an escalation those it names, of anything else the managers.</summary>
    private static string RoleOf(FoundLevel level) => level is { Kind: FoundKind.Escalation, Role: { } role } ? role : Audience.Manager;

    private static IEnumerable<Person> People(FoundLevel level, KnownTicket ticket, IReadOnlyList<Person> role) => level.Kind switch
    {
        // Of a layer of on-call nobody has an account of that name: Dispatch finds who it is, and pages.
        FoundKind.Escalation when !Pages.HasAccounts(RoleOf(level)) => [],
        FoundKind.Escalation when RoleOf(level) != Audience.Engineer => SlaNotice.OrNobody(role, RoleOf(level)),
        FoundKind.Breach when ticket.Engineer is { } engineer => [engineer, .. role],
        _ when ticket.Engineer is { } engineer => [engineer],
        _ => SlaNotice.OrNobody(role, RoleOf(level)),
    };

    /// <summary>The clock, and those of which the same is told with it, with <see cref="Content.BetweenWords"/> between them.</summary>
    private static string ClocksWith(FoundLevel level, FoundLevel own, FoundTogether? together)
    {
        IEnumerable<string> others = together switch
        {
            null => [],
            { All: { } all } => all.Where(l => l.Kind == level.Kind).Select(l => l.Clock),
            _ => level == own ? together.Clocks : [],
        };
        return string.Join(Content.BetweenWords, others.Prepend(level.Clock).Distinct());
    }

    private static Notice ForCustomer(Notice notice, KnownTicket ticket) => notice with
    {
        Template = Template.RequestEscalated,
        Values = notice.Values.Where(v => v.Key is "number" or "subject").ToDictionary(),
        Words = notice.Words.Where(w => w.Key == "clock").ToDictionary(),
        Path = Links.Progress,
        SealedToken = ticket.SealedProgressToken,
    };

    private static Notice Notice(TicketEvent e, FoundLevel level, string source, string clocks, KnownTicket ticket, int? cycle)
    {
        var notice = level.Kind switch
        {
            FoundKind.Breach => SlaNotice.Make(e, source, Template.SlaBreached, clocks, level.DueAt, ticket),
            FoundKind.Escalation => SlaNotice.Make(e, source, Template.SlaEscalated, clocks, level.DueAt, ticket, ("level", $"{level.Level}")),
            // After the due instant it is no warning any more.
            _ => Warning(SlaNotice.Make(e, source, Template.SlaWarned, clocks, level.DueAt, ticket, ("percent", $"{level.Percent}")), level),
        };
        return cycle is { } of ? notice with { Values = new Dictionary<string, string?>(notice.Values) { ["cycle"] = of.ToString(CultureInfo.InvariantCulture) } } : notice;
    }

    /// <summary>A warning that was agreed as so much time before due says that time, one of a missed way says which.</summary>
    private static Notice Warning(Notice notice, FoundLevel level)
    {
        var (values, words) = (new Dictionary<string, string?>(notice.Values), new Dictionary<string, string>(notice.Words));
        if (level.MissedLeg is { } leg) words["leg"] = $"clock.{leg}";
        if (level.BeforeDueSeconds is { } seconds) (values["count"], words["left"]) = SpanWords.Of(seconds);

        return notice with { Values = values, Words = words, ValidUntil = level.DueAt };
    }
}
