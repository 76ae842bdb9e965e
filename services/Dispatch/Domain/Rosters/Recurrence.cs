using System.Globalization;
using NodaTime;

namespace ServiceMesh.Dispatch.Domain.Rosters;

/// <summary>How often a rule's period comes.</summary>
public enum Frequency
{
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// <summary>A weekday of a rule; with an ordinal the n-th of its month, counted from the end when negative.</summary>
public sealed record RuleDay(int? Ordinal, IsoDayOfWeek Day);

/// <summary>
/// A recurrence: the subset of RFC 5545's RRULE that speaks of days (FREQ DAILY to YEARLY, INTERVAL, BYDAY, BYMONTHDAY, BYMONTH,
/// COUNT, UNTIL, WKST), and RFC 7529's SKIP=BACKWARD, by which a day that a month lacks becomes its last. A date belongs to it by
/// looking at that date alone, so that no range has to be counted through from the start.
/// </summary>
public sealed record Recurrence
{
    /// <summary>Nothing is planned after this day.</summary>
    public static readonly LocalDate Horizon = new(2200, 12, 31);

    public required Frequency Frequency { get; init; }
    public int Interval { get; init; } = 1;
    public IReadOnlyList<RuleDay> ByDay { get; init; } = [];
    public IReadOnlyList<int> ByMonthDay { get; init; } = [];
    public IReadOnlyList<int> ByMonth { get; init; } = [];
    public int? Count { get; init; }
    public LocalDate? Until { get; init; }
    public IsoDayOfWeek WeekStart { get; init; } = IsoDayOfWeek.Monday;

    /// <summary>Whether a day that a month lacks becomes its last instead of falling out.</summary>
    public bool Clamps { get; init; }

    /// <summary>The dates from <paramref name="from"/> to before <paramref name="until"/>, for a recurrence that starts at <paramref name="start"/>.</summary>
    public IEnumerable<LocalDate> Dates(LocalDate start, LocalDate from, LocalDate until)
    {
        var last = LastOf(start);
        var end = until <= last ? until.PlusDays(-1) : last;
        for (var date = LocalDate.Max(start, from); date <= end; date = date.PlusDays(1))
            if (Fits(start, date))
                yield return date;
    }

    /// <summary>The first date; null when there is none before <see cref="Horizon"/>.</summary>
    public LocalDate? FirstOf(LocalDate start)
    {
        foreach (var date in Dates(start, start, Horizon)) return date;
        return null;
    }

    /// <summary>Whether the rule names this date, COUNT and UNTIL left aside.</summary>
    public bool Fits(LocalDate start, LocalDate date) =>
        date >= start && FitsPeriod(start, date) && (ByMonth.Count == 0 || ByMonth.Contains(date.Month)) && FitsDay(start, date);

    private LocalDate LastOf(LocalDate start)
    {
        var last = Until is { } until ? LocalDate.Min(until, Horizon) : Horizon;
        if (Count is not { } count) return last;
        for (var date = start; date <= last; date = date.PlusDays(1))
            if (Fits(start, date) && --count == 0)
                return date;
        return last;
    }

    private bool FitsPeriod(LocalDate start, LocalDate date)
    {
        var periods = Frequency switch
        {
            Frequency.Daily => Days(start, date),
            Frequency.Weekly => Days(WeekOf(start), WeekOf(date)) / 7,
            Frequency.Monthly => (date.Year - start.Year) * 12 + date.Month - start.Month,
            Frequency.Yearly => date.Year - start.Year,
            _ => throw new InvalidOperationException(),
        };
        return periods % Interval == 0;
    }

    private bool FitsDay(LocalDate start, LocalDate date)
    {
        var monthly = Frequency is Frequency.Monthly or Frequency.Yearly;
        if (ByDay.Count == 0 && ByMonthDay.Count == 0)
            return Frequency switch
            {
                Frequency.Weekly => date.DayOfWeek == start.DayOfWeek,
                Frequency.Monthly => FitsMonthDay(start.Day, date),
                Frequency.Yearly => FitsMonthDay(start.Day, date) && (ByMonth.Count > 0 || date.Month == start.Month),
                _ => true,
            };
        return (ByDay.Count == 0 || ByDay.Any(d => FitsWeekday(d, date, monthly)))
            && (ByMonthDay.Count == 0 || ByMonthDay.Any(d => FitsMonthDay(d, date)));
    }

    private bool FitsMonthDay(int day, LocalDate date)
    {
        var length = date.Calendar.GetDaysInMonth(date.Year, date.Month);
        return day > 0 ? date.Day == day || (Clamps && day > length && date.Day == length) : date.Day == length + 1 + day;
    }

    private static bool FitsWeekday(RuleDay wanted, LocalDate date, bool monthly)
    {
        if (wanted.Day != date.DayOfWeek) return false;
        if (!monthly || wanted.Ordinal is not { } ordinal) return true;
        var length = date.Calendar.GetDaysInMonth(date.Year, date.Month);
        return ordinal > 0 ? (date.Day - 1) / 7 + 1 == ordinal : (length - date.Day) / 7 + 1 == -ordinal;
    }

    private LocalDate WeekOf(LocalDate date) => date.PlusDays(-(((int)date.DayOfWeek - (int)WeekStart + 7) % 7));

    private static int Days(LocalDate from, LocalDate to) => Period.DaysBetween(from, to);

    /// <summary>The rule in RFC 5545's words.</summary>
    public override string ToString()
    {
        List<string> parts = [$"FREQ={Frequency.ToString().ToUpperInvariant()}"];
        if (Interval != 1) parts.Add($"INTERVAL={Interval}");
        if (ByMonth.Count > 0) parts.Add($"BYMONTH={string.Join(',', ByMonth)}");
        if (ByMonthDay.Count > 0) parts.Add($"BYMONTHDAY={string.Join(',', ByMonthDay)}");
        if (ByDay.Count > 0) parts.Add($"BYDAY={string.Join(',', ByDay.Select(d => $"{d.Ordinal}{RecurrenceReader.Word(d.Day)}"))}");
        if (Count is { } count) parts.Add($"COUNT={count}");
        if (Until is { } until) parts.Add($"UNTIL={until.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}");
        if (WeekStart != IsoDayOfWeek.Monday) parts.Add($"WKST={RecurrenceReader.Word(WeekStart)}");
        if (Clamps) parts.Add("SKIP=BACKWARD");
        return string.Join(';', parts);
    }
}
