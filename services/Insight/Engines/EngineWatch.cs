using Npgsql;
using ServiceMesh.Messaging;

namespace ServiceMesh.Insight.Engines;

/// <summary>
/// Raises the alarm, once, for a service whose timer engine is not heard of any more: an error in the log and the metric
/// <c>insight.engines_lost</c>. What was reported is kept in the database, so neither a restart nor a second instance repeats it.
/// </summary>
public sealed partial class EngineWatch(NpgsqlDataSource dataSource, DatabaseClock clock, ILogger<EngineWatch> logger)
{
    /// <summary>The name by which Insight beats.</summary>
    public const string Own = "insight";

    private const string ReportLost = """
        UPDATE engines SET reported_at = clock_timestamp() WHERE service = ANY ($1) AND reported_at IS NULL
        RETURNING service, last_seen_at, lateness_seconds
        """;

    private const string ForgetFound = "UPDATE engines SET reported_at = NULL WHERE reported_at < last_seen_at RETURNING service";

    private DateTimeOffset? _listeningSince;
    private DateTimeOffset? _heardSince;
    private int _lost;

    /// <summary>Engines that are reported as lost, as of the last check.</summary>
    public int Lost => Volatile.Read(ref _lost);

    /// <summary>Judges all engines as of now, by the database's clock.</summary>
    public Task CheckAsync(CancellationToken ct) => CheckAsync(clock.Now, ct);

    /// <summary>Judges all engines as of that instant.</summary>
    public async Task CheckAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        var engines = await EngineBook.ReadAsync(connection, ct);
        (var lost, _heardSince) = EngineVerdict.Judge(engines, Own, _listeningSince ??= now, _heardSince, now);
        await using (var found = new NpgsqlCommand(ForgetFound, connection))
        await using (var reader = await found.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct)) LogFound(reader.GetString(0));
        }
        if (lost.Count > 0) await ReportAsync(connection, lost, ct);
        await using var count = new NpgsqlCommand("SELECT count(*)::int FROM engines WHERE reported_at IS NOT NULL", connection);
        Volatile.Write(ref _lost, (int)(await count.ExecuteScalarAsync(ct))!);
    }

    private async Task ReportAsync(NpgsqlConnection connection, IReadOnlyList<string> lost, CancellationToken ct)
    {
        await using var report = new NpgsqlCommand(ReportLost, connection);
        report.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. lost] });
        await using var reader = await report.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) LogLost(reader.GetString(0), reader.GetDateTime(1), reader.GetDouble(2));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The timer engine of {Service} was last heard of at {LastSeenAt:O}, when its timers were {Lateness:0.0} s late: its timers do not fire, or its events do not arrive")]
    private partial void LogLost(string service, DateTime lastSeenAt, double lateness);

    [LoggerMessage(Level = LogLevel.Information, Message = "The timer engine of {Service} is heard of again")]
    private partial void LogFound(string service);
}
