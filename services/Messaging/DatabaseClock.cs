using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ServiceMesh.Messaging;

/// <summary>
/// The database's clock: its offset from this machine's monotonic clock is re-read every 10 s, so a process clock that jumps
/// changes nothing, and all instances of a service agree.
/// </summary>
public sealed partial class DatabaseClock(NpgsqlDataSource dataSource, ILogger<DatabaseClock> logger) : BackgroundService
{
    private static readonly TimeSpan s_rereadEvery = TimeSpan.FromSeconds(10);
    private Reading? _reading;

    /// <summary>The current instant by the database (UTC, whole microseconds). Before the first reading: this machine's clock.</summary>
    public DateTimeOffset Now
    {
        get
        {
            var reading = Volatile.Read(ref _reading);
            var now = reading is null ? DateTimeOffset.UtcNow : reading.At + Stopwatch.GetElapsedTime(reading.Timestamp);
            return new DateTimeOffset(now.Ticks - now.Ticks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
        }
    }

    /// <summary>Reads the offset now.</summary>
    public async Task ReadAsync(CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand("SELECT clock_timestamp()");
        var before = Stopwatch.GetTimestamp();
        var at = (DateTime)(await command.ExecuteScalarAsync(ct))!;
        var after = Stopwatch.GetTimestamp();
        // The reading happened somewhere between; the middle is off by half the round trip at most.
        Volatile.Write(ref _reading, new Reading(new DateTimeOffset(at, TimeSpan.Zero), before + (after - before) / 2));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_rereadEvery);
        do
        {
            try
            {
                await ReadAsync(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                LogUnread(e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database's clock could not be read ({Reason}); the last offset stays in use")]
    private partial void LogUnread(string reason);

    private sealed record Reading(DateTimeOffset At, long Timestamp);
}
