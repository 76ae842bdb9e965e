using NodaTime;
using NodaTime.Text;

namespace ServiceMesh.Sla.Domain.Calendars;

/// <summary>Puts a year's holidays and make-up working days into a calendar, or says which fields are wrong.</summary>
public static class YearOfDaysReader
{
    private const int MostDays = 400;

    /// <summary>The calendar with the year as given, in place of the holidays and special days that it had in that year; null after adding to <paramref name="errors"/>.</summary>
    /// <param name="calendar">A definition that is good.</param>
    /// <param name="year">The year, 1970 to 2200.</param>
    /// <param name="days">What is given.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public static CalendarDefinition? Apply(CalendarDefinition calendar, int year, YearOfDays days, ICollection<FieldError> errors)
    {
        var before = errors.Count;
        var seen = new HashSet<LocalDate>();
        var (holidays, workingDays) = (days.Holidays ?? [], days.WorkingDays ?? []);
        if (Math.Max(holidays.Count, workingDays.Count) > MostDays)
        {
            errors.Add(new(holidays.Count > MostDays ? "holidays" : "workingDays", $"At most {MostDays} days are allowed."));
            return null;
        }

        for (var i = 0; i < holidays.Count; i++)
        {
            CheckDate(holidays[i], $"holidays[{i}]", year, seen, errors);
        }

        var usual = UsualHours(calendar);
        for (var i = 0; i < workingDays.Count; i++)
        {
            var (field, day) = ($"workingDays[{i}]", workingDays[i] ?? new WorkingDay(null));
            CheckDate(day.Date, $"{field}.date", year, seen, errors);
            if (day.Intervals is not null)
            {
                CalendarReader.ReadDay(day.Intervals, $"{field}.intervals", errors);
            }

            if ((day.Intervals ?? usual).Count == 0)
            {
                errors.Add(new($"{field}.intervals", "A working day needs opening hours; the week has none to take."));
            }
        }

        return errors.Count > before ? null : calendar with
        {
            Holidays = [.. (calendar.Holidays ?? []).Where(d => !IsOf(d, year)).Concat(holidays).Order(StringComparer.Ordinal)],
            SpecialDays =
            [
                .. (calendar.SpecialDays ?? []).Where(d => !IsOf(d.Date, year)).Concat(workingDays.Select(d => new SpecialDay(d.Date, d.Intervals ?? usual)))
                    .OrderBy(d => d.Date, StringComparer.Ordinal),
            ],
        };
    }

    /// <summary>The days of both; a day that stands in <paramref name="own"/> is as it says there.</summary>
    public static YearOfDays Merge(YearOfDays common, YearOfDays own)
    {
        var (holidays, workingDays) = (own.Holidays ?? [], own.WorkingDays ?? []);
        var taken = holidays.Concat(workingDays.Select(d => d?.Date)).ToHashSet();
        return new()
        {
            // The own ones first: then they keep their place, by which errors name them.
            Holidays = [.. holidays, .. (common.Holidays ?? []).Where(d => !taken.Contains(d))],
            WorkingDays = [.. workingDays, .. (common.WorkingDays ?? []).Where(d => !taken.Contains(d.Date))],
        };
    }

    /// <summary>The days of a year on which two calendars differ.</summary>
    public static IReadOnlyList<DayChange> Changes(WorkCalendar before, WorkCalendar after, int year)
    {
        var changes = new List<DayChange>();
        for (var date = new LocalDate(year, 1, 1); date.Year == year; date = date.PlusDays(1))
        {
            if (before.KindOn(date) != after.KindOn(date) || !before.HoursOn(date).SequenceEqual(after.HoursOn(date)))
            {
                changes.Add(new(LocalDatePattern.Iso.Format(date), HoursOf(before, date), HoursOf(after, date)));
            }
        }

        return changes;
    }

    /// <summary>A day of a calendar in words.</summary>
    public static DayHours HoursOf(WorkCalendar calendar, LocalDate date) => new(calendar.KindOn(date), [.. calendar.HoursOn(date).Select(i => i.ToString())]);

    private static IReadOnlyList<string> UsualHours(CalendarDefinition calendar) =>
        calendar.AlwaysOpen
            ? [DayInterval.WholeDay.ToString()]
            : CalendarReader.Weekdays.Select(day => calendar.Week?.GetValueOrDefault(day) ?? []).FirstOrDefault(hours => hours.Count > 0) ?? [];

    private static bool IsOf(string? date, int year) => date is not null && LocalDatePattern.Iso.Parse(date) is { Success: true } parsed && parsed.Value.Year == year;

    private static void CheckDate(string? text, string field, int year, HashSet<LocalDate> seen, ICollection<FieldError> errors)
    {
        if (CalendarReader.ReadDate(text, field, errors) is not { } date)
        {
            return;
        }

        if (date.Year != year)
        {
            errors.Add(new(field, $"{text} is not in {year}."));
        }
        else if (!seen.Add(date))
        {
            errors.Add(new(field, $"{text} is given twice."));
        }
    }
}
