using Npgsql;
using ServiceMesh.Messaging;

namespace ServiceMesh.Sla.WhatIf;

/// <summary>Clears away the answers of what-ifs that are old, once an hour and a few thousand rows at a time. Any instance may.</summary>
public sealed partial class WhatIfCleaning(NpgsqlDataSource dataSource, DatabaseClock clock, SlaOptions options, TimeProvider time, ILogger<WhatIfCleaning> logger) : BackgroundService
{
    private const int MostRows = 5_000;

    private const string DropBreaches = """
        DELETE FROM what_if_breaches WHERE ctid = ANY(ARRAY(
            SELECT b.ctid FROM what_ifs w JOIN what_if_breaches b ON b.tenant = w.tenant AND b.job_id = w.id WHERE w.ended_at < $1 LIMIT $2))
        """;

    private const string DropJobs = """
        DELETE FROM what_ifs w WHERE w.ended_at < $1 AND NOT EXISTS (SELECT FROM what_if_breaches b WHERE b.tenant = w.tenant AND b.job_id = w.id)
        """;

    private static readonly TimeSpan _every = TimeSpan.FromHours(1);

    /// <summary>Clears away what ended before an instant.</summary>
    public async Task CleanAsync(DateTimeOffset before, CancellationToken ct)
    {
        while (await ExecuteAsync(DropBreaches, ct, before, MostRows) == MostRows)
        {
        }

        await ExecuteAsync(DropJobs, ct, before);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CleanAsync(clock.Now.AddDays(-options.WhatIfDays), stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(failure.GetType().Name, failure.Message);
            }
        }
    }

    private async Task<int> ExecuteAsync(string sql, CancellationToken ct, params object[] values)
    {
        await using var command = dataSource.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return await command.ExecuteNonQueryAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old what-ifs could not be cleared away ({Reason}: {Detail}); it is tried again in an hour")]
    private partial void LogFailed(string reason, string detail);
}
