using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Tenants;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Visits;

/// <summary>A visit with the ticket it is about.</summary>
public sealed record DayVisit(
    VisitView Visit, Guid TicketId, string Number, string Subject, int Severity, TicketState State, string? CustomerName, string? ContactName, DateTimeOffset? DueOnSiteAt);

/// <summary>Visits in the order of their windows; there is never a next page.</summary>
public sealed record DayVisitList(IReadOnlyList<DayVisit> Items, string? Next = null);

/// <summary>How many visits somebody has on a day in the tenant's zone; days without any are left out.</summary>
public sealed record VisitDay(DateOnly Day, int Visits);

/// <summary>Visits by the day: what somebody has to do, and what fits.</summary>
internal static class VisitDays
{
    private const int MostVisits = 200;
    private const int DaysAhead = 60;
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(62);

    public static IEndpointRouteBuilder MapVisitDays(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/work/visits", ListAsync).RequireRoles(Roles.Staff).WithTags("work")
            .WithSummary("Visits whose window touches the span from..until (today in the tenant's zone if not given, 62 days at most), of an engineer (me or an id) or of all; cancelled ones left out; 200 at most.");
        return app;
    }

    /// <summary>What the ticket's engineer has agreed for the next 60 days; null when nobody has the ticket.</summary>
    public static async Task<IReadOnlyList<VisitDay>?> OfAsync(DispatchDb db, Ticket ticket, DateTimeOffset now, CancellationToken ct)
    {
        if (ticket.EngineerId is not { } engineer) return null;
        var zone = await TenantZone.OfAsync(db, ticket.Tenant, ct);
        var from = zone.AtStartOfDay(Instant.FromDateTimeOffset(now).InZone(zone).Date).ToInstant().ToDateTimeOffset();
        var until = from.AddDays(DaysAhead);
        var starts = await db.Visits.Where(v => v.Tenant == ticket.Tenant && v.EngineerId == engineer && v.State != VisitState.Cancelled && v.StartsAt >= from && v.StartsAt < until)
            .Select(v => v.StartsAt).ToListAsync(ct);
        return [.. starts.GroupBy(s => TenantZone.Today(zone, s)).OrderBy(g => g.Key).Select(g => new VisitDay(g.Key, g.Count()))];
    }

    /// <summary>The most visits a day that the ticket's team sets; null when it sets none.</summary>
    public static async Task<int?> LimitAsync(DispatchDb db, Ticket ticket, CancellationToken ct) =>
        (await db.Teams.AsNoTracking().Where(t => t.Tenant == ticket.Tenant && t.Id == ticket.TeamId).Select(t => t.Settings).SingleOrDefaultAsync(ct))?.Assignment.VisitsPerDay;

    private static async Task<DayVisitList> ListAsync(
        Caller caller, DispatchDb db, DatabaseClock clock, CancellationToken ct, DateTimeOffset? from = null, DateTimeOffset? until = null, [MaxLength(36)] string? engineer = null)
    {
        var (begin, end) = await SpanAsync(db, caller.Tenant, from, until, clock.Now, ct);
        var visits = db.Visits.AsNoTracking().Where(v => v.Tenant == caller.Tenant && v.State != VisitState.Cancelled && v.StartsAt < end && v.EndsAt >= begin);
        if (!string.IsNullOrEmpty(engineer))
        {
            Guid? one = engineer == "me" ? (await Assigning.FindByAccountAsync(db, caller, ct))?.Id ?? Guid.Empty
                : Guid.TryParse(engineer, out var id) ? id : throw Problems.InvalidField("engineer", "It is me or an id.");
            visits = visits.Where(v => v.EngineerId == one);
        }

        var rows = await visits.OrderBy(v => v.StartsAt).ThenBy(v => v.Id).Take(MostVisits).Join(db.Tickets, v => v.TicketId, t => t.Id, (v, t) => new { Visit = v, Ticket = t })
            .OrderBy(x => x.Visit.StartsAt).ThenBy(x => x.Visit.Id).ToListAsync(ct);
        var files = await VisitEndpoints.FilesAsync(db, [.. rows.Select(r => r.Visit.Id)], ct);
        return new DayVisitList([.. rows.Select(r => new DayVisit(
            VisitEndpoints.View(r.Visit, [.. files[r.Visit.Id]]), r.Ticket.Id, r.Ticket.Number, r.Ticket.Subject, r.Ticket.Severity, r.Ticket.State, r.Ticket.CustomerName,
            r.Ticket.ContactName, Visiting.DueOf(r.Ticket)))]);
    }

    private static async Task<(DateTimeOffset From, DateTimeOffset Until)> SpanAsync(
        DispatchDb db, string tenant, DateTimeOffset? from, DateTimeOffset? until, DateTimeOffset now, CancellationToken ct)
    {
        var zone = await TenantZone.OfAsync(db, tenant, ct);
        var day = Instant.FromDateTimeOffset(now).InZone(zone).Date;
        var begin = from?.ToUniversalTime() ?? zone.AtStartOfDay(day).ToInstant().ToDateTimeOffset();
        var end = until?.ToUniversalTime() ?? (from is null ? zone.AtStartOfDay(day.PlusDays(1)).ToInstant().ToDateTimeOffset() : begin.AddDays(1));
        return end > begin && end - begin <= s_longest ? (begin, end) : throw Problems.InvalidField("until", "It lies after from, by 62 days at most.");
    }
}
