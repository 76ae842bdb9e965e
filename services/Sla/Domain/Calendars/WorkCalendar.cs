using System.Collections.Concurrent;
using NodaTime;

namespace ServiceMesh.Sla.Domain.Calendars;

/// <summary>
/// When a promise's time runs: opening hours in an IANA zone. A special day replaces holiday and week, a holiday (closed) the week;
/// always open is a week of 00:00-24:00. Amounts of time are ticks of 100 ns, real elapsed time across clock changes, never rounded.
/// Immutable and safe for concurrent use.
/// </summary>
public sealed class WorkCalendar
{
    /// <summary>Instants before this year are outside the calendar.</summary>
    public const int FirstYear = 1970;

    /// <summary>Working time that is not reached by the end of this year is never reached.</summary>
    public const int LastYear = 2300;

    private readonly IReadOnlyList<DayInterval>[] _week;
    private readonly HashSet<LocalDate> _holidays;
    private readonly Dictionary<LocalDate, IReadOnlyList<DayInterval>> _specialDays;
    private readonly ConcurrentDictionary<int, YearTable> _years = new();
    private readonly int _lastOpenYear;

    /// <summary>Built by <see cref="CalendarReader"/>, which checks what it is given.</summary>
    internal WorkCalendar(
        DateTimeZone zone,
        IReadOnlyList<DayInterval>[] week,
        IEnumerable<LocalDate> holidays,
        IEnumerable<KeyValuePair<LocalDate, IReadOnlyList<DayInterval>>> specialDays)
    {
        Zone = zone;
        _week = week;
        _holidays = [.. holidays];
        _specialDays = new(specialDays);
        _lastOpenYear = _week.Any(day => day.Count > 0)
            ? LastYear
            : _specialDays.Where(day => day.Value.Count > 0).Select(day => day.Key.Year + 1).DefaultIfEmpty(FirstYear).Max();
    }

    /// <summary>The zone of the opening hours.</summary>
    public DateTimeZone Zone { get; }

    /// <summary>The opening hours of Monday to Sunday, each in order; empty when closed.</summary>
    public IReadOnlyList<IReadOnlyList<DayInterval>> Week => _week;

    /// <summary>Days that are closed whatever the week says.</summary>
    public IReadOnlyCollection<LocalDate> Holidays => _holidays;

    /// <summary>Days with hours of their own.</summary>
    public IReadOnlyDictionary<LocalDate, IReadOnlyList<DayInterval>> SpecialDays => _specialDays;

    /// <summary>The opening hours of a local day, in order; empty when closed.</summary>
    public IReadOnlyList<DayInterval> HoursOn(LocalDate date) =>
        _specialDays.TryGetValue(date, out var special) ? special
        : _holidays.Contains(date) ? []
        : _week[(int)date.DayOfWeek - 1];

    /// <summary>What decides the opening hours of a local day.</summary>
    public DayKind KindOn(LocalDate date) =>
        _specialDays.ContainsKey(date) ? DayKind.SpecialDay : _holidays.Contains(date) ? DayKind.Holiday : DayKind.Week;

    /// <summary>Working ticks of a local day: real elapsed time, so a clock change shortens or lengthens it.</summary>
    public long WorkingTicksOn(LocalDate date)
    {
        var open = HoursOn(date).Select(i => i.On(date, Zone)).Select(s => (s.From.ToUnixTimeTicks(), s.To.ToUnixTimeTicks()));
        return YearTable.Of([.. open], long.MinValue, long.MaxValue).Total;
    }

