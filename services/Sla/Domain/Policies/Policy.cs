using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Sla.Domain.Money;

namespace ServiceMesh.Sla.Domain.Policies;

/// <summary>A checked version of a policy.</summary>
public sealed record Policy
{
    public required string Name { get; init; }
    public required int Version { get; init; }
    public required int Position { get; init; }
    public required bool Active { get; init; }
    public required IReadOnlyList<string>? ServiceLevels { get; init; }
    public required IReadOnlyList<Guid>? Contracts { get; init; }
    public required IReadOnlyList<Guid>? Products { get; init; }
    public required IReadOnlyList<WorkType>? WorkTypes { get; init; }
    public required string Calendar { get; init; }
    public required IReadOnlyList<Rule> Rules { get; init; }
    public required IReadOnlyList<Threshold> Thresholds { get; init; }
    public required IReadOnlyDictionary<string, Detail> Details { get; init; }
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> PauseStops { get; init; }
    public required Duration ReopenWindow { get; init; }
    public Compensation? Compensation { get; init; }

    /// <summary>A checked rule.</summary>
    public sealed record Rule(string Name, IReadOnlyList<int>? Severities, IReadOnlyList<Channel>? Channels, IReadOnlyList<ClockShape> Clocks);

    /// <summary>What a clock has different from the rest.</summary>
    public sealed record Detail(string? Calendar, IReadOnlyList<Threshold>? Thresholds);

    /// <summary>The calendars that it names, the main one first.</summary>
    public IEnumerable<string> Calendars => Details.Values.Select(d => d.Calendar).OfType<string>().Prepend(Calendar).Distinct();

    /// <summary>The terms that one of its rules makes on versions of its calendars.</summary>
    /// <param name="rule">The rule's name.</param>
    /// <param name="calendars">The calendars that <see cref="Calendars"/> names.</param>
    public Terms TermsOf(string rule, IReadOnlyList<CalendarVersion> calendars) => new()
    {
        Policy = Name,
        PolicyVersion = Version,
        Rule = rule,
        Clocks = [.. Rules.First(r => r.Name == rule).Clocks.Select(c => On(c, calendars))],
        ReopenWindow = ReopenWindow,
        Compensation = Compensation,
    };

    private ClockTerms On(ClockShape clock, IReadOnlyList<CalendarVersion> calendars)
    {
        var detail = Details.GetValueOrDefault(clock.Name);
        var calendar = detail?.Calendar ?? Calendar;
        return clock.On(calendars.First(c => c.Name == calendar), detail?.Thresholds ?? Thresholds, PauseStops);
    }
}
