using NodaTime;

namespace ServiceMesh.Sla.Domain.Policies;

/// <summary>A promise before it stands on a calendar.</summary>
/// <param name="Name">The clock.</param>
/// <param name="Rhythm">How often it runs.</param>
/// <param name="StartsOn">What starts it.</param>
/// <param name="MetBy">What meets it.</param>
/// <param name="Target">Working time; zero with legs.</param>
public sealed record ClockShape(string Name, Rhythm Rhythm, Signal StartsOn, Signal MetBy, Duration Target)
{
    /// <summary>The ways to keep an either-or promise; empty for all others.</summary>
    public IReadOnlyList<LegShape> Legs { get; init; } = [];

    /// <summary>The team whose stays it measures.</summary>
    public string? Team { get; init; }

    /// <summary>What meets it too, see <see cref="ClockTerms.AlsoMetBy"/>.</summary>
    public IReadOnlyList<Signal> AlsoMetBy { get; init; } = [];

    /// <summary>A clock with a fixed meaning.</summary>
    public static ClockShape Of(string name, Duration target) => name switch
    {
        ClockNames.FirstResponse => new(name, Rhythm.OncePerTicket, Signal.Opened, Signal.AgentMessage, target),
        ClockNames.NextResponse => new(name, Rhythm.Unanswered, Signal.CustomerMessage, Signal.AgentMessage, target),
        ClockNames.Update => new(name, Rhythm.BetweenContacts, Signal.AgentMessage, Signal.AgentMessage, target),
        ClockNames.Diagnosis => new(name, Rhythm.OncePerCycle, Signal.Opened, Signal.FixPlan, target),
        ClockNames.RemoteAssistance or ClockNames.OnSiteArrival => new(name, Rhythm.OncePerCycle, Signal.Opened, LegShape.MeetingOf(name), target),
        ClockNames.Resolution => new(name, Rhythm.OncePerCycle, Signal.Opened, Signal.Resolved, target),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No clock with a fixed meaning."),
    };

    /// <summary>The same with what a contract says of its start and end; null keeps the usual.</summary>
    public ClockShape With(IConditions? said) => said is null
        ? this
        : this with { StartsOn = said.StartsOn ?? StartsOn, MetBy = said.MetBy ?? MetBy, AlsoMetBy = [.. (said.AlsoMetBy ?? []).Distinct()] };

    /// <summary>Puts it on a calendar.</summary>
    /// <param name="calendar">The calendar with its name and version.</param>
    /// <param name="thresholds">What happens on its way.</param>
    /// <param name="pauseStops">The clocks that each reason stops; a leg stands with its own name or the clock's.</param>
    public ClockTerms On(CalendarVersion calendar, IReadOnlyList<Threshold> thresholds, IReadOnlyDictionary<string, IReadOnlyList<string>> pauseStops) => new()
    {
        Name = Name,
        Rhythm = Rhythm,
        StartsOn = StartsOn,
        MetBy = MetBy,
        AlsoMetBy = AlsoMetBy,
        Target = Target,
        Team = Team,
        CalendarName = calendar.Name,
        CalendarVersion = calendar.Version,
        Calendar = calendar.Calendar,
        Thresholds = thresholds,
        StoppedBy = Stopping(pauseStops, Name),
        Legs = [.. Legs.Select(l => new LegTerms(l.Clock, l.MetBy, l.Target, l.Cutoff, Stopping(pauseStops, Name, l.Clock)))],
    };

    private static HashSet<string> Stopping(IReadOnlyDictionary<string, IReadOnlyList<string>> pauseStops, params string[] names) =>
        [.. pauseStops.Where(s => s.Value.Any(names.Contains)).Select(s => s.Key)];
}

/// <summary>One way to keep an either-or promise, see <see cref="LegTerms"/>.</summary>
public sealed record LegShape(string Clock, Signal MetBy, Duration? Target, LocalTime? Cutoff)
{
    /// <summary>What meets a clock that can be a leg.</summary>
    public static Signal MeetingOf(string clock) => clock switch
    {
        ClockNames.RemoteAssistance => Signal.RemoteSession,
        ClockNames.OnSiteArrival => Signal.Arrived,
        _ => throw new ArgumentOutOfRangeException(nameof(clock), clock, "It cannot be a leg."),
    };
}

/// <summary>One version of a calendar.</summary>
public sealed record CalendarVersion(string Name, int Version, Calendars.WorkCalendar Calendar);
