using NodaTime;
using ServiceMesh.Sla.Domain.Policies;

namespace ServiceMesh.Sla.Domain.Clocks;

/// <summary>What a ticket went through: cycles, waiting, terms and what starts and meets clocks. No clock is in it. <see cref="HistoryFold"/> makes it.</summary>
public sealed class TicketHistory
{
    private readonly PauseLine _pauses;
    private readonly IReadOnlyList<Occurrence> _unanswered;
    private readonly IReadOnlyList<Occurrence> _contacts;
    private readonly TeamStays _stays;
    private readonly IReadOnlyList<Fact> _happened;

    /// <param name="pauses">Its waiting.</param>
    /// <param name="unanswered">The runs of the next response.</param>
    /// <param name="contacts">The runs of the update.</param>
    /// <param name="stays">Its stays with teams.</param>
    /// <param name="happened">What happened, each at the place that its moment's order names.</param>
    internal TicketHistory(PauseLine pauses, IReadOnlyList<Occurrence> unanswered, IReadOnlyList<Occurrence> contacts, TeamStays stays, IReadOnlyList<Fact> happened) =>
        (_pauses, _unanswered, _contacts, _stays, _happened) = (pauses, unanswered, contacts, stays, happened);

    public required Instant OpenedAt { get; init; }

    /// <summary>When the ticket ended without being worked; null if it did not.</summary>
    public required Moment? Cancelled { get; init; }

    public Instant? CancelledAt => Cancelled?.At;

    /// <summary>The last fact's instant.</summary>
    public required Instant LastAt { get; init; }

    public required IReadOnlyList<ServiceCycle> Cycles { get; init; }

    /// <summary>Every stretch of waiting in order of its start; the end is null where it goes on.</summary>
    public IReadOnlyList<PauseSpan> Pauses => _pauses.All;

    /// <summary>The stretches in which it was part of another ticket, in order; the last one is open while it is.</summary>
    public required IReadOnlyList<MergeSpan> Merges { get; init; }

    /// <summary>True while it is part of another ticket.</summary>
    public bool IsMerged => Merges is [.., { To: null }];

    /// <summary>The terms in force, one after the other; the first count from the opening.</summary>
    public required IReadOnlyList<TermsInForce> Terms { get; init; }

    /// <summary>What starts and meets clocks, in order.</summary>
    public required IReadOnlyList<SignalInCycle> Signals { get; init; }

    /// <summary>Escalations that somebody took on, in order.</summary>
    public required IReadOnlyList<Acknowledged> Acknowledgements { get; init; }

    /// <summary>Facts that cannot follow the ones before them, such as a resume of what does not wait; they change nothing.</summary>
    public required IReadOnlyList<Fact> LeftOut { get; init; }

    /// <summary>Folds facts given in any order, repeated ones included; null as long as the opening is not among them.</summary>
    public static TicketHistory? Of(IEnumerable<Fact> facts)
    {
        var ordered = facts.Distinct().ToList();
        ordered.Sort(FactOrder.Instance);
        // An answered call may lie moments before the ticket that it opened: it counts at the opening.
        return ordered.OfType<Opened>().FirstOrDefault() is { } opened ? HistoryFold.Run(opened, ordered, []) : null;
    }

    /// <summary>Folds facts in the order given, none of which may come before the opening; null when there is no opening.</summary>
    public static TicketHistory? OfOrdered(IReadOnlyList<Fact> facts)
    {
        if (facts.OfType<Opened>().FirstOrDefault() is not { } opened)
        {
            return null;
        }

        var before = facts.TakeWhile(f => f != opened).ToList();
        return HistoryFold.Run(opened, facts.Skip(before.Count), before);
    }

    /// <summary>What happened at a moment of this history.</summary>
    public Fact At(Moment then) => _happened[then.Order];

    /// <summary>The waiting that touches a time, in order of its start.</summary>
    /// <param name="from">What ended by then is left out.</param>
    /// <param name="to">What starts then or later is left out; null for no end.</param>
    public IEnumerable<PauseSpan> PausesWithin(Instant from, Instant? to) => _pauses.Within(from, to);

    /// <summary>The runs of a clock of the given rhythm that recurs.</summary>
    /// <param name="rhythm">Which rhythm.</param>
    /// <param name="team">The team, for <see cref="Rhythm.TeamStay"/>.</param>
    public IReadOnlyList<Occurrence> RunsOf(Rhythm rhythm, string? team) => rhythm switch
    {
        Rhythm.Unanswered => _unanswered,
        Rhythm.BetweenContacts => _contacts,
        Rhythm.TeamStay => _stays.Of(team ?? ""),
        _ => throw new ArgumentOutOfRangeException(nameof(rhythm), rhythm, "It does not recur."),
    };
}
