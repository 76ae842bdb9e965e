using NodaTime;
using NodaTime.TimeZones;
using ServiceMesh.Dispatch.Domain.Rosters;

namespace ServiceMesh.Dispatch.Domain.Maintenance;

/// <summary>The window of one occurrence; its end is not part of it.</summary>
/// <param name="On">The day it is planned for: with the plan it names the run.</param>
public sealed record MaintenanceWindow(LocalDate On, Instant From, Instant Until);

/// <summary>When a plan's runs take place.</summary>
/// <param name="Zone">The customer's.</param>
/// <param name="StartsOn">The first day on which one may begin, and from which the rule counts.</param>
/// <param name="EndsOn">The last such day; null when it goes on.</param>
/// <param name="At">When a window opens, by the customer's wall clock.</param>
/// <param name="Minutes">How long it really lasts: four hours are four hours also in the night in which the clocks change.</param>
public sealed record MaintenanceSchedule(DateTimeZone Zone, LocalDate StartsOn, LocalDate? EndsOn, LocalTime At, int Minutes, Recurrence Rule)
{
    /// <summary>The longest window: a month.</summary>
    public const int LongestMinutes = 31 * 24 * 60;

    /// <summary>So many windows are looked at for one that reaches into the next.</summary>
    private const int LookedAt = 400;

    /// <summary>A time that the clocks skip is the end of the skipped hour, one that comes twice is its first pass, as on rosters.</summary>
    private static readonly ZoneLocalMappingResolver s_resolver =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    /// <summary>The rule of a text; days that a month lacks are its last unless the text says <c>SKIP=OMIT</c>.</summary>
    public static (Recurrence? Rule, string? Problem) ReadRule(string text)
    {
        var (rule, problem) = RecurrenceReader.Read(text);
        return rule is null || text.Contains("SKIP=", StringComparison.OrdinalIgnoreCase) ? (rule, problem) : (rule with { Clamps = true }, null);
    }

    /// <summary>The windows planned for the days from <paramref name="from"/> to before <paramref name="until"/>.</summary>
    public IEnumerable<MaintenanceWindow> Windows(LocalDate from, LocalDate until)
    {
        var end = EndsOn is { } last && last < until ? last.PlusDays(1) : until;
        return Rule.Dates(StartsOn, from, end).Select(On);
    }

    /// <summary>The window of a day that belongs to the plan.</summary>
    public MaintenanceWindow On(LocalDate date)
    {
        var from = Zone.ResolveLocal(date.At(At), s_resolver).ToInstant();
        return new MaintenanceWindow(date, from, from + Duration.FromMinutes(Minutes));
    }

    /// <summary>What cannot be about this schedule, by the field that says it; null when all is well.</summary>
    public (string Field, string Message)? Problem()
    {
        var end = EndsOn is { } last ? last.PlusDays(1) : Recurrence.Horizon;
        var windows = Windows(StartsOn, end).Take(LookedAt).ToList();
        if (windows.Count == 0) return ("rule", "By this rule it never happens.");
        for (var i = 1; i < windows.Count; i++)
            if (windows[i].From < windows[i - 1].Until)
                return ("minutes", $"The window of {windows[i - 1].On:uuuu-MM-dd} would still be open when that of {windows[i].On:uuuu-MM-dd} begins.");
        return null;
    }
}
