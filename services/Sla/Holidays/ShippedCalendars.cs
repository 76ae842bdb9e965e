using ServiceMesh.Sla.Domain;
using ServiceMesh.Sla.Domain.Calendars;
using ServiceMesh.Sla.Domain.Policies;

namespace ServiceMesh.Sla.Holidays;

/// <summary>The calendars that a tenant starts with: working hours know the public holidays of the zone's country.</summary>
public static class ShippedCalendars
{
    /// <summary>The calendars in a tenant's zone.</summary>
    public static IReadOnlyDictionary<string, CalendarDefinition> In(string timeZone) =>
        ShippedSet.Calendars(timeZone).ToDictionary(c => c.Key, c => c.Key == ShippedSet.WorkingHours ? WithHolidays(c.Value, timeZone) : c.Value);

    private static CalendarDefinition WithHolidays(CalendarDefinition calendar, string timeZone)
    {
        var errors = new List<FieldError>();
        foreach (var year in PublicHolidays.In(timeZone))
        {
            calendar = YearOfDaysReader.Apply(calendar, year.Year, new() { Holidays = year.Holidays, WorkingDays = year.WorkingDays }, errors)
                ?? throw new InvalidOperationException($"The holidays of {year.Country} {year.Year} are not good: {errors[0].Field}: {errors[0].Message}");
        }

        return calendar;
    }
}
