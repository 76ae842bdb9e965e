using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Sla.Domain;
using ServiceMesh.Sla.Domain.Calendars;
using ServiceMesh.Sla.Http;
using ServiceMesh.Sla.Persistence;
using ServiceMesh.Sla.Tenants;

namespace ServiceMesh.Sla.Calendars;

/// <summary>A calendar to store. See <see cref="CalendarDefinition"/> for its fields.</summary>
public sealed record CalendarRequest(
    string Name,
    string TimeZone,
    bool AlwaysOpen = false,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? Week = null,
    IReadOnlyList<string>? Holidays = null,
    IReadOnlyList<SpecialDay>? SpecialDays = null)
{
    internal CalendarDefinition Definition => new()
    {
        TimeZone = TimeZone,
        AlwaysOpen = AlwaysOpen,
        Week = Week,
        Holidays = Holidays,
        SpecialDays = SpecialDays,
    };
}

/// <summary>A version of a calendar.</summary>
public sealed record CalendarAnswer(
    string Name, int Version, bool Shipped, DateTimeOffset CreatedAt, string? CreatedBy, string? TimeZone, bool AlwaysOpen,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? Week, IReadOnlyList<string>? Holidays, IReadOnlyList<SpecialDay>? SpecialDays);

/// <summary>The tenant's calendars.</summary>
public static class CalendarEndpoints
{
    public static IEndpointRouteBuilder MapCalendars(this IEndpointRouteBuilder app)
    {
        var calendars = app.MapGroup("/api/v1/sla/calendars").WithTags("calendars");
        calendars.MapGet("/", ListAsync).RequireRoles(Roles.Staff).WithName("ListCalendars").WithSummary("The newest version of each calendar.");
        calendars.MapGet("/{name}", VersionsAsync).RequireRoles(Roles.Staff).WithName("ListCalendarVersions")
            .WithSummary("Every version of a calendar, the newest first. 404 calendar.not-found.");
        calendars.MapPost("/", PostAsync).RequireRoles(Roles.Manager, Roles.Admin).WithName("PostCalendar")
            .Produces<CalendarAnswer>(201).ProducesProblem(400)
            .WithSummary("Stores a calendar; the same name makes its next version, on which new clocks run. Running clocks keep theirs. 400 names the field, also if it is never open again.");
        return app;
    }

    private static async Task<Page<CalendarAnswer>> ListAsync(Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        await TenantStore.CreateAsync(work, caller.Tenant, zone: null, sequence: 0, ct);
        var rows = await work.Db<SlaDb>().Calendars.AsNoTracking().Where(c => c.Tenant == caller.Tenant).OrderBy(c => c.Name).ThenBy(c => c.Version).ToListAsync(ct);
        await work.CommitAsync(ct);
        return new([.. rows.GroupBy(c => c.Name).Select(versions => Answer(versions.Last()))]);
    }

    private static async Task<Page<CalendarAnswer>> VersionsAsync(string name, Caller caller, SlaDb db, CancellationToken ct)
    {
        var rows = await db.Calendars.AsNoTracking().Where(c => c.Tenant == caller.Tenant && c.Name == name).OrderByDescending(c => c.Version).ToListAsync(ct);
        return rows.Count > 0 ? new([.. rows.Select(Answer)]) : throw Problems.NotFound("calendar.not-found");
    }

    private static Task<IResult> PostAsync(CalendarRequest request, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
        idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            var errors = Fields.NameErrors(request.Name);
            CalendarReader.RequireOpenAfter(CalendarReader.Check(request.Definition, errors), Instant.FromDateTimeOffset(work.Now), "week", errors);
            Fields.Refuse(errors);
            await TenantStore.BeginChangeAsync(work, caller.Tenant, ct);
            var version = await TenantStore.AddCalendarAsync(work, caller.Tenant, request.Name, request.Definition, caller.Actor, ct);
            return new Reply(201, Answer(request.Name, version, false, work.Now, caller.Name, request.Definition), $"/api/v1/sla/calendars/{request.Name}");
        });

    private static CalendarAnswer Answer(CalendarRow row) => Answer(
        row.Name, row.Version, row.Shipped, row.CreatedAt, row.CreatedBy, JsonSerializer.Deserialize<CalendarDefinition>(row.Definition, EventJson.Options)!);

    private static CalendarAnswer Answer(string name, int version, bool shipped, DateTimeOffset at, string? by, CalendarDefinition c) =>
        new(name, version, shipped, at, by, c.TimeZone, c.AlwaysOpen, c.Week, c.Holidays, c.SpecialDays);
}
