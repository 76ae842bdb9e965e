using NodaTime;
using NodaTime.Text;
using ServiceMesh.Sla.Domain.Calendars;
using ServiceMesh.Sla.Holidays;
using ServiceMesh.Sla.Tests.Calendars;
using Xunit;

namespace ServiceMesh.Sla.Tests.Holidays;

public sealed class Shipped_holidays
{
    private static readonly WorkCalendar _hours = Given.Calendar(ShippedCalendars.In("Asia/Shanghai")["working-hours"]);

    [Fact]
    public void Every_year_from_2023_to_2026_is_known_with_its_notice()
    {
        Assert.Equal([2023, 2024, 2025, 2026], PublicHolidays.All.Where(y => y.Country == "CN").Select(y => y.Year));
        Assert.All(PublicHolidays.All, y =>
        {
            Assert.StartsWith("国办发明电", y.Notice.Number, StringComparison.Ordinal);
            Assert.Contains($"{y.Year}年部分节假日安排", y.Notice.Title, StringComparison.Ordinal);
            Assert.Equal(y.Year - 1, LocalDatePattern.Iso.Parse(y.Notice.IssuedOn).Value.Year);
        });
    }

    // The law of 2024 made it 13 holidays, before it was 11; the notices only move weekends around them.
    [Theory]
    [InlineData(2023, 26, 7)]
    [InlineData(2024, 28, 8)]
    [InlineData(2025, 28, 5)]
    [InlineData(2026, 33, 6)]
    public void A_year_has_as_many_days_off_and_made_up_as_its_notice_says(int year, int off, int worked)
    {
        var known = PublicHolidays.Find("CN", year)!;
        Assert.Equal((off, worked), (known.Holidays.Distinct().Count(), known.WorkingDays.Distinct().Count()));
        Assert.All(known.Holidays.Concat(known.WorkingDays.Select(d => d.Date!)), d => Assert.StartsWith($"{year}-", d, StringComparison.Ordinal));
        Assert.Empty(known.Holidays.Intersect(known.WorkingDays.Select(d => d.Date!)));
        Assert.All(known.WorkingDays, d => Assert.True(LocalDatePattern.Iso.Parse(d.Date!).Value.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday));
        // A weekday off beyond the holidays themselves is made up for on a weekend: so many days are left to work as in any year.
        var weekdaysOff = known.Holidays.Count(d => LocalDatePattern.Iso.Parse(d).Value.DayOfWeek is not (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday));
        Assert.InRange(weekdaysOff - worked, 9, 13);
    }

    [Theory]
    [InlineData("2026-02-13", DayKind.Week, 9)]
    [InlineData("2026-02-14", DayKind.SpecialDay, 9)]
    [InlineData("2026-02-16", DayKind.Holiday, 0)]
    [InlineData("2026-02-23", DayKind.Holiday, 0)]
    [InlineData("2026-02-24", DayKind.Week, 9)]
    [InlineData("2026-09-20", DayKind.SpecialDay, 9)]
    [InlineData("2026-10-07", DayKind.Holiday, 0)]
    [InlineData("2026-10-08", DayKind.Week, 9)]
    [InlineData("2025-01-26", DayKind.SpecialDay, 9)]
    [InlineData("2024-04-05", DayKind.Holiday, 0)]
    [InlineData("2023-10-08", DayKind.SpecialDay, 9)]
    [InlineData("2022-10-03", DayKind.Week, 9)]
    public void Shipped_working_hours_in_Shanghai_know_them(string date, DayKind why, int hours)
    {
        var day = LocalDatePattern.Iso.Parse(date).Value;
        Assert.Equal((why, hours * NodaConstants.TicksPerHour), (_hours.KindOn(day), _hours.WorkingTicksOn(day)));
    }

    [Fact]
    public void A_promise_over_the_Spring_Festival_counts_the_made_up_Saturday()
    {
        // Friday 17:00 and two working days of 9 h: Saturday the 14th is worked, then nothing until Tuesday the 24th.
        var due = _hours.After(Given.Local(Given.Shanghai, "2026-02-13 17:00"), 18 * NodaConstants.TicksPerHour);
        Assert.Equal(Given.Local(Given.Shanghai, "2026-02-24 17:00"), due);
    }

    [Theory]
    [InlineData("PRC", true)]
    [InlineData("Asia/Chongqing", true)]
    [InlineData("Asia/Tokyo", false)]
    [InlineData("Etc/UTC", false)]
    public void Other_names_of_the_zone_know_them_and_other_zones_do_not(string zone, bool known)
    {
        var calendars = ShippedCalendars.In(zone);
        Assert.Equal(known, calendars["working-hours"].Holidays is not null);
        Assert.Null(calendars["always"].Holidays);
        Assert.Equal(zone, calendars["working-hours"].TimeZone);
    }
}
