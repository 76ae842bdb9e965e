using NodaTime;
using ServiceMesh.Sla.Domain.Calendars;
using Xunit;

namespace ServiceMesh.Sla.Tests.Calendars;

public sealed class Working_time
{
    [Theory]
    [InlineData("2026-03-02 09:00", 8, "2026-03-02 17:00")] // Monday
    [InlineData("2026-03-02 09:00", 9, "2026-03-02 18:00")] // due exactly at closing time
    [InlineData("2026-03-02 12:00", 8, "2026-03-03 11:00")]
    [InlineData("2026-03-02 18:00", 1, "2026-03-03 10:00")] // closing time itself is closed
    [InlineData("2026-03-02 03:00", 1, "2026-03-02 10:00")]
    [InlineData("2026-03-06 17:00", 2, "2026-03-09 10:00")] // over the weekend
    [InlineData("2026-03-07 12:00", 9, "2026-03-09 18:00")] // Saturday
    [InlineData("2026-03-02 12:00", 0, "2026-03-02 12:00")]
    [InlineData("2026-03-07 12:00", 0, "2026-03-07 12:00")] // nothing to work is done at once, open or not
    public void Hours_are_added_inside_opening_hours(string start, int hours, string due) =>
        AssertDue(Given.OfficeHours(Given.Shanghai), start, Duration.FromHours(hours), due);

    [Theory]
    [InlineData("2026-03-02 11:00", 2, "2026-03-02 14:30")]
    [InlineData("2026-03-02 11:00", 1, "2026-03-02 12:00")]
    [InlineData("2026-03-02 12:30", 1, "2026-03-02 14:30")]
    [InlineData("2026-03-02 17:00", 8, "2026-03-03 17:30")]
    public void A_lunch_break_does_not_count(string start, int hours, string due) =>
        AssertDue(Given.OfficeHours(Given.Shanghai, "09:00-12:00", "13:30-18:00"), start, Duration.FromHours(hours), due);

    [Fact]
    public void Touching_intervals_and_midnight_are_seamless()
    {
        var definition = Given.AllWeek(Given.Shanghai, "00:00-06:00", "20:00-24:00");
        AssertDue(definition, "2026-03-02 22:00", Duration.FromHours(5), "2026-03-03 03:00");
        var open = Given.Calendar(definition).OpenBetween(Shanghai("2026-03-02 12:00"), Shanghai("2026-03-03 12:00"));
        Assert.Equal([(Shanghai("2026-03-02 20:00"), Shanghai("2026-03-03 06:00"))], open);
    }

    [Fact]
    public void Nothing_is_rounded()
    {
        var calendar = Given.Calendar(Given.OfficeHours(Given.Shanghai));
        var start = Shanghai("2026-03-02 17:59:59") + Duration.FromTicks(3);
        Assert.Equal(Shanghai("2026-03-03 09:00:00") + Duration.FromTicks(3), calendar.After(start, NodaConstants.TicksPerSecond));
        Assert.Equal(NodaConstants.TicksPerSecond - 3, calendar.Between(start, Shanghai("2026-03-03 09:00")));
    }

    // Spring festival 2026 in China: 15 to 23 February off, the Saturdays before and after are worked instead.
    [Theory]
    [InlineData("2026-02-13 17:00", 2, "2026-02-14 10:00")]
    [InlineData("2026-02-14 17:00", 2, "2026-02-24 10:00")]
    [InlineData("2026-02-18 12:00", 9, "2026-02-24 18:00")]
    [InlineData("2026-02-27 17:30", 1, "2026-02-28 09:30")]
    [InlineData("2026-02-28 17:00", 4, "2026-03-02 12:00")]
    public void Make_up_working_days_are_worked_and_the_festival_is_not(string start, int hours, string due) =>
        AssertDue(SpringFestival2026(), start, Duration.FromHours(hours), due);

    [Fact]
    public void A_special_day_replaces_holiday_and_week_and_a_holiday_the_week()
    {
        var calendar = Given.Calendar(Given.OfficeHours(Given.Shanghai) with
        {
            Holidays = ["2026-03-02", "2026-03-03"],
            SpecialDays = [new("2026-03-03", ["10:00-11:00"]), new("2026-03-04", [])],
        });
        Assert.Empty(calendar.HoursOn(new LocalDate(2026, 3, 2)));
        Assert.Equal("10:00-11:00", Assert.Single(calendar.HoursOn(new LocalDate(2026, 3, 3))).ToString());
        Assert.Empty(calendar.HoursOn(new LocalDate(2026, 3, 4)));
        Assert.Equal("09:00-18:00", Assert.Single(calendar.HoursOn(new LocalDate(2026, 3, 5))).ToString());
    }

    [Fact]
    public void Always_open_is_plain_elapsed_time()
    {
        var calendar = Given.Calendar(new() { TimeZone = "Europe/Berlin", AlwaysOpen = true });
        var start = Given.Utc("2026-03-28 20:00");
        Assert.Equal(start + Duration.FromHours(1000), calendar.After(start, Duration.FromHours(1000).BclCompatibleTicks));
        Assert.Single(calendar.OpenBetween(Given.Utc("2025-12-30 00:00"), Given.Utc("2027-01-02 00:00")));
    }

