using NodaTime;
using NodaTime.Text;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Sla.Domain;
using ServiceMesh.Sla.Domain.Calendars;
using ServiceMesh.Sla.Http;
using ServiceMesh.Sla.Persistence;

namespace ServiceMesh.Sla.Calendars;

/// <summary>A calendar day by day.</summary>
/// <param name="Name">The calendar.</param>
/// <param name="Version">The version that was read.</param>
/// <param name="TimeZone">IANA zone of the opening hours.</param>
/// <param name="WorkingSeconds">Of all days together.</param>
/// <param name="Items">The days in order.</param>
public sealed record CalendarDays(string Name, int Version, string TimeZone, decimal WorkingSeconds, IReadOnlyList<CalendarDay> Items);

/// <summary>A local day.</summary>
/// <param name="Date">As <c>2026-10-01</c>.</param>
/// <param name="Weekday"><c>mon</c> to <c>sun</c>.</param>
/// <param name="Why">What decides its hours: the week, a holiday or a special day.</param>
/// <param name="Intervals">Opening hours like <c>09:00-18:00</c>; none when closed.</param>
/// <param name="WorkingSeconds">Real elapsed working time: a clock change shortens or lengthens it.</param>
public sealed record CalendarDay(string Date, string Weekday, DayKind Why, IReadOnlyList<string> Intervals, decimal WorkingSeconds);

/// <summary>A calendar that people can check.</summary>
public static class CalendarDaysEndpoint
{
    private const int MostDays = 400;

    public static IEndpointRouteBuilder MapCalendarDays(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/sla/calendars/{name}/days", GetAsync)
            .RequireRoles(Roles.Staff).WithTags("calendars").WithName("GetCalendarDays")
            .Produces<CalendarDays>().ProducesProblem(400).ProducesProblem(404)
            .WithSummary("Each day's opening hours from one date to another, both included (at most 400 days), why they are so, and the working seconds. ?version= reads an older version. 400 names the field, 404 calendar.not-found.");
        return app;
    }

    private static async Task<CalendarDays> GetAsync(string name, Caller caller, SlaDb db, CancellationToken ct, string? from = null, string? to = null, int? version = null)
    {
        var errors = new List<FieldError>();
        var (first, last) = (CalendarReader.ReadDate(from, "from", errors), CalendarReader.ReadDate(to, "to", errors));
        if (errors.Count == 0 && (last < first || Period.DaysBetween(first!.Value, last!.Value) >= MostDays))
        {
            errors.Add(new("to", $"It must not lie before from, and at most {MostDays} days are shown."));
        }

        Fields.Refuse(errors);
        var (found, definition) = await CalendarStore.FindAsync(db, caller.Tenant, name, version, ct);
        var calendar = CalendarStore.Open(definition);
        var days = Days(calendar, first!.Value, last!.Value).ToList();
        return new(name, found, calendar.Zone.Id, days.Sum(d => d.WorkingSeconds), days);
    }

    private static IEnumerable<CalendarDay> Days(WorkCalendar calendar, LocalDate first, LocalDate last)
    {
        for (var date = first; date <= last; date = date.PlusDays(1))
        {
            var hours = YearOfDaysReader.HoursOf(calendar, date);
            yield return new(
                LocalDatePattern.Iso.Format(date), CalendarReader.Weekdays[(int)date.DayOfWeek - 1], hours.Why, hours.Intervals,
                calendar.WorkingTicksOn(date) / (decimal)NodaConstants.TicksPerSecond);
        }
    }
}
