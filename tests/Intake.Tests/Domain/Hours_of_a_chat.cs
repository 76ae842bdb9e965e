using System.Globalization;
using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Domain;

namespace ServiceMesh.Intake.Tests.Domain;

public sealed class Hours_of_a_chat
{
    private static readonly DateTimeZone s_shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    // 2026-11-23 is a Monday.
    [Theory]
    [InlineData("mon-fri 09:00-12:00 13:00-18:00", "2026-11-23T09:00", true, null)]
    [InlineData("mon-fri 09:00-12:00 13:00-18:00", "2026-11-23T12:00", false, "2026-11-23T13:00")]
    [InlineData("mon-fri 09:00-12:00 13:00-18:00", "2026-11-27T18:00", false, "2026-11-30T09:00")]
    [InlineData("mon-fri 09:00-18:00; sat 10:00-12:00", "2026-11-27T18:00", false, "2026-11-28T10:00")]
    [InlineData("sat-mon 20:00-24:00", "2026-11-29T23:59", true, null)]
    [InlineData("mon 08:00-09:00", "2026-11-23T09:00", false, "2026-11-30T08:00")]
    public void Tell_whether_somebody_answers_and_when_next(string text, string local, bool open, string? opens)
    {
        Assert.True(StaffedHours.TryParse(text, out var hours));
        var (isOpen, next) = hours.At(At(local), s_shanghai);
        Assert.Equal((open, opens is null ? (Instant?)null : At(opens)), (isOpen, next));
    }

    // 2026-10-01 to 07 are holidays; Saturday 10 October is a make-up working day, and Friday 9 has hours of its own.
    [Theory]
    [InlineData("2026-09-30T17:59", true, null)]
    [InlineData("2026-09-30T18:00", false, "2026-10-08T09:00")]
    [InlineData("2026-10-01T10:00", false, "2026-10-08T09:00")]
    [InlineData("2026-10-09T16:00", false, "2026-10-10T09:00")]
    [InlineData("2026-10-10T10:00", true, null)]
    [InlineData("2026-10-10T18:00", false, "2026-10-12T09:00")]
    public void Follow_a_calendar_with_holidays_and_make_up_days(string local, bool open, string? opens)
    {
        OpenHours[] usual = [new(9 * 3600, 18 * 3600)];
        var hours = StaffedHours.Of(
            new[] { DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday }.Select(d => new WeekdayHours(d, usual)),
            Enumerable.Range(1, 7).Select(d => new DateOnly(2026, 10, d)),
            [new SpecialDayHours(new DateOnly(2026, 10, 9), [new(9 * 3600, 12 * 3600)]), new SpecialDayHours(new DateOnly(2026, 10, 10), usual)]);
        Assert.Equal((open, opens is null ? (Instant?)null : At(opens)), hours.At(At(local), s_shanghai));
    }

    [Fact]
    public void Count_real_time_where_clocks_are_changed_and_end_where_nothing_opens_any_more()
    {
        var berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];
        // On 29 March 2026 the clock jumps from two to three: half past two is half past three.
        var early = StaffedHours.Of([new(DayOfWeek.Sunday, [new(9000, 6 * 3600)])], [], []);
        Assert.Equal((false, Instant.FromUtc(2026, 3, 29, 1, 30)), early.At(Instant.FromUtc(2026, 3, 29, 1, 29), berlin));
        Assert.Equal((true, (Instant?)null), early.At(Instant.FromUtc(2026, 3, 29, 1, 30), berlin));
        // On 25 October the hour from two to three comes twice; opening at half past two is the first of them.
        var night = StaffedHours.Of([new(DayOfWeek.Sunday, [new(9000, 3 * 3600)])], [], []);
        Assert.Equal((true, (Instant?)null), night.At(Instant.FromUtc(2026, 10, 25, 1, 15), berlin));
        Assert.Equal((false, (Instant?)null), StaffedHours.Of([], [], [new(new DateOnly(2026, 1, 1), [new(0, 86400)])]).At(Instant.FromUtc(2026, 6, 1, 0, 0), berlin));
    }

    [Theory]
    [InlineData("")]
    [InlineData("mon")]
    [InlineData("mon 9:00-12:00")]
    [InlineData("mon 12:00-09:00")]
    [InlineData("tag 09:00-12:00")]
    [InlineData("mon 09:00-25:00")]
    public void Are_refused_when_they_are_none(string text) => Assert.False(StaffedHours.TryParse(text, out _));

    private static Instant At(string local) =>
        LocalDateTime.FromDateTime(DateTime.Parse(local, CultureInfo.InvariantCulture)).InZoneStrictly(s_shanghai).ToInstant();
}
