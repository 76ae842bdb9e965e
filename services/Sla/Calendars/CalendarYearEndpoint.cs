using System.Globalization;
using NodaTime;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Sla.Domain;
using ServiceMesh.Sla.Domain.Calendars;
using ServiceMesh.Sla.Holidays;
using ServiceMesh.Sla.Http;
using ServiceMesh.Sla.Persistence;
using ServiceMesh.Sla.Tenants;

namespace ServiceMesh.Sla.Calendars;

/// <summary>What a year's import did, or would do.</summary>
/// <param name="Name">The calendar.</param>
/// <param name="Version">Its newest version: a new one if anything changed and it was no dry run.</param>
/// <param name="Year">The year.</param>
/// <param name="DryRun">True if nothing was stored.</param>
/// <param name="Changes">The days whose hours, or the reason for them, change.</param>
public sealed record YearAnswer(string Name, int Version, int Year, bool DryRun, IReadOnlyList<DayChange> Changes);

/// <summary>Importing a year's holidays and make-up working days into a calendar.</summary>
public static class CalendarYearEndpoint
{
    public static IEndpointRouteBuilder MapCalendarYears(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/v1/sla/calendars/{name}/years/{year}", PostAsync)
            .RequireRoles(Roles.Manager, Roles.Admin).WithTags("calendars").WithName("PostCalendarYear")
            .Produces<YearAnswer>(201).Produces<YearAnswer>().ProducesProblem(400).ProducesProblem(404)
            .WithSummary("""
                Puts a year's holidays and make-up working days into a calendar, in place of the holidays and special days of that year, as its next version.
                ?from=CN takes the shipped public holidays, to which days of the body are added. ?dryRun=true stores nothing and says what changes.
                200 when nothing changes. 400 names the field. Running clocks keep their version; re-process to change them.
                """);
        return app;
    }

    private static Task<IResult> PostAsync(
        string name, string year, YearOfDays? days, Caller caller, HttpContext http, IIdempotentWork idempotent, string? from = null, bool dryRun = false) =>
        idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            var number = ReadYear(year);
            var given = Given(days, from, number);
            // The tenant's row is locked first: then nobody makes another version in between.
            if (dryRun)
            {
                await TenantStore.CreateAsync(work, caller.Tenant, zone: null, sequence: 0, ct);
            }
            else
            {
                await TenantStore.BeginChangeAsync(work, caller.Tenant, ct);
            }

            var (version, before) = await CalendarStore.FindAsync(work.Db<SlaDb>(), caller.Tenant, name, version: null, ct);
            var errors = new List<FieldError>();
            var after = YearOfDaysReader.Apply(before, number, given, errors);
            var calendar = after is null ? null : CalendarReader.Read(after, errors);
            CalendarReader.RequireOpenAfter(calendar, Instant.FromDateTimeOffset(work.Now), "week", errors);
            Fields.Refuse(errors);
            var changes = YearOfDaysReader.Changes(CalendarStore.Open(before), calendar!, number);
            if (dryRun || changes.Count == 0)
            {
                return new Reply(200, new YearAnswer(name, version, number, dryRun, changes));
            }

            version = await TenantStore.AddCalendarAsync(work, caller.Tenant, name, after!, caller.Actor, ct);
            return new Reply(201, new YearAnswer(name, version, number, dryRun, changes), $"/api/v1/sla/calendars/{name}");
        });

    private static int ReadYear(string text)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1970 and <= 2200)
        {
            return year;
        }

        Fields.Refuse([new("year", $"'{text}' is not a year between 1970 and 2200.")]);
        return 0;
    }

    private static YearOfDays Given(YearOfDays? days, string? from, int year)
    {
        if (from is null)
        {
            Fields.Refuse(days is { Holidays: not null } or { WorkingDays: not null } ? [] : [new FieldError("holidays", "Holidays, workingDays or ?from= are wanted.")]);
            return days!;
        }

        var known = PublicHolidays.Find(from, year);
        if (known is null)
        {
            var years = string.Join(", ", PublicHolidays.All.Where(y => y.Country == from).Select(y => y.Year));
            Fields.Refuse([new("from", years.Length > 0 ? $"Of {from} the years {years} are known, not {year}." : $"No holidays of '{from}' are known.")]);
        }

        return YearOfDaysReader.Merge(new() { Holidays = known!.Holidays, WorkingDays = known.WorkingDays }, days ?? new());
    }
}
