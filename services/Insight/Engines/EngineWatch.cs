using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;

namespace ServiceMesh.Insight.Engines;

/// <summary>
/// Raises the alarm, once, for a service whose timer engine, or one lane of it, is not heard of any more: an error in the log, the metric
/// <c>insight.engines_lost</c> and EngineLost, of which administrators are told. What was reported is kept in the database, so neither a restart nor a second instance repeats it.
/// </summary>
public sealed partial class EngineWatch(NpgsqlDataSource dataSource, DatabaseClock clock, IWorkFactory works, ILogger<EngineWatch> logger)
{
    /// <summary>The name by which Insight beats.</summary>
    public const string Own = "insight";

    /// <summary>The tenant whose administrators run the installation.</summary>
    private const string Operator = "default";

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
        if (lost.Count > 0) await ReportAsync(lost, ct);
        await using var count = new NpgsqlCommand("SELECT count(*)::int FROM engines WHERE reported_at IS NOT NULL", connection);
        Volatile.Write(ref _lost, (int)(await count.ExecuteScalarAsync(ct))!);
    }

    private async Task ReportAsync(IReadOnlyList<string> lost, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        await using (var report = new NpgsqlCommand(ReportLost, work.Connection, work.Transaction))
        {
            report.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. lost] });
            await using var reader = await report.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                var (service, seen, late) = (reader.GetString(0), reader.GetDateTime(1), reader.GetDouble(2));
                LogLost(service, seen, late);
                work.Publish(new EngineLost
                {
                    Tenant = Operator, OccurredAt = work.Now, LossId = Guid.CreateVersion7(work.Now), Service = service, LastSeenAt = new DateTimeOffset(seen, TimeSpan.Zero), LatenessSeconds = late,
                });
            }
        }

        await work.CommitAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The timer engine of {Service}, or a lane of it, was last heard of at {LastSeenAt:O}, when its timers were {Lateness:0.0} s late: its timers do not fire, or its events do not arrive")]
    private partial void LogLost(string service, DateTime lastSeenAt, double lateness);

    [LoggerMessage(Level = LogLevel.Information, Message = "The timer engine of {Service} is heard of again")]
    private partial void LogFound(string service);
}