    [Theory]
    // Berlin: 29 March has no 02:00-03:00, 25 October has it twice. Real elapsed time counts.
    [InlineData("Europe/Berlin", "00:00-24:00", "2026-03-29 00:00", 23, "2026-03-30 00:00")]
    [InlineData("Europe/Berlin", "00:00-24:00", "2026-10-25 00:00", 25, "2026-10-26 00:00")]
    [InlineData("Europe/Berlin", "01:00-05:00", "2026-03-29 00:00", 3, "2026-03-29 05:00")]
    [InlineData("Europe/Berlin", "01:00-05:00", "2026-10-25 00:00", 5, "2026-10-25 05:00")]
    // An interval inside the gap moves forward by the gap; one that ends in the gap is longer by what it moved into.
    [InlineData("Europe/Berlin", "02:15-02:45", "2026-03-29 00:00", 0.5, "2026-03-29 03:45")]
    [InlineData("Europe/Berlin", "01:00-02:30", "2026-03-29 00:00", 1.5, "2026-03-29 03:30")]
    // An interval that starts in the gap and ends with it has nothing left.
    [InlineData("Europe/Berlin", "02:30-03:00", "2026-03-28 12:00", 0.5, "2026-03-30 03:00")]
    // Ambiguous ends are their first pass.
    [InlineData("Europe/Berlin", "01:00-02:30", "2026-10-25 00:00", 1.5, "2026-10-25 02:30")]
    [InlineData("America/New_York", "00:00-24:00", "2026-03-08 00:00", 23, "2026-03-09 00:00")]
    [InlineData("America/New_York", "00:00-24:00", "2026-11-01 00:00", 25, "2026-11-02 00:00")]
    [InlineData("America/New_York", "09:00-17:00", "2026-03-07 16:00", 2, "2026-03-08 10:00")]
    // Lord Howe changes by half an hour.
    [InlineData("Australia/Lord_Howe", "00:00-24:00", "2026-04-05 00:00", 24.5, "2026-04-06 00:00")]
    [InlineData("Australia/Lord_Howe", "00:00-24:00", "2026-10-04 00:00", 23.5, "2026-10-05 00:00")]
    [InlineData("Australia/Lord_Howe", "01:00-04:00", "2026-10-04 00:00", 2.5, "2026-10-04 04:00")]
    // Sao Paulo used to change at midnight: 4 November 2018 began at 01:00.
    [InlineData("America/Sao_Paulo", "22:00-24:00", "2018-11-03 12:00", 2, "2018-11-04 01:00")]
    [InlineData("America/Sao_Paulo", "00:00-02:00", "2018-11-04 00:00", 1, "2018-11-04 02:00")]
    // Samoa had no 30 December 2011 at all.
    [InlineData("Pacific/Apia", "09:00-17:00", "2011-12-29 16:00", 2, "2011-12-31 10:00")]
    public void Clock_changes_are_real_time(string zone, string hours, string start, double amount, string due)
    {
        var calendar = Given.Calendar(Given.AllWeek(zone, hours));
        var ticks = (long)(amount * NodaConstants.TicksPerHour);
        var reached = calendar.After(Given.Local(zone, start), ticks);
        Assert.Equal(Given.Local(zone, due), reached);
        Assert.Equal(ticks, calendar.Between(Given.Local(zone, start), reached!.Value));
    }

    [Fact]
    public void Years_are_crossed_without_a_seam()
    {
        var calendar = Given.Calendar(Given.OfficeHours(Given.Shanghai));
        var start = Shanghai("2025-12-31 17:00");
        Assert.Equal(Shanghai("2026-01-01 10:00"), calendar.After(start, 2 * NodaConstants.TicksPerHour));
        Assert.Equal(9 * NodaConstants.TicksPerHour * 261, calendar.Between(Shanghai("2026-01-01 00:00"), Shanghai("2027-01-01 00:00")));
    }

    [Fact]
    public void A_calendar_that_closes_for_good_never_gets_there()
    {
        var calendar = Given.Calendar(new() { TimeZone = "UTC", SpecialDays = [new("2026-02-14", ["09:00-10:00"])] });
        Assert.Equal(Given.Utc("2026-02-14 10:00"), calendar.After(Given.Utc("2026-01-01 00:00"), NodaConstants.TicksPerHour));
        Assert.Null(calendar.After(Given.Utc("2026-01-01 00:00"), NodaConstants.TicksPerHour + 1));
        Assert.Null(calendar.After(Given.Utc("2027-06-01 00:00"), 1));
    }

    internal static CalendarDefinition SpringFestival2026() => Given.OfficeHours(Given.Shanghai) with
    {
        Holidays = [.. Enumerable.Range(15, 9).Select(day => $"2026-02-{day}")],
        SpecialDays = [new("2026-02-14", ["09:00-18:00"]), new("2026-02-28", ["09:00-18:00"])],
    };

    private static void AssertDue(CalendarDefinition definition, string start, Duration amount, string due)
    {
        var calendar = Given.Calendar(definition);
        Assert.Equal(Shanghai(due), calendar.After(Shanghai(start), amount.BclCompatibleTicks));
        Assert.Equal(amount.BclCompatibleTicks, calendar.Between(Shanghai(start), Shanghai(due)));
    }

    private static Instant Shanghai(string text) => Given.Local(Given.Shanghai, text);
}
