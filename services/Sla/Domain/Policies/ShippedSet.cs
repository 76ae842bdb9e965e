using ServiceMesh.Contracts;
using ServiceMesh.Sla.Domain.Calendars;

namespace ServiceMesh.Sla.Domain.Policies;

/// <summary>What a tenant starts with, explicit and visible: two calendars and two policies. The tenant may replace each by a version of its own.</summary>
public static class ShippedSet
{
    /// <summary>Monday to Friday 09:00-18:00.</summary>
    public const string WorkingHours = "working-hours";

    /// <summary>7x24.</summary>
    public const string Always = "always";

    private static readonly string[] _workingDays = ["mon", "tue", "wed", "thu", "fri"];

    /// <summary>The calendars in a tenant's zone.</summary>
    public static IReadOnlyDictionary<string, CalendarDefinition> Calendars(string timeZone) => new Dictionary<string, CalendarDefinition>
    {
        [WorkingHours] = new()
        {
            TimeZone = timeZone,
            Week = _workingDays.ToDictionary(day => day, IReadOnlyList<string> (_) => ["09:00-18:00"]),
        },
        [Always] = new() { TimeZone = timeZone, AlwaysOpen = true },
    };

    /// <summary>The policies: <c>premium</c> on 7x24, <c>standard</c> on working hours, which is also the default.</summary>
    public static IReadOnlyDictionary<string, PolicyDefinition> Policies { get; } = new Dictionary<string, PolicyDefinition>
    {
        ["premium"] = new()
        {
            Position = 10,
            ServiceLevels = ["premium"],
            Calendar = Always,
            Rules =
            [
                Rule(1, null, "PT15M", "PT2H", "PT8H") with { Either = [Emergency] },
                .. Pair(2, "PT2H", "PT24H"),
                .. Pair(3, "PT4H", "PT48H"),
                .. Pair(4, "PT8H", "PT72H"),
                .. Pair(5, "PT24H", "PT120H"),
            ],
        },
        ["standard"] = new()
        {
            Position = 100,
            Calendar = WorkingHours,
            Rules =
            [
                .. Pair(1, "PT2H", "PT24H"),
                .. Pair(2, "PT4H", "PT36H"),
                .. Pair(3, "PT8H", "PT48H"),
                .. Pair(4, "PT16H", "PT72H"),
                .. Pair(5, "PT24H", "PT120H"),
            ],
        },
    };

    // Help from afar within the hour, or on site the same day.
    private static EitherDefinition Emergency => new("emergency", [new(ClockNames.RemoteAssistance, "PT1H"), new(ClockNames.OnSiteArrival, SameDay: true, Cutoff: "16:00")]);

    // Contracts promise 15 minutes on the hotline and 30 everywhere else.
    private static PolicyRule[] Pair(int severity, string diagnosis, string resolution) =>
    [
        Rule(severity, Channel.Hotline, "PT15M", diagnosis, resolution),
        Rule(severity, null, "PT30M", diagnosis, resolution),
    ];

    private static PolicyRule Rule(int severity, Channel? channel, string firstResponse, string diagnosis, string resolution) => new()
    {
        Name = channel is null ? $"severity-{severity}" : $"severity-{severity}-hotline",
        Severities = [severity],
        Channels = channel is { } only ? [only] : null,
        Targets = new Dictionary<string, string>
        {
            [ClockNames.FirstResponse] = firstResponse,
            [ClockNames.Diagnosis] = diagnosis,
            [ClockNames.Resolution] = resolution,
        },
    };
}
