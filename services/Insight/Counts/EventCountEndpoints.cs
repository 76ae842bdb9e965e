using Microsoft.EntityFrameworkCore;
using ServiceMesh.Insight.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Insight.Counts;

/// <summary>Counts by type, taken from the timeline itself.</summary>
public static class EventCountEndpoints
{
    /// <summary>GET /api/v1/insight/event-counts?from&amp;to (dates in the tenant's zone, both included, at most 400 days; the last 30 by default). Staff only.</summary>
    public static void MapEventCounts(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/insight/event-counts", ReadAsync).RequireRoles(Roles.Staff);

    private static async Task<EventCounts> ReadAsync(
        DateOnly? from, DateOnly? to, Caller caller, InsightDb db, TimeProvider clock, CancellationToken ct)
    {
        var period = await Period.ReadAsync(from, to, caller, db, clock, ct);
        var groups = await db.Timeline.AsNoTracking()
            .Where(r => r.Tenant == caller.Tenant && r.Day >= period.From && r.Day <= period.To)
            .GroupBy(r => new { r.Type, r.Reassigned })
            .Select(g => new { g.Key.Type, g.Key.Reassigned, Count = g.LongCount() })
            .ToListAsync(ct);
        return new EventCounts(
            [.. groups.GroupBy(g => g.Type, (type, parts) => new EventCount(type, parts.Sum(p => p.Count))).OrderBy(c => c.Type, StringComparer.Ordinal)],
            groups.Where(g => g.Reassigned).Sum(g => g.Count));
    }
}

/// <param name="Items">Every type that occurred, by name.</param>
/// <param name="Reassigned">The TicketAssigned among them where the ticket had a team before.</param>
public sealed record EventCounts(IReadOnlyList<EventCount> Items, long Reassigned);

/// <summary>How often one type of event occurred.</summary>
public sealed record EventCount(string Type, long Count);
