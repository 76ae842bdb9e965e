using Npgsql;
using ServiceMesh.Messaging;

namespace ServiceMesh.Insight.Record.Heads;

/// <summary>Looks every minute, by the database's clock, whether a day is over.</summary>
internal sealed partial class DayClosingService(DayClosing closing, HeadKeys keys, DatabaseClock now, TimeProvider clock, ILogger<DayClosingService> logger)
    : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!keys.CanSign)
        {
            LogNoKey();
            return;
        }
        using var timer = new PeriodicTimer(s_interval, clock);
        do
        {
            try
            {
                await closing.CloseBeforeAsync(DateOnly.FromDateTime(now.Now.UtcDateTime), stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                LogPutOff(e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Record:SigningKey is not set: the days of the record are not closed")]
    private partial void LogNoKey();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The days of the record cannot be closed at the moment ({Reason})")]
    private partial void LogPutOff(string reason);
}
