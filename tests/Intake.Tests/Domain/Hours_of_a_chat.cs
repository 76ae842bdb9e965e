using System.Globalization;
using NodaTime;
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
