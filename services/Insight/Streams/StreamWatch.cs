using System.Collections.Concurrent;
using Npgsql;
using ServiceMesh.Contracts;

namespace ServiceMesh.Insight.Streams;

/// <summary>
/// Checks that streams have no gaps: only those touched since the last check, and those known to be incomplete. A number missing
/// for longer than a minute is reported once and counted until it comes. Gaps are kept in the database, so restarts forget none.
/// </summary>
public sealed partial class StreamWatch(NpgsqlDataSource dataSource, ILogger<StreamWatch> logger)
{
    /// <summary>How long a number may be missing: publishers' messages may overtake each other on their way.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const string FindIncomplete = """
        INSERT INTO stream_gaps (publisher, aggregate, tenant, since)
        SELECT publisher, aggregate, min(tenant), clock_timestamp()
        FROM timeline JOIN unnest($1, $2) AS touched (publisher, aggregate) USING (publisher, aggregate)
        GROUP BY publisher, aggregate HAVING max(sequence) <> count(*)
        ORDER BY publisher, aggregate
        ON CONFLICT DO NOTHING
        """;

    private const string ForgetHealed = """
        DELETE FROM stream_gaps g
        WHERE (SELECT max(sequence) = count(*) FROM timeline t WHERE t.publisher = g.publisher AND t.aggregate = g.aggregate)
        """;

    private const string Report = """
        UPDATE stream_gaps SET reported_at = clock_timestamp()
        WHERE reported_at IS NULL AND since <= clock_timestamp() - $1
        RETURNING publisher, aggregate, tenant,
            (SELECT min(n) FROM generate_series(1, (SELECT max(sequence) FROM timeline t WHERE t.publisher = stream_gaps.publisher AND t.aggregate = stream_gaps.aggregate)) n
             WHERE NOT EXISTS (SELECT FROM timeline t WHERE t.publisher = stream_gaps.publisher AND t.aggregate = stream_gaps.aggregate AND t.sequence = n))
        """;

    private const string Recent = """
        SELECT DISTINCT l.publisher, l.aggregate
        FROM tenants t JOIN timeline l ON l.tenant = t.tenant AND l.day >= current_date - 1
        WHERE l.at > clock_timestamp() - interval '10 minutes'
        """;

    private readonly ConcurrentDictionary<(string Publisher, Guid Aggregate), bool> _touched = new();
    private long _open;

    /// <summary>Streams with a number missing for longer than the patience, as of the last check.</summary>
    public long OpenGaps => Interlocked.Read(ref _open);

    /// <summary>Notes that an event of this stream was stored.</summary>
    public void Touched(StreamPosition position)
    {
        ArgumentNullException.ThrowIfNull(position);
        _touched[(position.Publisher, position.Aggregate)] = true;
    }

    /// <summary>Touches the streams of the last minutes: those whose check a restart may have prevented.</summary>
    public async Task ResumeAsync(CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Recent);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) _touched[(reader.GetString(0), reader.GetGuid(1))] = true;
    }

    /// <summary>Looks for new gaps, forgets healed ones and reports those older than <paramref name="patience"/>.</summary>
    public async Task CheckAsync(TimeSpan patience, CancellationToken ct)
    {
        var touched = _touched.Keys.ToArray();
        foreach (var key in touched) _touched.TryRemove(key, out _);
        try
        {
            await using var connection = await dataSource.OpenConnectionAsync(ct);
            if (touched.Length > 0) await FindAsync(connection, touched, ct);
            await using (var heal = new NpgsqlCommand(ForgetHealed, connection)) await heal.ExecuteNonQueryAsync(ct);
            await ReportAsync(connection, patience, ct);
            await using var count = new NpgsqlCommand("SELECT count(*) FROM stream_gaps WHERE reported_at IS NOT NULL", connection);
            Interlocked.Exchange(ref _open, (long)(await count.ExecuteScalarAsync(ct))!);
        }
        catch
        {
            foreach (var key in touched) _touched[key] = true;
            throw;
        }
    }

    private static async Task FindAsync(NpgsqlConnection connection, (string Publisher, Guid Aggregate)[] touched, CancellationToken ct)
    {
        await using var find = new NpgsqlCommand(FindIncomplete, connection);
        find.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. touched.Select(t => t.Publisher)] });
        find.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. touched.Select(t => t.Aggregate)] });
        await find.ExecuteNonQueryAsync(ct);
    }

    private async Task ReportAsync(NpgsqlConnection connection, TimeSpan patience, CancellationToken ct)
    {
        await using var report = new NpgsqlCommand(Report, connection);
        report.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = patience });
        await using var reader = await report.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) LogGap(reader.GetString(0), reader.GetGuid(1), reader.GetString(2), reader.GetInt64(3));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Stream {Publisher}/{Aggregate} of tenant {Tenant} misses event {Sequence}")]
    private partial void LogGap(string publisher, Guid aggregate, string tenant, long sequence);
}
