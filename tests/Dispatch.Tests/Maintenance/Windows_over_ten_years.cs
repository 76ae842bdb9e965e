using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using NodaTime.TimeZones;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain.Maintenance;
using ServiceMesh.Dispatch.Domain.Rosters;
using ServiceMesh.Dispatch.Maintenance;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Maintenance;

public sealed class Windows_over_ten_years
{
    private static readonly string[] s_zones =
    [
        "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "America/Sao_Paulo", "America/Santiago", "Africa/Cairo",
        "Asia/Beirut", "Antarctica/Troll", "UTC",
    ];

    private static readonly string[] s_rules =
    [
        "FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;BYDAY=SU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU", "FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYMONTHDAY=29,30,31", "FREQ=MONTHLY;BYMONTHDAY=31;SKIP=OMIT", "FREQ=MONTHLY;BYDAY=-1SU", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1", "FREQ=YEARLY",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU", "FREQ=DAILY;COUNT=50", "FREQ=WEEKLY;UNTIL=20290101",
    ];

    /// <summary>However late, early or often the horizon is moved on: over ten years each occurrence is made exactly once.</summary>
    [Fact]
    public void Each_occurrence_is_made_once_however_irregularly_the_horizon_moves()
    {
        var cases = Schedules().SelectMany(s => Gen.Choose(0, 500).NonEmptyListOf().Select(steps => (Schedule: s, steps))).ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), Prop.ForAll(cases, c =>
        {
            var plan = Plan(c.Schedule);
            var made = new List<LocalDate>();
            var begin = c.Schedule.StartsOn.AtStartOfDayInZone(c.Schedule.Zone).ToInstant();
            var end = begin + Duration.FromDays(3653);
            var now = begin;
            for (var i = 0; ; i++)
            {
                // Twice, as a timer may fire: the second finds nothing left.
                for (var twice = 0; twice < 2; twice++)
                {
                    var (from, until) = Planning.Span(plan, now);
                    made.AddRange(c.Schedule.Windows(from, until).Select(w => w.On));
                    if (from < until) plan.PlannedUntil = until.PlusDays(-1).ToDateOnly();
                }

                if (now == end) break;
                now = Instant.Min(end, now + Duration.FromDays(c.steps[i % c.steps.Count] + (i % 2)));
            }

            var planned = LocalDate.FromDateOnly(plan.PlannedUntil!.Value);
            Assert.True(planned >= c.Schedule.StartsOn.PlusDays(3653));
            Assert.Equal(c.Schedule.Windows(c.Schedule.StartsOn, planned.PlusDays(1)).Select(w => w.On), made);
        }));
    }

    /// <summary>Each window opens at the time the wall clock shows, or when the skipped hour ends, lasts what it should, and is over before the next.</summary>
    [Fact]
    public void Windows_are_whole_in_order_and_apart_whatever_the_clocks_do() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Schedules().ToArbitrary(), s =>
    {
        var windows = s.Windows(s.StartsOn, s.StartsOn.PlusYears(10)).ToList();
        Assert.Equal(windows.Select(w => w.On).Distinct(), windows.Select(w => w.On));
        for (var i = 0; i < windows.Count; i++)
        {
            var window = windows[i];
            Assert.Equal(Duration.FromMinutes(s.Minutes), window.Until - window.From);
            if (i > 0) Assert.True(windows[i - 1].From < window.From);
            var local = window.From.InZone(s.Zone).LocalDateTime;
            var mapping = s.Zone.MapLocal(window.On.At(s.At));
            if (mapping.Count == 0) Assert.Equal(mapping.LateInterval.Start, window.From);
            else Assert.Equal((window.On.At(s.At), mapping.First().ToInstant()), (local, window.From));
        }
    }));

    [Theory]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=31", "2027-01-31 2027-02-28 2027-03-31 2027-04-30")]
    [InlineData("FREQ=MONTHLY", "2027-01-31 2027-02-28 2027-03-31 2027-04-30")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=31;SKIP=OMIT", "2027-01-31 2027-03-31 2027-05-31 2027-07-31")]
    [InlineData("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2027-02-28 2028-02-29 2029-02-28 2030-02-28")]
    public void The_thirty_first_of_a_shorter_month_is_its_last_day(string rule, string dates)
    {
        var schedule = new MaintenanceSchedule(DateTimeZone.Utc, new LocalDate(2027, 1, 31), null, new LocalTime(1, 0), 60, MaintenanceSchedule.ReadRule(rule).Rule!);
        Assert.Equal(dates, string.Join(' ', schedule.Windows(schedule.StartsOn, schedule.StartsOn.PlusYears(9)).Take(4).Select(w => w.On.ToString("uuuu-MM-dd", null))));
    }

    [Theory]
    [InlineData("2027-03-28", "2027-03-28T01:00:00Z", "the skipped hour ends")]
    [InlineData("2027-10-31", "2027-10-31T00:30:00Z", "the first of two")]
    [InlineData("2027-06-06", "2027-06-06T00:30:00Z", "an ordinary Sunday")]
    public void Half_past_two_in_the_night_in_which_clocks_change(string day, string opens, string what)
    {
        var schedule = new MaintenanceSchedule(
            DateTimeZoneProviders.Tzdb["Europe/Berlin"], new LocalDate(2027, 1, 3), null, new LocalTime(2, 30), 240, MaintenanceSchedule.ReadRule("FREQ=WEEKLY").Rule!);
        var window = schedule.On(LocalDate.FromDateTime(DateTime.Parse(day, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.True(window.From == NodaTime.Text.InstantPattern.General.Parse(opens).Value, $"{what}: {window.From}");
        Assert.Equal(Duration.FromHours(4), window.Until - window.From);
    }

    [Fact]
    public void What_cannot_be_is_said_by_its_field()
    {
        MaintenanceSchedule Schedule(string rule, int minutes = 60, LocalDate? end = null) =>
            new(DateTimeZone.Utc, new LocalDate(2027, 1, 1), end, new LocalTime(1, 0), minutes, MaintenanceSchedule.ReadRule(rule).Rule!);
        Assert.Equal("rule", Schedule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;SKIP=OMIT").Problem()?.Field);
        Assert.Equal("rule", Schedule("FREQ=MONTHLY;BYMONTHDAY=20", end: new LocalDate(2027, 1, 19)).Problem()?.Field);
        Assert.Equal("minutes", Schedule("FREQ=DAILY", 24 * 60 + 1).Problem()?.Field);
        Assert.Null(Schedule("FREQ=DAILY", 24 * 60).Problem());
        // A day shorter by an hour.
        Assert.Equal("minutes", (Schedule("FREQ=DAILY", 24 * 60) with { Zone = DateTimeZoneProviders.Tzdb["Europe/Berlin"] }).Problem()?.Field);
    }

    private static Gen<MaintenanceSchedule> Schedules() =>
        from zone in Gen.Elements(s_zones)
        from rule in Gen.Elements(s_rules)
        from day in Gen.Choose(0, 2000)
        from minute in Gen.Choose(0, 24 * 60 - 1)
        from length in Gen.Choose(1, 600)
        from ends in Gen.Choose(0, 3)
        let start = new LocalDate(2024, 1, 1).PlusDays(day)
        select new MaintenanceSchedule(
            DateTimeZoneProviders.Tzdb[zone], start, ends == 0 ? start.PlusDays(day + 30) : null, LocalTime.FromMinutesSinceMidnight(minute), length,
            MaintenanceSchedule.ReadRule(rule).Rule!);

    private static MaintenancePlan Plan(MaintenanceSchedule s) => new()
    {
        Id = Guid.CreateVersion7(), Tenant = "t", Name = "p", Kind = MaintenanceKind.Inspection, ContractId = Guid.Empty, CustomerId = Guid.Empty, Zone = s.Zone.Id,
        StartsOn = s.StartsOn.ToDateOnly(), EndsOn = s.EndsOn?.ToDateOnly(), At = s.At.ToTimeOnly(), Minutes = s.Minutes, Rule = s.Rule.ToString(), GraceHours = 0, AnnounceDays = 0,
        TeamId = Guid.Empty, UpdatedAt = default,
    };
}
