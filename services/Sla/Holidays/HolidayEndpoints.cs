using ServiceMesh.ServiceDefaults;
using ServiceMesh.Sla.Http;

namespace ServiceMesh.Sla.Holidays;

/// <summary>A year of public holidays that ServiceMesh knows.</summary>
public sealed record KnownYear(string Country, int Year, string Notice);

/// <summary>The public holidays that come with ServiceMesh.</summary>
public static class HolidayEndpoints
{
    public static IEndpointRouteBuilder MapHolidays(this IEndpointRouteBuilder app)
    {
        var holidays = app.MapGroup("/api/v1/sla/holidays").WithTags("calendars");
        holidays.MapGet("/", () => new Page<KnownYear>([.. PublicHolidays.All.Select(y => new KnownYear(y.Country, y.Year, y.Notice.Number))]))
            .RequireRoles(Roles.Staff).WithName("ListHolidays").WithSummary("The countries and years whose public holidays are known.");
        holidays.MapGet("/{country}/{year}", Get).RequireRoles(Roles.Staff).Produces<HolidayYear>().ProducesProblem(404).WithName("GetHolidays")
            .WithSummary("A country's public holidays and make-up working days of one year, with the official notice. The answer can be posted to a calendar's year as it is. 404 holidays.unknown.");
        return app;
    }

    private static HolidayYear Get(string country, string year) =>
        (int.TryParse(year, out var number) ? PublicHolidays.Find(country.ToUpperInvariant(), number) : null) ?? throw Problems.NotFound("holidays.unknown");
}
