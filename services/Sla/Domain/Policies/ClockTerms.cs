using NodaTime;
using ServiceMesh.Sla.Domain.Calendars;

namespace ServiceMesh.Sla.Domain.Policies;

/// <summary>What starts a clock or meets it.</summary>
public enum Signal
{
    /// <summary>The ticket's opening, or its reopening after the warranty window.</summary>
    Opened,

    /// <summary>A public message of the customer.</summary>
    CustomerMessage,

    /// <summary>A public message of staff or an answered call.</summary>
    AgentMessage,

    /// <summary>A fix plan with cause, steps, risk and time.</summary>
    FixPlan,

    /// <summary>A remote session was started.</summary>
    RemoteSession,

    /// <summary>The check-in of a visit.</summary>
    Arrived,

    /// <summary>An engineer began to work.</summary>
    WorkStarted,

    /// <summary>The ticket got a team or an engineer.</summary>
    Assigned,

    /// <summary>The ticket was resolved.</summary>
    Resolved,

    /// <summary>The ticket was closed: by the customer, who confirms the solution, by staff, or by time.</summary>
    Closed,
}

/// <summary>How often a clock runs in a ticket's life.</summary>
public enum Rhythm
{
    /// <summary>Once, in the first cycle only.</summary>
    OncePerTicket,

    /// <summary>Once in each service cycle.</summary>
    OncePerCycle,

    /// <summary>From each oldest unanswered message of the customer to its answer.</summary>
    Unanswered,

    /// <summary>From each agent message to the next.</summary>
    BetweenContacts,

    /// <summary>For each stay of the ticket with a team (OLA): met when the team hands it over or resolves it.</summary>
    TeamStay,
}

/// <summary>The promise of one clock in one set of terms. Immutable.</summary>
public sealed record ClockTerms
{
    /// <summary>One of <see cref="ClockNames"/> or a name of the policy's own.</summary>
    public required string Name { get; init; }

    public required Rhythm Rhythm { get; init; }

    /// <summary>What starts it; the opening for most.</summary>
    public Signal StartsOn { get; init; }

    /// <summary>What meets it.</summary>
    public required Signal MetBy { get; init; }

    /// <summary>What meets it too, whichever comes first; empty for most.</summary>
    public IReadOnlyList<Signal> AlsoMetBy { get; init; } = [];

    /// <summary>Working time promised; zero for an either-or clock, whose legs have their own.</summary>
    public required Duration Target { get; init; }

    /// <summary>The alternatives of an either-or clock; empty for all others.</summary>
    public IReadOnlyList<LegTerms> Legs { get; init; } = [];

    /// <summary>The team whose stays it measures (its name); null for the customer's clocks.</summary>
    public string? Team { get; init; }

    public required string CalendarName { get; init; }
    public required int CalendarVersion { get; init; }
    public required WorkCalendar Calendar { get; init; }

    /// <summary>What happens on its way; the breach is always among them.</summary>
    public required IReadOnlyList<Threshold> Thresholds { get; init; }

    /// <summary>The reason codes that stop it.</summary>
    public required IReadOnlySet<string> StoppedBy { get; init; }
}

/// <summary>One way to keep an either-or promise.</summary>
/// <param name="Clock">Which: one of <see cref="ClockNames.Legs"/>.</param>
/// <param name="MetBy">What meets it.</param>
/// <param name="Target">Working time; null for the same day.</param>
/// <param name="Cutoff">Same day: reported by this local time of the calendar's zone, its instant included, means by the end of that day's last opening hours.</param>
/// <param name="StoppedBy">The reason codes that stop this leg.</param>
public sealed record LegTerms(string Clock, Signal MetBy, Duration? Target, LocalTime? Cutoff, IReadOnlySet<string> StoppedBy);
