using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ServiceMesh.Messaging;

/// <summary>Keeps the messaging tables small and measures outbox and timers.</summary>
internal sealed partial class Housekeeping(WorkServices services, MessagingMetrics metrics, ILogger<Housekeeping> logger) : BackgroundService
{
    private static readonly TimeSpan s_measure = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_clean = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_alarm = TimeSpan.FromSeconds(30);
    private DateTimeOffset _cleaned;
    private bool _late;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_measure);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await MeasureAsync(stoppingToken);
                if (services.Clock.Now - _cleaned < s_clean) continue;
                await CleanAsync(stoppingToken);
                _cleaned = services.Clock.Now;
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(failure.GetType().Name, failure.Message);
            }
        }
    }

    private async Task MeasureAsync(CancellationToken ct)
    {
        await using var command = services.DataSource.CreateCommand(
            """
            SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0)::float8,
                coalesce((SELECT n_live_tup FROM pg_stat_user_tables WHERE schemaname = 'messaging' AND relname = 'timers'), 0)
            FROM messaging.outbox
            """);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var (depth, age) = (reader.GetInt64(0), TimeSpan.FromSeconds(Math.Max(0, reader.GetDouble(1))));
        metrics.Outbox(depth, age);
        metrics.Armed(reader.GetInt64(2));
        if (age > s_alarm && !_late) LogLate(depth, age.TotalSeconds);
        _late = age > s_alarm;
    }

    private async Task CleanAsync(CancellationToken ct)
    {
        await using var connection = await services.DataSource.OpenConnectionAsync(ct);
        var today = DateOnly.FromDateTime(services.Clock.Now.UtcDateTime);
        await InboxPartitions.EnsureAsync(connection, today, ct);
        await InboxPartitions.DropBeforeAsync(connection, InboxPartitions.FirstKept(services.Clock.Now, services.Options.InboxDays), ct);
        await using var command = new NpgsqlCommand("""
            DELETE FROM messaging.idempotency_keys WHERE created_at < clock_timestamp() - interval '24 hours';
            DELETE FROM messaging.inbox_other WHERE received_at < clock_timestamp() - make_interval(days => $1)
            """.Replace("$1", services.Options.InboxDays.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal), connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Depth} events wait in the outbox, the oldest for {Seconds:0} s")]
    private partial void LogLate(long depth, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Housekeeping failed ({Reason}: {Detail}) and is tried again")]
    private partial void LogFailed(string reason, string detail);
}
