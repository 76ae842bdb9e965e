using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using ServiceMesh.Sla.Domain.Calendars;

namespace ServiceMesh.Sla.Tests.Calendars;

/// <summary>Random calendars near days on which their zone's clock changes.</summary>
internal static class RandomCalendars
{
    private static readonly (string Zone, LocalDate[] Changes)[] _zones =
    [
        ("Asia/Shanghai", [new(2026, 2, 15)]),
        ("Europe/Berlin", [new(2026, 3, 29), new(2026, 10, 25)]),
        ("America/New_York", [new(2026, 3, 8), new(2026, 11, 1)]),
        ("Australia/Lord_Howe", [new(2026, 4, 5), new(2026, 10, 4)]),
        ("Africa/Casablanca", [new(2026, 2, 15), new(2026, 3, 22)]),
        ("America/Sao_Paulo", [new(2018, 11, 4), new(2018, 2, 18)]),
        ("Asia/Tehran", [new(2022, 3, 22), new(2022, 9, 22)]),
        ("Asia/Kathmandu", [new(2026, 1, 1)]),
        ("Pacific/Apia", [new(2011, 12, 30), new(2011, 9, 24)]),
    ];

    private static readonly string[] _days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// <summary>A calendar that is open at some time, and the date that is of interest.</summary>
    public static Gen<(CalendarDefinition Definition, LocalDate Around)> Any { get; } =
        from zone in Gen.Elements(_zones)
        from around in Gen.Elements(zone.Changes)
        from always in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        from week in Hours.ListOf(7)
        from holidays in Gen.Choose(-3, 12).ListOf(2)
        from special in Gen.Choose(-3, 12).ListOf(2)
        from specialHours in Hours.ListOf(2)
        where always || week.Any(d => d.Count > 0)
        select (
            new CalendarDefinition
            {
                TimeZone = zone.Zone,
                AlwaysOpen = always,
                Week = _days.Zip(week).ToDictionary(d => d.First, d => d.Second),
                Holidays = [.. holidays.Select(h => $"{around.PlusDays(h):uuuu-MM-dd}")],
                SpecialDays = [.. special.Zip(specialHours).DistinctBy(s => s.First).Select(s => new SpecialDay($"{around.PlusDays(s.First):uuuu-MM-dd}", s.Second))],
            },
            around);

    private static Gen<IReadOnlyList<string>> Hours { get; } =
        from count in Gen.Choose(0, 3)
        from cuts in Gen.Choose(0, 96).ListOf(count * 2)
        select (IReadOnlyList<string>)[.. cuts.Distinct().Order().Chunk(2).Where(c => c.Length == 2).Select(c => $"{Time(c[0])}-{Time(c[1])}")];

    private static string Time(int quarter) => $"{quarter / 4:00}:{quarter % 4 * 15:00}";
}
