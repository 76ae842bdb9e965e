using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Insight.Domain;
using ServiceMesh.Insight.Persistence;
using ServiceMesh.Insight.Record;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Insight.Timeline;

/// <summary>The ticket's timeline: who did what, when, in which trace.</summary>
public static class TimelineEndpoints
{
    private const int DefaultLimit = 500;

    /// <summary>
    /// GET /api/v1/insight/tickets/{ticketId}/timeline?view&amp;limit&amp;cursor: events in order of time, then publisher and sequence; <c>view</c> is <c>internal</c>
    /// (everything, as without it) or <c>customer</c> (what may be shown to the customer). Staff only. 404 <c>ticket.not-found</c> while nothing is known
    /// of the ticket.
    /// </summary>
    public static void MapTimeline(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/insight/tickets/{ticketId:guid}/timeline", ReadAsync).RequireRoles(Roles.Staff);

    private static async Task<TimelinePage> ReadAsync(
        Guid ticketId, Caller caller, InsightDb db, CancellationToken ct, [Range(1, 1000)] int limit = DefaultLimit, string? cursor = null, string? view = null)
    {
        if (limit is < 1 or > 1000) throw Problems.InvalidField("limit", "limit must be between 1 and 1000.");
        var forCustomer = TimelineView.IsForCustomer(view);
        var rows = db.Timeline.AsNoTracking().Where(r => r.Tenant == caller.Tenant && r.TicketId == ticketId);
        if (forCustomer)
        {
            string[] shown = [.. CustomerView.Types];
            rows = rows.Where(r => shown.Contains(r.Type));
        }
        if (TimelineCursor.Parse(cursor) is { } after)
        {
            rows = rows.Where(r => EF.Functions.GreaterThan(
                ValueTuple.Create(r.At, r.Publisher, r.Sequence, r.Aggregate),
                ValueTuple.Create(after.At, after.Publisher, after.Sequence, after.Aggregate)));
        }
        var found = await rows
            .Select(r => new { Row = r, Beside = db.Personal.FirstOrDefault(p => p.Tenant == r.Tenant && p.Position == r.Position) })
            .OrderBy(r => r.Row.At).ThenBy(r => r.Row.Publisher).ThenBy(r => r.Row.Sequence).ThenBy(r => r.Row.Aggregate)
            .Take(limit + 1).ToListAsync(ct);
        if (found.Count == 0 && cursor is null) throw Problems.NotFound("ticket.not-found");
        var more = found.Count > limit;
        if (more) found.RemoveAt(limit);
        return new TimelinePage([.. found.Select(f => Item(f.Row, f.Beside, forCustomer))], more ? TimelineCursor.Of(found[^1].Row) : null);
    }

    private static TimelineItem Item(TimelineRow row, PersonalRow? beside, bool forCustomer)
    {
        var (customer, staff) = (Json(beside?.Customer), Json(beside?.Staff));
        var data = Layers.Merge(excerpts: true, Json(row.Data), customer, staff);
        if (forCustomer) data = CustomerView.Of(row.Type, data)!.Value;
        return new TimelineItem(
            $"{row.Publisher}-{row.Aggregate:N}-{row.Sequence}", row.At, row.Type,
            new TimelineActor(row.ActorKind, row.ActorName ?? TimelineView.ActorName(row.ActorKind == "customer" ? customer : staff)),
            Summary.Of(row.Type, data), data, forCustomer ? null : row.TraceId, row.Publisher, row.Sequence, row.Position, beside?.ErasedAt);
    }

    private static JsonElement? Json(string? text) => text is null ? null : JsonSerializer.Deserialize<JsonElement>(text);
}

/// <summary>The two ways to look at a ticket's history.</summary>
internal static class TimelineView
{
    /// <summary>Reads the parameter <c>view</c>; 400 when it is neither.</summary>
    public static bool IsForCustomer(string? view) => view switch
    {
        null or "" or "internal" => false,
        "customer" => true,
        _ => throw Problems.InvalidField("view", "view is internal or customer."),
    };

    /// <summary>The actor's name in the part of their side; null when it has none, or it was erased.</summary>
    public static string? ActorName(JsonElement? part) =>
        part is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(EventParts.ActorName, out var name) ? name.GetString() : null;
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
/// <param name="TraceId">The trace it happened in (32 hex digits); null when nothing was traced, and for the customer.</param>
/// <param name="Publisher">The service that published it.</param>
/// <param name="Sequence">Its number in the publisher's stream, from 1.</param>
/// <param name="Position">Its number in the tenant's record, in order of arrival; null until an old row is adopted.</param>
/// <param name="ErasedAt">When names and words were erased on request; null while they are there.</param>
public sealed record TimelineItem(
    string Id, DateTimeOffset At, string Type, TimelineActor By, string Summary, JsonElement Data, string? TraceId, string Publisher, long Sequence,
    long? Position, DateTimeOffset? ErasedAt);

/// <param name="Kind"><c>system</c>, <c>staff</c>, <c>customer</c> or <c>integration</c>.</param>
/// <param name="Name">The name to show; null for the system, and where it was erased.</param>
public sealed record TimelineActor(string Kind, string? Name);
