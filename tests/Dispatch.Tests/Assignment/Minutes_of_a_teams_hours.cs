using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Assignment;

public sealed class Minutes_of_a_teams_hours
{
    private static readonly TeamHours s_office = new("Asia/Shanghai", [.. Enumerable.Range(1, 5).Select(d => new DayHours((IsoDayOfWeek)d, new TimeOnly(9, 0), new TimeOnly(18, 0)))], [new DateOnly(2026, 11, 24)]);

    [Theory]
    // Monday 2026-11-23, Shanghai is eight hours ahead.
    [InlineData("2026-11-23T01:00:00Z", 5, "2026-11-23T01:05:00Z")]
    [InlineData("2026-11-23T09:58:00Z", 5, "2026-11-25T01:03:00Z")] // two minutes left, and Tuesday is a holiday
    [InlineData("2026-11-23T09:55:00Z", 5, "2026-11-23T10:00:00Z")] // exactly at the end
    [InlineData("2026-11-23T15:00:00Z", 5, "2026-11-25T01:05:00Z")] // at night
    [InlineData("2026-11-27T10:00:00Z", 5, "2026-11-30T01:05:00Z")] // over the weekend
    public void Offers_run_only_while_the_team_works(string from, int minutes, string until) =>
        Assert.Equal(DateTimeOffset.Parse(until, System.Globalization.CultureInfo.InvariantCulture), WorkingTime.After(s_office, DateTimeOffset.Parse(from, System.Globalization.CultureInfo.InvariantCulture), minutes));

    [Theory]
    // Wednesday 2026-09-30, before the holidays of 1 to 7 October; Saturday the 10th is worked instead of a day of them.
    [InlineData("2026-09-30T09:59:00Z", 3, "2026-10-08T01:02:00Z")]
    [InlineData("2026-10-03T03:00:00Z", 5, "2026-10-08T01:05:00Z")]
    [InlineData("2026-10-09T09:58:00Z", 5, "2026-10-10T02:03:00Z")] // the made-up Saturday begins at ten
    [InlineData("2026-10-10T07:59:00Z", 5, "2026-10-12T01:04:00Z")] // and ends at four; the Sunday is free
    public void A_calendar_has_holidays_and_made_up_days(string from, int minutes, string until)
    {
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        var calendar = new OpeningHours(
            "Asia/Shanghai", [.. Enumerable.Range(1, 5).Select(d => new WeekdayHours((DayOfWeek)d, [new OpenHours(9 * 3600, 18 * 3600)]))],
            [.. Enumerable.Range(1, 7).Select(d => new DateOnly(2026, 10, d)), new DateOnly(2026, 10, 10)],
            [new SpecialDayHours(new DateOnly(2026, 10, 10), [new OpenHours(10 * 3600, 16 * 3600)])]);
        Assert.Equal(DateTimeOffset.Parse(until, culture), WorkingTime.After(calendar, DateTimeOffset.Parse(from, culture), minutes));
    }

    [Fact]
    public void Without_hours_every_minute_counts_and_a_day_may_end_at_midnight()
    {
        var at = new DateTimeOffset(2026, 11, 23, 23, 58, 0, TimeSpan.Zero);
        Assert.Equal(at.AddMinutes(5), WorkingTime.After((TeamHours?)null, at, 5));
        var always = new TeamHours("UTC", [.. Enum.GetValues<IsoDayOfWeek>().Where(d => d != IsoDayOfWeek.None).Select(d => new DayHours(d, TimeOnly.MinValue, TimeOnly.MinValue))]);
        Assert.Null(WorkingTime.Problem(always));
        Assert.Equal(at.AddMinutes(5), WorkingTime.After(always, at, 5));
    }

    /// <summary>Against a model that steps through every minute, over a year with both changes of the clocks.</summary>
    [Fact]
    public void The_minutes_are_those_of_a_model_that_steps_through_them()
    {
        string[] zones = ["Europe/Berlin", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe"];
        var cases =
            from zone in Gen.Elements(zones)
            from day in Gen.Choose(0, 364)
            from minute in Gen.Choose(0, 1439)
            from opens in Gen.Choose(0, 22)
            from length in Gen.Choose(1, 24)
            from days in Gen.SubListOf(1, 2, 3, 4, 5, 6, 7)
            from minutes in Gen.Choose(1, 600)
            select (zone, day, minute, opens, close: Math.Min(24, opens + length), days, minutes);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(150), Prop.ForAll(cases.ToArbitrary(), c =>
        {
            if (c.days.Count == 0) return;
            var hours = new TeamHours(c.zone, [.. c.days.Select(d => new DayHours((IsoDayOfWeek)d, new TimeOnly(c.opens, 0), new TimeOnly(c.close % 24, 0)))]);
            var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(c.day).AddMinutes(c.minute);
            var until = Model(c.zone, c.days, c.opens, c.close, start, c.minutes);
            Assert.Equal(until, WorkingTime.After(hours, start, c.minutes));
            // Its present or next span: the first minute of work lies in it, and it is over only when no minute follows at once.
            var (from, to) = WorkingTime.Next(hours, start)!.Value;
            Assert.Equal(WorkingTime.After(hours, start, 1), (from > start ? from : start).AddMinutes(1));
            Assert.True(to > start && (to > start.AddDays(390) || WorkingTime.After(hours, to, 1) > to.AddMinutes(1)));
            // By the week of a calendar, and by one that has these days as special ones alone.
            OpenHours[] open = [new(c.opens * 3600, c.close * 3600)];
            Assert.Equal(until, WorkingTime.After(new OpeningHours(c.zone, [.. c.days.Select(d => new WeekdayHours((DayOfWeek)(d % 7), open))], [], []), start, c.minutes));
            var special = Enumerable.Range(-2, 110).Select(d => DateOnly.FromDateTime(start.UtcDateTime).AddDays(d)).Where(d => c.days.Contains(d.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)d.DayOfWeek));
            Assert.Equal((from, to), WorkingTime.Next(new OpeningHours(c.zone, [.. c.days.Select(d => new WeekdayHours((DayOfWeek)(d % 7), open))], [], []), start)!.Value);
            Assert.Equal(until, WorkingTime.After(new OpeningHours(c.zone, [], [], [.. special.Select(d => new SpecialDayHours(d, open))]), start, c.minutes));
        }));
    }

    private static DateTimeOffset Model(string zone, IEnumerable<int> days, int opens, int closes, DateTimeOffset start, int minutes)
    {
        var tz = DateTimeZoneProviders.Tzdb[zone];
        var open = days.ToHashSet();
        for (var at = Instant.FromDateTimeOffset(start); ; at += Duration.FromMinutes(1))
        {
            if (minutes == 0) return at.ToDateTimeOffset();
            var local = at.InZone(tz).LocalDateTime;
            // By the wall clock: an hour that comes twice is counted on its first pass only where it bounds the hours.
            if (open.Contains((int)local.DayOfWeek) && IsOpen(tz, local.Date, opens, closes, at)) minutes--;
        }
    }

    private static bool IsOpen(DateTimeZone tz, LocalDate date, int opens, int closes, Instant at) =>
        Resolve(tz, date.AtMidnight().PlusHours(opens)) <= at && at < Resolve(tz, date.AtMidnight().PlusHours(closes));

    private static Instant Resolve(DateTimeZone tz, LocalDateTime local)
    {
        var mapping = tz.MapLocal(local);
        return mapping.Count == 0 ? mapping.EarlyInterval.End : mapping.First().ToInstant();
    }
}
