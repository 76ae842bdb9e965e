using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Sla.Domain.Calendars;

namespace ServiceMesh.Sla.Domain.Policies;

/// <summary>A checked version of a policy.</summary>
public sealed record Policy
{
    public required string Name { get; init; }
    public required int Version { get; init; }
    public required int Position { get; init; }
    public required bool Active { get; init; }
    public required IReadOnlyList<string>? ServiceLevels { get; init; }
    public required IReadOnlyList<WorkType>? WorkTypes { get; init; }
    public required string Calendar { get; init; }
    public required IReadOnlyList<Rule> Rules { get; init; }
    public required IReadOnlyList<Threshold> Thresholds { get; init; }
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> PauseStops { get; init; }
    public required Duration ReopenWindow { get; init; }

    /// <summary>A checked rule.</summary>
    public sealed record Rule(string Name, IReadOnlyList<int>? Severities, IReadOnlyList<Channel>? Channels, IReadOnlyDictionary<string, long> TargetSeconds);

    /// <summary>The terms that one of its rules makes on a version of its calendar.</summary>
    public Terms TermsOf(string rule, int calendarVersion, WorkCalendar calendar) => new()
    {
        Policy = Name,
        PolicyVersion = Version,
        Rule = rule,
        CalendarName = Calendar,
        CalendarVersion = calendarVersion,
        Calendar = calendar,
        TargetSeconds = Rules.First(r => r.Name == rule).TargetSeconds,
        Thresholds = Thresholds,
        PauseStops = PauseStops,
        ReopenWindow = ReopenWindow,
    };
}
