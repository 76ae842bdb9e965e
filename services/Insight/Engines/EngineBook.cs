using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;

namespace ServiceMesh.Insight.Engines;

/// <summary>Keeps the last heartbeat of each lane of each service's timer engine.</summary>
public static class EngineBook
{
    // A lane of which nothing was heard yet counts from the first that was heard of any: one that stands still from the beginning is found too.
    private const string SeedLanes = """
        INSERT INTO engine_lanes (service, lane, last_seen_at)
        SELECT beat.service, lane, min(beat.seen) FROM unnest($1, $3, $4) AS beat(service, lanes, seen), generate_series(0, beat.lanes - 1) AS lane
        GROUP BY beat.service, lane ORDER BY 1, 2
        ON CONFLICT (service, lane) DO NOTHING
        """;

    private const string WriteLanes = """
        INSERT INTO engine_lanes AS l (service, lane, last_seen_at)
        SELECT service, lane, max(seen) FROM unnest($1, $2, $4) AS beat(service, lane, seen) GROUP BY service, lane ORDER BY 1, 2
        ON CONFLICT (service, lane) DO UPDATE SET last_seen_at = excluded.last_seen_at WHERE l.last_seen_at < excluded.last_seen_at
        """;

    private const string Write = """
        INSERT INTO engines AS e (service, instance, last_seen_at, lateness_seconds)
        SELECT DISTINCT ON (beat.service) beat.service, beat.instance, l.first, beat.late
        FROM unnest($1, $4, $5, $6) AS beat(service, seen, instance, late)
        JOIN (SELECT service, min(last_seen_at) AS first, max(last_seen_at) AS newest FROM engine_lanes WHERE service = ANY ($1) GROUP BY service) AS l
            ON l.service = beat.service AND beat.seen >= l.newest
        ORDER BY beat.service
        ON CONFLICT (service) DO UPDATE SET instance = excluded.instance, lateness_seconds = excluded.lateness_seconds
        """;

    // An engine is as silent as its most silent lane.
    private const string Follow = """
        UPDATE engines e SET last_seen_at = l.first
        FROM (SELECT service, min(last_seen_at) AS first FROM engine_lanes WHERE service = ANY ($1) GROUP BY service) AS l
        WHERE e.service = l.service AND e.last_seen_at < l.first
        """;

    /// <summary>What was last heard of every engine.</summary>
    public static async Task<IReadOnlyList<EngineSighting>> ReadAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT service, last_seen_at, lateness_seconds FROM engines ORDER BY service", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var engines = new List<EngineSighting>();
        while (await reader.ReadAsync(ct))
            engines.Add(new EngineSighting(reader.GetString(0), new DateTimeOffset(reader.GetDateTime(1), TimeSpan.Zero), TimeSpan.FromSeconds(reader.GetDouble(2))));
        return engines;
    }

    /// <summary>Notes the newest heartbeat of each lane of each service among these events; older ones than are known change nothing.</summary>
    public static async Task NoteAsync(IEnumerable<Event> batch, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(work);
        var beats = batch.OfType<EngineHeartbeat>().ToList();
        if (beats.Count == 0) return;
        await using var commands = new NpgsqlBatch(work.Connection, work.Transaction);
        foreach (var sql in new[] { SeedLanes, WriteLanes, Write, Follow })
        {
            var command = new NpgsqlBatchCommand(sql);
            Add(command, NpgsqlDbType.Text, e => e.Service);
            Add(command, NpgsqlDbType.Integer, e => e.Lane ?? 0);
            Add(command, NpgsqlDbType.Integer, e => e.Lanes ?? 1);
            Add(command, NpgsqlDbType.TimestampTz, e => e.OccurredAt.UtcDateTime);
            Add(command, NpgsqlDbType.Text, e => e.Instance);
            Add(command, NpgsqlDbType.Double, e => e.LatenessSeconds);
            commands.BatchCommands.Add(command);
        }

        await commands.ExecuteNonQueryAsync(ct);

        void Add<T>(NpgsqlBatchCommand to, NpgsqlDbType type, Func<EngineHeartbeat, T> read) =>
            to.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | type, Value = beats.Select(read).ToArray() });
    }
}