    /// <summary>
    /// The earliest instant at which <paramref name="ticks"/> working ticks have elapsed since <paramref name="start"/>, which may be a closing time;
    /// the start itself for 0; null when the calendar is not open that long any more.
    /// </summary>
    public Instant? After(Instant start, long ticks)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ticks);
        if (ticks == 0)
        {
            return start;
        }

        var year = YearOf(start);
        var worked = Table(year).Before(start.ToUnixTimeTicks()) + ticks;
        for (; year <= _lastOpenYear; year++)
        {
            var table = Table(year);
            if (worked <= table.Total)
            {
                return Instant.FromUnixTimeTicks(table.Reaching(worked));
            }

            worked -= table.Total;
        }

        return null;
    }

    /// <summary>True if there are opening hours at an instant or after it.</summary>
    public bool IsOpenAfter(Instant instant) => After(instant, 1) is not null;

    /// <summary>Working ticks between two instants; 0 when <paramref name="to"/> is not after <paramref name="from"/>.</summary>
    public long Between(Instant from, Instant to)
    {
        if (to <= from)
        {
            return 0;
        }

        var (year, last) = (YearOf(from), YearOf(to));
        var worked = -Table(year).Before(from.ToUnixTimeTicks());
        for (; year < last; year++)
        {
            worked += Table(year).Total;
        }

        return worked + Table(last).Before(to.ToUnixTimeTicks());
    }

    /// <summary>The open stretches between two instants, in order, clipped to them, touching ones joined.</summary>
    public IEnumerable<(Instant From, Instant To)> OpenBetween(Instant from, Instant to)
    {
        (long From, long To)? open = null;
        for (var year = YearOf(from); to > from && year <= YearOf(to); year++)
        {
            foreach (var next in Table(year).Open(from.ToUnixTimeTicks(), to.ToUnixTimeTicks()))
            {
                if (open is { } before && before.To < next.From)
                {
                    yield return (Instant.FromUnixTimeTicks(before.From), Instant.FromUnixTimeTicks(before.To));
                    open = next;
                }
                else
                {
                    open = (open?.From ?? next.From, next.To);
                }
            }
        }

        if (open is { } last)
        {
            yield return (Instant.FromUnixTimeTicks(last.From), Instant.FromUnixTimeTicks(last.To));
        }
    }

    /// <summary>The end of a local day's last opening hours; null when it has none.</summary>
    public Instant? LastClosingOn(LocalDate date)
    {
        Instant? last = null;
        foreach (var interval in HoursOn(date))
        {
            var (from, to) = interval.On(date, Zone);
            // A clock change may have swallowed the interval.
            last = to > from && !(to < last) ? to : last;
        }

        return last;
    }

    /// <summary>The end of the last opening hours of the next day after <paramref name="date"/> that has some; null when none has any more.</summary>
    public Instant? NextClosingAfter(LocalDate date)
    {
        for (var day = date.PlusDays(1); day.Year <= _lastOpenYear; day = day.PlusDays(1))
        {
            if (LastClosingOn(day) is { } closing)
            {
                return closing;
            }
        }

        return null;
    }

    private static int YearOf(Instant instant)
    {
        var year = instant.InUtc().Year;
        return year is >= FirstYear and <= LastYear
            ? year
            : throw new ArgumentOutOfRangeException(nameof(instant), instant, $"Calendars reach from {FirstYear} to {LastYear}.");
    }

    private YearTable Table(int year) => _years.GetOrAdd(year, Compile);

    private YearTable Compile(int year)
    {
        // Two days more on each side: a zone's year begins and ends up to a day off UTC's, and a clock change can push an interval past midnight.
        var stretches = new List<(long, long)>();
        var end = new LocalDate(year + 1, 1, 2);
        for (var date = new LocalDate(year - 1, 12, 30); date <= end; date = date.PlusDays(1))
        {
            foreach (var interval in HoursOn(date))
            {
                var (from, to) = interval.On(date, Zone);
                stretches.Add((from.ToUnixTimeTicks(), to.ToUnixTimeTicks()));
            }
        }

        return YearTable.Of(stretches, StartOf(year), StartOf(year + 1));
    }

    private static long StartOf(int year) => Instant.FromUtc(year, 1, 1, 0, 0).ToUnixTimeTicks();
}

/// <summary>What decides the opening hours of a day.</summary>
public enum DayKind
{
    /// <summary>Its weekday.</summary>
    Week,

    /// <summary>It is a holiday: closed.</summary>
    Holiday,

    /// <summary>It has hours of its own, like a make-up working day.</summary>
    SpecialDay,
}
