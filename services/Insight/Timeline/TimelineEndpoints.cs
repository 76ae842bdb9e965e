using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Insight.Domain;
using ServiceMesh.Insight.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Insight.Timeline;

/// <summary>The ticket's timeline: who did what, when, in which trace.</summary>
public static class TimelineEndpoints
{
    private const int DefaultLimit = 500;

    /// <summary>
    /// GET /api/v1/insight/tickets/{ticketId}/timeline?limit&amp;cursor: events in order of time, then publisher and sequence. Staff
    /// only. 404 <c>ticket.not-found</c> while nothing is known of the ticket.
    /// </summary>
    public static void MapTimeline(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/insight/tickets/{ticketId:guid}/timeline", ReadAsync).RequireRoles(Roles.Staff);

    private static async Task<TimelinePage> ReadAsync(
        Guid ticketId, Caller caller, InsightDb db, CancellationToken ct, [Range(1, 1000)] int limit = DefaultLimit, string? cursor = null)
    {
        if (limit is < 1 or > 1000) throw Problems.InvalidField("limit", "limit must be between 1 and 1000.");
        var rows = db.Timeline.AsNoTracking().Where(r => r.Tenant == caller.Tenant && r.TicketId == ticketId);
        if (TimelineCursor.Parse(cursor) is { } after)
        {
            rows = rows.Where(r => EF.Functions.GreaterThan(
                ValueTuple.Create(r.At, r.Publisher, r.Sequence, r.Aggregate),
                ValueTuple.Create(after.At, after.Publisher, after.Sequence, after.Aggregate)));
        }
        var found = await rows.OrderBy(r => r.At).ThenBy(r => r.Publisher).ThenBy(r => r.Sequence).ThenBy(r => r.Aggregate)
            .Take(limit + 1).ToListAsync(ct);
        if (found.Count == 0 && cursor is null) throw Problems.NotFound("ticket.not-found");
        var more = found.Count > limit;
        if (more) found.RemoveAt(limit);
        return new TimelinePage([.. found.Select(View)], more ? TimelineCursor.Of(found[^1]) : null);
    }

    private static TimelineItem View(TimelineRow row)
    {
        var data = JsonSerializer.Deserialize<JsonElement>(row.Data);
        return new TimelineItem(
            $"{row.Publisher}-{row.Aggregate:N}-{row.Sequence}", row.At, row.Type, new TimelineActor(row.ActorKind, row.ActorName),
            Summary.Of(row.Type, data), data, row.TraceId, row.Publisher, row.Sequence);
    }
}

/// <param name="Items">Events in order.</param>
/// <param name="Next">The cursor of the next page; null at the end.</param>
public sealed record TimelinePage(IReadOnlyList<TimelineItem> Items, string? Next);

/// <param name="Id">Publisher, aggregate and sequence: the event's place.</param>
/// <param name="At">When it happened (UTC).</param>
/// <param name="Type">The event's name, for example <c>TicketAssigned</c>.</param>
/// <param name="By">Who caused it.</param>
/// <param name="Summary">One short English line.</param>
/// <param name="Data">What else the event says; long texts are shortened.</param>
/// <param name="TraceId">The trace it happened in (32 hex digits); null when nothing was traced.</param>
/// <param name="Publisher">The service that published it.</param>
/// <param name="Sequence">Its number in the publisher's stream, from 1.</param>
public sealed record TimelineItem(
    string Id, DateTimeOffset At, string Type, TimelineActor By, string Summary, JsonElement Data, string? TraceId, string Publisher, long Sequence);

/// <param name="Kind"><c>system</c>, <c>staff</c>, <c>customer</c> or <c>integration</c>.</param>
/// <param name="Name">The name to show; null for the system.</param>
public sealed record TimelineActor(string Kind, string? Name);
