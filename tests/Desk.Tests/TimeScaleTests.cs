using Xunit;

namespace ServiceMesh.Desk.Tests;

public sealed class A_line_of_time
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("2026-03-02T08:10:00Z", "2026-03-02T12:20:00Z", "10:00 11:00 12:00 13:00")]
    [InlineData("2026-03-02T20:00:00Z", "2026-03-03T20:00:00Z", "3 Mar|06:00|12:00|18:00")]
    [InlineData("2026-03-02T08:00:00Z", "2026-03-20T08:00:00Z", "9 Mar|16 Mar")]
    [InlineData("2026-03-28T20:00:00Z", "2026-03-29T08:00:00Z", "21:00|29 Mar|03:00|06:00|09:00")]
    public void Writes_round_local_times_a_clock_change_included(string from, string to, string labels)
    {
        var scale = new TimeScale(At(from), At(to), Berlin, Words.English);
        Assert.Equal(labels.Split(labels.Contains('|', StringComparison.Ordinal) ? '|' : ' '), scale.Ticks(5).Select(t => t.Label));
    }

    [Fact]
    public void Puts_an_instant_in_its_place_and_what_lies_outside_at_the_edge()
    {
        var scale = new TimeScale(At("2026-03-02T08:00:00Z"), At("2026-03-02T12:00:00Z"), TimeZoneInfo.Utc, Words.English);
        Assert.Equal((25.0, 0.0, 100.0), (scale.At(At("2026-03-02T09:00:00Z")), scale.At(At("2026-03-01T00:00:00Z")), scale.At(At("2027-01-01T00:00:00Z"))));
        Assert.Equal("left:50%;width:25%", scale.Place(At("2026-03-02T10:00:00Z"), At("2026-03-02T11:00:00Z")));
    }

    [Fact]
    public void Has_a_length_even_where_nothing_has_passed() =>
        Assert.Equal(0, new TimeScale(At("2026-03-02T08:00:00Z"), At("2026-03-02T08:00:00Z"), TimeZoneInfo.Utc, Words.English).At(At("2026-03-02T08:00:00Z")));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
