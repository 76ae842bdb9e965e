using Npgsql;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Insight.Engines;

/// <summary>How the timer engines of the installation are.</summary>
public static class EngineEndpoints
{
    /// <summary>
    /// GET /api/v1/insight/engines: every service whose timer engine was ever heard of, by name. Roles ops, admin and manager; 403 for others.
    /// </summary>
    public static void MapEngines(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/insight/engines", ReadAsync).RequireRoles(Roles.Ops, Roles.Admin, Roles.Manager);

    private static async Task<EngineViews> ReadAsync(NpgsqlDataSource dataSource, DatabaseClock clock, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        var engines = await EngineBook.ReadAsync(connection, ct);
        var now = clock.Now;
        return new EngineViews([.. engines.Select(e => new EngineView(e.Service, e.LastSeenAt, e.Lateness.TotalSeconds, EngineVerdict.StateOf(e, now)))]);
    }
}

/// <summary>Engines by service.</summary>
public sealed record EngineViews(IReadOnlyList<EngineView> Items);

/// <param name="Service">For example <c>sla</c>.</param>
/// <param name="LastSeenAt">When its last heartbeat was fired (UTC).</param>
/// <param name="Lateness">By how many seconds its most overdue timer was late then.</param>
/// <param name="State"><c>ok</c>; <c>late</c>: silent for over 65 s or over 5 s late; <c>lost</c>: silent for over two minutes.</param>
public sealed record EngineView(string Service, DateTimeOffset LastSeenAt, double Lateness, EngineState State);
