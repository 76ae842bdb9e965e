using Microsoft.EntityFrameworkCore;
using ServiceMesh.Insight.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Insight.Counts;

/// <summary>Counts by day.</summary>
public static class DailyEndpoints
{
    /// <summary>GET /api/v1/insight/daily?from&amp;to (dates in the tenant's zone, both included, at most 400 days; the last 30 by default). Staff only.</summary>
    public static void MapDailyCounts(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/insight/daily", ReadAsync).RequireRoles(Roles.Staff);

    private static async Task<DailyCountPage> ReadAsync(
        DateOnly? from, DateOnly? to, Caller caller, InsightDb db, TimeProvider clock, CancellationToken ct)
    {
        var period = await Period.ReadAsync(from, to, caller, db, clock, ct);
        var rows = await db.DailyCounts.AsNoTracking()
            .Where(d => d.Tenant == caller.Tenant && d.Day >= period.From && d.Day <= period.To)
            .ToDictionaryAsync(d => d.Day, ct);
        var days = Enumerable.Range(period.From.DayNumber, period.To.DayNumber - period.From.DayNumber + 1).Select(DateOnly.FromDayNumber);
        return new DailyCountPage([.. days.Select(day => View(day, rows.GetValueOrDefault(day)))]);
    }

    private static DailyCount View(DateOnly day, DailyCountRow? row) => row is null
        ? new DailyCount(day, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null)
        : new DailyCount(day, row.Opened, row.Triaged, row.Assigned, row.Reassigned, row.Paused, row.Resolved, row.Reopened, row.Closed, row.Breached,
            row.SurveysAnswered, row.SurveysAnswered == 0 ? null : Math.Round((decimal)row.ScoreSum / row.SurveysAnswered, 2));
}

/// <summary>One item for each day of the period, also for days without events.</summary>
public sealed record DailyCountPage(IReadOnlyList<DailyCount> Items);

/// <summary>
/// Events of one day. Assigned counts every assignment, reassigned those of them where the ticket had a team before; paused counts
/// changes of the reason too. AverageScore is 1 to 5, null without an answer.
/// </summary>
public sealed record DailyCount(
    DateOnly Date, int Opened, int Triaged, int Assigned, int Reassigned, int Paused, int Resolved, int Reopened, int Closed, int Breached,
    int SurveysAnswered, decimal? AverageScore);
