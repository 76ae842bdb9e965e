using ServiceMesh.Contracts;

namespace ServiceMesh.Sla.Tickets;

/// <summary>A ticket's clocks with everything that made them.</summary>
public sealed record TicketClocks
{
    public required Guid TicketId { get; init; }

    /// <summary>Null until the triage has come.</summary>
    public string? Number { get; init; }

    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>The policy in force; null when nothing is promised.</summary>
    public string? Policy { get; init; }

    public int? PolicyVersion { get; init; }

    /// <summary>The rule of the policy that matched.</summary>
    public string? Rule { get; init; }

    /// <summary>Why this policy and rule, in words.</summary>
    public string? Explanation { get; init; }

    /// <summary>The instant that this is true of.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The earliest due of the running clocks.</summary>
    public DateTimeOffset? NextDueAt { get; init; }

    /// <summary>The number of the ticket that this one is part of; null while it stands for itself.</summary>
    public string? MergedInto { get; init; }

    public required IReadOnlyList<ExplainedClock> Clocks { get; init; }

    /// <summary>Facts that could not follow the ones before them and were left out.</summary>
    public required IReadOnlyList<LeftOutFact> LeftOut { get; init; }
}

/// <summary>One clock, unfolded. Seconds may have fractions: nothing is rounded.</summary>
public sealed record ExplainedClock
{
    /// <summary><c>firstResponse</c>, <c>nextResponse</c>, <c>update</c>, <c>diagnosis</c>, <c>remoteAssistance</c>, <c>onSiteArrival</c>, <c>resolution</c> or a name of the policy's own.</summary>
    public required string Clock { get; init; }

    /// <summary>Counts from 1; a reopening after the warranty window starts the next. Of a clock that recurs (next response, update, team): the number of the run.</summary>
    public required int Cycle { get; init; }

    public required ClockState State { get; init; }

    /// <summary>False if other terms took its place.</summary>
    public required bool InForce { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When these terms were put on it; it counts from the start all the same.</summary>
    public required DateTimeOffset AttachedAt { get; init; }

    /// <summary>Working seconds promised.</summary>
    public required long TargetSeconds { get; init; }

    /// <summary>Null while the clock stands.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Working seconds left; not negative.</summary>
    public required decimal RemainingSeconds { get; init; }

    public DateTimeOffset? MetAt { get; init; }

    /// <summary>The due instant that was missed.</summary>
    public DateTimeOffset? BreachedAt { get; init; }

    public DateTimeOffset? CancelledAt { get; init; }

    /// <summary><c>merged</c> (the ticket became part of another), <c>replaced</c> (other terms took its place), <c>cancelled</c> or <c>resolved</c> (the ticket ended); null unless cancelled.</summary>
    public string? CancelledBecause { get; init; }

    /// <summary>The team whose own clock this is (OLA); null for a promise to the customer.</summary>
    public string? Team { get; init; }

    public PauseReason? PausedBy { get; init; }

    /// <summary>What started it.</summary>
    public required ExplainedEvent StartedBy { get; init; }

    /// <summary>What met it, in time or not; null while nothing has.</summary>
    public ExplainedEvent? MetBy { get; init; }

    /// <summary>What meets it, the usual first, for example <c>agentMessage</c>; empty for an either-or clock, whose legs say so.</summary>
    public required IReadOnlyList<string> AsksFor { get; init; }

    /// <summary>The alternatives of an either-or clock; null for all others.</summary>
    public IReadOnlyList<ExplainedLeg>? Legs { get; init; }

    /// <summary>Working seconds used up, by the calendar and without pauses.</summary>
    public required decimal ElapsedWorkingSeconds { get; init; }

    /// <summary>Seconds since the start by the clock on the wall, pauses and nights included.</summary>
    public required decimal ElapsedWallSeconds { get; init; }

    public required string Policy { get; init; }
    public required int PolicyVersion { get; init; }
    public required string Rule { get; init; }
    public required string Calendar { get; init; }
    public required int CalendarVersion { get; init; }

    /// <summary>IANA zone of the calendar.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The opening hours that count, up to the due time: together exactly the target. While the clock stands: so far.</summary>
    public required IReadOnlyList<CountedInterval> Intervals { get; init; }

    /// <summary>The stretches that do not count: pauses whose reason stops this clock, and the time resolved (<c>resolved</c>).</summary>
    public required IReadOnlyList<ExplainedPause> Pauses { get; init; }

    /// <summary>Warnings, breach and escalations that were reached.</summary>
    public required IReadOnlyList<ExplainedLevel> Levels { get; init; }
}

/// <summary>What started or met a clock.</summary>
/// <param name="Event">
/// <c>opened</c>, <c>reopened</c>, <c>customerMessage</c>, <c>agentMessage</c>, <c>callAnswered</c>, <c>fixPlan</c>, <c>remoteSession</c>, <c>arrived</c>,
/// <c>workStarted</c>, <c>assigned</c>, <c>resolved</c>, <c>closed</c> or <c>termsChanged</c>.
/// </param>
/// <param name="At">When.</param>
/// <param name="Words">The same in an English sentence.</param>
public sealed record ExplainedEvent(string Event, DateTimeOffset At, string Words);

/// <summary>One way to keep an either-or promise.</summary>
/// <param name="Clock"><c>remoteAssistance</c> or <c>onSiteArrival</c>.</param>
/// <param name="State">Where it stands.</param>
/// <param name="DueAt">Its own due; null while it stands.</param>
/// <param name="MetAt">When what it asks for happened, in time or not.</param>
/// <param name="Cutoff">Of a promise for the same day: until what local time a report counts for its day, like <c>16:00</c>; null for all others.</param>
/// <param name="Zone">Of a promise for the same day: IANA name of the zone in which day and cutoff are meant; null for all others.</param>
/// <param name="AsksFor">What meets it.</param>
/// <param name="MetBy">What did; null while nothing has.</param>
public sealed record ExplainedLeg(
    string Clock, ClockLegState State, DateTimeOffset? DueAt, DateTimeOffset? MetAt, string? Cutoff, string? Zone, IReadOnlyList<string> AsksFor, ExplainedEvent? MetBy);

/// <summary>Opening hours that count.</summary>
public sealed record CountedInterval(DateTimeOffset From, DateTimeOffset To, decimal Seconds);

/// <summary>A stretch that does not count; without an end while it goes on.</summary>
public sealed record ExplainedPause(string Reason, DateTimeOffset From, DateTimeOffset? To, decimal WorkingSeconds);

/// <summary>A threshold that was reached.</summary>
/// <param name="Level"><c>warning-50</c>, <c>breach</c>, <c>escalation-1</c>.</param>
/// <param name="ReachedAt">When it was reached.</param>
/// <param name="RecordedAt">When that was found out.</param>
/// <param name="SkippedBecause">Why nobody was told; null when somebody was.</param>
public sealed record ExplainedLevel(string Level, DateTimeOffset ReachedAt, DateTimeOffset RecordedAt, string? SkippedBecause);

/// <summary>A fact that changed nothing because it could not follow the ones before it.</summary>
public sealed record LeftOutFact(string Kind, DateTimeOffset At);
