using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;

namespace ServiceMesh.Insight.Engines;

/// <summary>Keeps the last heartbeat of each service's timer engine.</summary>
public static class EngineBook
{
    private const string Write = """
        INSERT INTO engines AS e (service, instance, last_seen_at, lateness_seconds)
        SELECT * FROM unnest($1, $2, $3, $4) ORDER BY 1
        ON CONFLICT (service) DO UPDATE SET instance = excluded.instance, last_seen_at = excluded.last_seen_at, lateness_seconds = excluded.lateness_seconds
        WHERE e.last_seen_at < excluded.last_seen_at
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

    /// <summary>Notes the newest heartbeat of each service among these events; older ones than are known change nothing.</summary>
    public static async Task NoteAsync(IEnumerable<Event> batch, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(work);
        var newest = batch.OfType<EngineHeartbeat>().GroupBy(e => e.Service).Select(g => g.MaxBy(e => e.OccurredAt)!).ToList();
        if (newest.Count == 0) return;
        await using var command = new NpgsqlCommand(Write, work.Connection, work.Transaction);
        Add(NpgsqlDbType.Text, e => e.Service);
        Add(NpgsqlDbType.Text, e => e.Instance);
        Add(NpgsqlDbType.TimestampTz, e => e.OccurredAt.UtcDateTime);
        Add(NpgsqlDbType.Double, e => e.LatenessSeconds);
        await command.ExecuteNonQueryAsync(ct);

        void Add<T>(NpgsqlDbType type, Func<EngineHeartbeat, T> read) =>
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | type, Value = newest.Select(read).ToArray() });
    }
}
