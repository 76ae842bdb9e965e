using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace ServiceMesh.Sla.Domain.Calendars;

/// <summary>Turns a definition into a calendar, or says which fields are wrong.</summary>
public static class CalendarReader
{
    /// <summary>What is wrong with a calendar that has special days only, which are over.</summary>
    public const string NeverAgain = "The calendar is never open again: its special days are over, and no promise could ever fall due.";

    private const int MostIntervalsPerDay = 48;
    private const int MostDays = 5_000;

    private static readonly string[] _weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// <summary>The names of the weekdays as definitions write them, Monday first.</summary>
    internal static IReadOnlyList<string> Weekdays => _weekdays;

    /// <summary>The calendar, or null after adding to <paramref name="errors"/>.</summary>
    public static WorkCalendar? Read(CalendarDefinition definition, ICollection<FieldError> errors)
    {
        var before = errors.Count;
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(definition.TimeZone ?? "");
        if (zone is null)
        {
            errors.Add(new("timeZone", $"'{definition.TimeZone}' is not an IANA time zone."));
        }

        var week = ReadWeek(definition, errors);
        var holidays = ReadHolidays(definition.Holidays ?? [], errors);
        var specialDays = ReadSpecialDays(definition.SpecialDays ?? [], errors);
        if (errors.Count == before && week.All(day => day.Count == 0) && specialDays.Values.All(day => day.Count == 0))
        {
            errors.Add(new("week", "The calendar is never open: no promise could ever fall due."));
        }

        return errors.Count == before ? new WorkCalendar(zone!, week, holidays, specialDays) : null;
    }

    /// <summary>
    /// The calendar of a definition that somebody gives, or null after adding to <paramref name="errors"/>. Stricter than <see cref="Read"/>, which
    /// opens what was stored before: a fixed offset is no zone, and a week is looked at although the calendar is always open.
    /// </summary>
    public static WorkCalendar? Check(CalendarDefinition definition, ICollection<FieldError> errors)
    {
        var before = errors.Count;
        var calendar = Read(definition, errors);
        if (definition is { AlwaysOpen: true, Week: not null })
        {
            ReadWeek(definition with { AlwaysOpen = false }, errors);
        }

        if (calendar is not null && !TzdbDateTimeZoneSource.Default.CanonicalIdMap.ContainsKey(definition.TimeZone!))
        {
            errors.Add(new("timeZone", $"'{definition.TimeZone}' is not an IANA time zone."));
        }

        return errors.Count == before ? calendar : null;
    }

    /// <summary>Adds an error if a calendar is closed for good from an instant on: it has special days only, and they are over.</summary>
    /// <param name="calendar">The calendar; null is passed over.</param>
    /// <param name="from">The instant.</param>
    /// <param name="field">Where that is to be said.</param>
    /// <param name="errors">Takes it.</param>
    public static void RequireOpenAfter(WorkCalendar? calendar, Instant from, string field, ICollection<FieldError> errors)
    {
        if (calendar?.IsOpenAfter(from) == false)
        {
            errors.Add(new(field, NeverAgain));
        }
    }

    private static IReadOnlyList<DayInterval>[] ReadWeek(CalendarDefinition definition, ICollection<FieldError> errors)
    {
        if (definition.AlwaysOpen)
        {
            return [.. Enumerable.Repeat<IReadOnlyList<DayInterval>>([DayInterval.WholeDay], 7)];
        }

        var week = new IReadOnlyList<DayInterval>[7];
        Array.Fill(week, []);
        foreach (var (name, intervals) in definition.Week ?? new Dictionary<string, IReadOnlyList<string>>())
        {
            var day = Array.IndexOf(_weekdays, name);
            if (day < 0)
            {
                errors.Add(new($"week.{name}", "A weekday is one of mon, tue, wed, thu, fri, sat, sun."));
                continue;
            }

            week[day] = ReadDay(intervals, $"week.{name}", errors);
        }

        return week;
    }

    private static HashSet<LocalDate> ReadHolidays(IReadOnlyList<string> dates, ICollection<FieldError> errors)
    {
        var holidays = new HashSet<LocalDate>();
        RefuseTooMany(dates.Count, "holidays", errors);
        for (var i = 0; i < dates.Count; i++)
        {
            if (ReadDate(dates[i], $"holidays[{i}]", errors) is { } date)
            {
                holidays.Add(date);
            }
        }

        return holidays;
    }

    private static Dictionary<LocalDate, IReadOnlyList<DayInterval>> ReadSpecialDays(IReadOnlyList<SpecialDay> days, ICollection<FieldError> errors)
    {
        var special = new Dictionary<LocalDate, IReadOnlyList<DayInterval>>();
        RefuseTooMany(days.Count, "specialDays", errors);
        for (var i = 0; i < days.Count; i++)
        {
            var field = $"specialDays[{i}]";
            var hours = ReadDay(days[i]?.Intervals, $"{field}.intervals", errors);
            if (ReadDate(days[i]?.Date, $"{field}.date", errors) is { } date && !special.TryAdd(date, hours))
            {
                errors.Add(new($"{field}.date", $"{days[i].Date} is given twice."));
            }
        }

        return special;
    }

    /// <summary>Reads a day's opening hours, in order.</summary>
    internal static List<DayInterval> ReadDay(IReadOnlyList<string>? intervals, string field, ICollection<FieldError> errors)
    {
        var read = new List<DayInterval>();
        if (intervals is null || intervals.Count > MostIntervalsPerDay)
        {
            errors.Add(new(field, $"A list of at most {MostIntervalsPerDay} intervals is wanted."));
            return read;
        }

        for (var i = 0; i < intervals.Count; i++)
        {
            if (DayInterval.TryRead(intervals[i], out var interval) is { } wrong)
            {
                errors.Add(new($"{field}[{i}]", wrong));
            }
            else if (read.Any(other => interval.FromSecond < other.ToSecond && other.FromSecond < interval.ToSecond))
            {
                errors.Add(new($"{field}[{i}]", $"'{intervals[i]}' overlaps another interval of the day."));
            }
            else
            {
                read.Add(interval);
            }
        }

        read.Sort((a, b) => a.FromSecond.CompareTo(b.FromSecond));
        return read;
    }

    /// <summary>Reads a date between 1970 and 2200.</summary>
    internal static LocalDate? ReadDate(string? text, string field, ICollection<FieldError> errors)
    {
        if (text is not null && LocalDatePattern.Iso.Parse(text) is { Success: true, Value: { Year: >= 1970 and <= 2200 } date })
        {
            return date;
        }

        errors.Add(new(field, $"'{text}' is not a date like 2026-10-01 between 1970 and 2200."));
        return null;
    }

    private static void RefuseTooMany(int count, string field, ICollection<FieldError> errors)
    {
        if (count > MostDays)
        {
            errors.Add(new(field, $"At most {MostDays} days are allowed."));
        }
    }
}
