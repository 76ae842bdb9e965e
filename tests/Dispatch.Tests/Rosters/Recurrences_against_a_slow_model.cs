using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using ServiceMesh.Dispatch.Domain.Rosters;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Rosters;

public sealed class Recurrences_against_a_slow_model
{
    private static readonly IsoDayOfWeek[] s_week =
    [
        IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday, IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday,
    ];

    /// <summary>The model walks periods and lists what is in each, as RFC 5545 tells it; the product looks at single dates.</summary>
    [Fact]
    public void Give_the_same_dates()
    {
        var cases = Rules().SelectMany(rule => Gen.Choose(0, 4000).Select(days => (rule, Start: new LocalDate(2023, 1, 1).PlusDays(days)))).ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(cases, c =>
        {
            var until = c.Start.PlusYears(5);
            Assert.Equal(Model(c.rule, c.Start, until), c.rule.Dates(c.Start, c.Start, until));
            var middle = c.Start.PlusDays(777);
            Assert.Equal(Model(c.rule, c.Start, until).Where(d => d >= middle), c.rule.Dates(c.Start, middle, until));
        }));
    }

    [Fact]
    public void Are_written_as_they_are_read() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Rules().ToArbitrary(), rule =>
    {
        var (read, problem) = RecurrenceReader.Read(rule.ToString());
        Assert.Null(problem);
        Assert.Equal(rule.ToString(), read!.ToString());
    }));

    [Theory]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=31", "2026-01-31", "2026-01-31 2026-03-31 2026-05-31")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=31;SKIP=BACKWARD", "2026-01-31", "2026-01-31 2026-02-28 2026-03-31")]
    [InlineData("FREQ=MONTHLY;BYDAY=1MO,-1FR", "2026-01-01", "2026-01-05 2026-01-30 2026-02-02")]
    [InlineData("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU", "1997-08-05", "1997-08-05 1997-08-17 1997-08-19")]
    [InlineData("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO", "1997-08-05", "1997-08-05 1997-08-10 1997-08-19")]
    [InlineData("FREQ=YEARLY;SKIP=BACKWARD", "2024-02-29", "2024-02-29 2025-02-28 2026-02-28")]
    [InlineData("FREQ=DAILY;COUNT=2", "2026-12-31", "2026-12-31 2027-01-01")]
    public void Give_the_dates_that_the_standards_show(string rule, string start, string dates)
    {
        var first = LocalDate.FromDateTime(DateTime.Parse(start, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(dates, string.Join(' ', RecurrenceReader.Read(rule).Rule!.Dates(first, first, first.PlusYears(9)).Take(3).Select(d => d.ToString("yyyy-MM-dd", null))));
    }

    [Theory]
    [InlineData("FREQ=HOURLY")]
    [InlineData("FREQ=1")]
    [InlineData("INTERVAL=2")]
    [InlineData("FREQ=DAILY;INTERVAL=0")]
    [InlineData("FREQ=DAILY;COUNT=2;UNTIL=20270101")]
    [InlineData("FREQ=WEEKLY;BYDAY=1MO")]
    [InlineData("FREQ=WEEKLY;BYDAY=XX")]
    [InlineData("FREQ=WEEKLY;BYMONTHDAY=1")]
    [InlineData("FREQ=YEARLY;BYDAY=MO")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=0")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=32")]
    [InlineData("FREQ=MONTHLY;BYSETPOS=1")]
    [InlineData("FREQ=DAILY;FREQ=WEEKLY")]
    [InlineData("FREQ=DAILY;UNTIL=tomorrow")]
    [InlineData("DAILY")]
    public void Are_refused_with_a_reason(string rule)
    {
        var (read, problem) = RecurrenceReader.Read(rule);
        Assert.Null(read);
        Assert.NotEmpty(problem!);
    }

    private static Gen<Recurrence> Rules() =>
        from frequency in Gen.Elements(Enum.GetValues<Frequency>())
        from interval in Gen.Choose(1, 4)
        from days in Gen.SubListOf(s_week)
        from ordinal in Gen.Elements<int?>(null, null, 1, 2, 5, -1, -5)
        from monthDays in Gen.SubListOf(1, 15, 28, 29, 30, 31, -1, -2, -31)
        from months in Gen.SubListOf(1, 2, 6, 11, 12)
        from clamps in Gen.Elements(true, false)
        from end in Gen.Choose(0, 2)
        from count in Gen.Choose(1, 40)
        from weekStart in Gen.Elements(s_week)
        let monthly = frequency is Frequency.Monthly or Frequency.Yearly
        let yearlyDays = frequency != Frequency.Yearly || months.Count > 0
        select new Recurrence
        {
            Frequency = frequency, Interval = interval, WeekStart = weekStart, Clamps = clamps, ByMonth = [.. months],
            ByDay = yearlyDays ? [.. days.Select(d => new RuleDay(monthly ? ordinal : null, d))] : [],
            ByMonthDay = frequency == Frequency.Weekly ? [] : [.. monthDays],
            Count = end == 1 ? count : null, Until = end == 2 ? new LocalDate(2024, 1, 1).PlusWeeks(count * 5) : null,
        };

    private static List<LocalDate> Model(Recurrence rule, LocalDate start, LocalDate until)
    {
        SortedSet<LocalDate> all = [];
        for (var n = 0; n < 4000; n++)
        {
            var period = Period(rule, start, n).ToList();
            if (period.Count > 0 && period[0] > until) break;
            foreach (var date in period.Where(d => d >= start && Wanted(rule, start, d))) all.Add(date);
        }

        var kept = rule.Count is { } count ? all.Take(count) : all;
        return [.. kept.Where(d => d < until && !(d > rule.Until))];
    }

    private static IEnumerable<LocalDate> Period(Recurrence rule, LocalDate start, int n)
    {
        switch (rule.Frequency)
        {
            case Frequency.Daily:
                return [start.PlusDays(n * rule.Interval)];
            case Frequency.Weekly:
                var week = start.DayOfWeek == rule.WeekStart ? start : start.Previous(rule.WeekStart);
                return Enumerable.Range(0, 7).Select(d => week.PlusWeeks(n * rule.Interval).PlusDays(d));
            case Frequency.Monthly:
                return Days(new LocalDate(start.Year, start.Month, 1).PlusMonths(n * rule.Interval));
            default:
                return Enumerable.Range(0, 12).SelectMany(m => Days(new LocalDate(start.Year + n * rule.Interval, 1, 1).PlusMonths(m)));
        }
    }

    private static IEnumerable<LocalDate> Days(LocalDate first) => Enumerable.Range(0, Length(first)).Select(first.PlusDays);

    private static bool Wanted(Recurrence rule, LocalDate start, LocalDate date)
    {
        if (rule.ByMonth.Count > 0 && !rule.ByMonth.Contains(date.Month)) return false;
        if (rule.ByDay.Count == 0 && rule.ByMonthDay.Count == 0)
            return rule.Frequency switch
            {
                Frequency.Weekly => date.DayOfWeek == start.DayOfWeek,
                Frequency.Monthly => MonthDays(rule, date, [start.Day]).Contains(date),
                Frequency.Yearly => MonthDays(rule, date, [start.Day]).Contains(date) && (rule.ByMonth.Count > 0 || date.Month == start.Month),
                _ => true,
            };
        return (rule.ByDay.Count == 0 || rule.ByDay.Any(d => Weekdays(date, d, rule.Frequency).Contains(date)))
            && (rule.ByMonthDay.Count == 0 || MonthDays(rule, date, rule.ByMonthDay).Contains(date));
    }

    private static List<LocalDate> Weekdays(LocalDate month, RuleDay day, Frequency frequency)
    {
        var all = Days(new LocalDate(month.Year, month.Month, 1)).Where(d => d.DayOfWeek == day.Day).ToList();
        if (day.Ordinal is not { } n || frequency is Frequency.Daily or Frequency.Weekly) return all;
        var index = n > 0 ? n - 1 : all.Count + n;
        return index >= 0 && index < all.Count ? [all[index]] : [];
    }

    private static IEnumerable<LocalDate> MonthDays(Recurrence rule, LocalDate month, IEnumerable<int> days)
    {
        var first = new LocalDate(month.Year, month.Month, 1);
        foreach (var day in days)
        {
            var number = day > 0 ? day : Length(first) + 1 + day;
            if (number > Length(first) && rule.Clamps) number = Length(first);
            if (number >= 1 && number <= Length(first)) yield return first.PlusDays(number - 1);
        }
    }

    private static int Length(LocalDate date) => date.Calendar.GetDaysInMonth(date.Year, date.Month);
}
