using ServiceMesh.Traffic.Demo.Stories;

namespace ServiceMesh.Traffic.Tests.StoriesAreTold;

public sealed class NightZonesTests
{
    /// <summary>Whenever the demo runs, it finds a place where quiet hours (22 to 7 o'clock) are long on and far from over.</summary>
    [Fact]
    public void It_is_always_deep_night_somewhere()
    {
        for (var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero); now.Year == 2026; now = now.AddMinutes(37))
        {
            var (zone, local) = NightZones.Nearest(now);
            Assert.True(local.TimeOfDay >= new NodaTime.LocalTime(0, 50) && local.TimeOfDay <= new NodaTime.LocalTime(1, 50), $"{now:u}: {local} in {zone}");
        }
    }

    /// <summary>And a place where the night ends soon.</summary>
    [Fact]
    public void It_is_always_nearly_morning_somewhere()
    {
        for (var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero); now.Year == 2026; now = now.AddMinutes(37))
        {
            var zone = NightZones.Before(now, new NodaTime.LocalTime(7, 0));
            var local = NodaTime.Instant.FromDateTimeOffset(now).InZone(NodaTime.DateTimeZoneProviders.Tzdb[zone]).TimeOfDay;
            Assert.True(local > new NodaTime.LocalTime(5, 0) && local <= new NodaTime.LocalTime(7, 0), $"{now:u}: {local} in {zone}");
        }
    }

    [Theory]
    [InlineData("2026-11-23", "2026-H2", "2026-06-30")]
    [InlineData("2026-06-30", "2026-H1", "2025-12-31")]
    [InlineData("2027-01-01", "2027-H1", "2026-12-31")]
    public void Half_years_follow_one_another(string day, string period, string before)
    {
        var on = DateOnly.ParseExact(day, "yyyy-MM-dd");
        Assert.Equal(period, HalfYear.PeriodOf(on));
        Assert.Equal(DateOnly.ParseExact(before, "yyyy-MM-dd"), HalfYear.LastDayBefore(on));
    }
}
