using ServiceMesh.Sla.Domain;
using ServiceMesh.Sla.Domain.Calendars;
using Xunit;

namespace ServiceMesh.Sla.Tests.Calendars;

public sealed class Reading_a_calendar
{
    [Theory]
    [InlineData("Mars/Olympus", "timeZone")]
    [InlineData("", "timeZone")]
    [InlineData(null, "timeZone")]
    public void An_unknown_zone_is_refused(string? zone, string field) =>
        Assert.Equal([field], Wrong(Given.OfficeHours("x") with { TimeZone = zone }));

    [Theory]
    [InlineData("25:00-26:00")]
    [InlineData("09:00-24:01")]
    [InlineData("9:00-18:00")]
    [InlineData("09:60-18:00")]
    [InlineData("09:00")]
    [InlineData("09:00-12:00-18:00")]
    [InlineData("18:00-09:00")]
    [InlineData("09:00-09:00")]
    [InlineData("22:00-06:00")]
    [InlineData("-1:00-06:00")]
    [InlineData("")]
    public void A_broken_interval_is_refused_by_name(string interval) =>
        Assert.Equal(["week.tue[1]"], Wrong(new() { TimeZone = "UTC", Week = new Dictionary<string, IReadOnlyList<string>> { ["tue"] = ["01:00-02:00", interval] } }));

    [Fact]
    public void Overlapping_intervals_are_refused_and_touching_ones_are_not()
    {
        Assert.Equal(["week.mon[1]"], Wrong(Day("09:00-12:00", "11:59-18:00")));
        Assert.Equal(["week.mon[1]"], Wrong(Day("09:00-12:00", "10:00-11:00")));
        Assert.Empty(Wrong(Day("13:00-24:00", "00:00-12:00", "12:00-13:00")));
    }

    [Fact]
    public void A_calendar_that_is_never_open_is_refused()
    {
        Assert.Equal(["week"], Wrong(new() { TimeZone = "UTC" }));
        Assert.Equal(["week"], Wrong(Day()));
        Assert.Equal(["week"], Wrong(new() { TimeZone = "UTC", SpecialDays = [new("2026-02-14", [])] }));
        Assert.Empty(Wrong(new() { TimeZone = "UTC", SpecialDays = [new("2026-02-14", ["09:00-10:00"])] }));
        Assert.Empty(Wrong(new() { TimeZone = "UTC", AlwaysOpen = true }));
    }

    [Fact]
    public void Every_wrong_field_is_named()
    {
        var wrong = Wrong(new()
        {
            TimeZone = "UTC",
            Week = new Dictionary<string, IReadOnlyList<string>> { ["monday"] = ["09:00-10:00"] },
            Holidays = ["2026-02-30", "2026-01-01"],
            SpecialDays = [new("9999-01-01", ["09:00-10:00"]), new("2026-05-01", ["a"]), new("2026-05-01", []), new("2026-05-02", null)],
        });
        Assert.Equal(
            ["week.monday", "holidays[0]", "specialDays[0].date", "specialDays[1].intervals[0]", "specialDays[2].date", "specialDays[3].intervals"], wrong);
    }

    private static CalendarDefinition Day(params string[] hours) =>
        new() { TimeZone = "UTC", Week = new Dictionary<string, IReadOnlyList<string>> { ["mon"] = hours } };

    private static IEnumerable<string> Wrong(CalendarDefinition definition)
    {
        var errors = new List<FieldError>();
        var calendar = CalendarReader.Read(definition, errors);
        Assert.Equal(errors.Count == 0, calendar is not null);
        return errors.Select(e => e.Field);
    }
}
