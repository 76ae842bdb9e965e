using Xunit;

namespace ServiceMesh.Desk.Tests;

public sealed class Times_on_the_screen
{
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    [Theory]
    [InlineData("2026-11-23T06:05:00Z", "14:05", "14:05")]
    [InlineData("2026-11-23T17:30:00Z", "tomorrow 01:30", "明天 01:30")]
    [InlineData("2026-11-22T15:59:00Z", "yesterday 23:59", "昨天 23:59")]
    [InlineData("2026-11-02T01:00:00Z", "2 Nov 09:00", "11月2日 09:00")]
    [InlineData("2025-01-31T01:00:00Z", "31 Jan 2025", "2025年1月31日")]
    public void Are_in_the_tenants_zone_and_no_longer_than_needed(string at, string en, string zh)
    {
        var clock = new FixedClock(DateTimeOffset.Parse("2026-11-23T03:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        var instant = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(en, new Times(Words.English, Shanghai, clock).Short(instant));
        Assert.Equal(zh, new Times(Words.Chinese, Shanghai, clock).Short(instant));
    }

    [Theory]
    [InlineData("2026-11-23T08:00:00Z", "today by 16:00", "今天 16:00 ")]
    [InlineData("2026-11-23T16:00:00Z", "today by 24:00", "今天 24:00 ")]
    [InlineData("2026-11-24T10:00:00Z", "tomorrow by 18:00", "明天 18:00 ")]
    [InlineData("2026-11-30T10:00:00Z", "30 Nov by 18:00", "11月30日 18:00 ")]
    public void Promises_are_said_by_the_end_of_their_day(string due, string en, string zh)
    {
        var clock = new FixedClock(DateTimeOffset.Parse("2026-11-23T03:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        var instant = DateTimeOffset.Parse(due, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(en, new Times(Words.English, Shanghai, clock).SpokenBy(instant));
        Assert.Equal(zh, new Times(Words.Chinese, Shanghai, clock).SpokenBy(instant));
    }

    [Theory]
    [InlineData(45, "45 s")]
    [InlineData(720, "12 min")]
    [InlineData(7500, "2 h 5 min")]
    [InlineData(7200, "2 h")]
    [InlineData(273_600, "3 d 4 h")]
    public void Spans_say_two_units_at_most(int seconds, string text) =>
        Assert.Equal(text, new Times(Words.English, TimeZoneInfo.Utc, TimeProvider.System).Span(TimeSpan.FromSeconds(seconds)));

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
