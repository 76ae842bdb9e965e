using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ServiceMesh.Messaging;

/// <summary>
/// The database's clock: its offset from this machine's monotonic clock is re-read every 10 s, so a process clock that jumps
/// changes nothing, and all instances of a service agree.
/// </summary>
public sealed partial class DatabaseClock(NpgsqlDataSource dataSource, TimeProvider time, ILogger<DatabaseClock> logger) : BackgroundService
{
    private const int Tries = 3;
    private static readonly TimeSpan s_rereadEvery = TimeSpan.FromSeconds(10);
    private Reading? _reading;

    /// <summary>The current instant by the database (UTC, whole microseconds). Before the first reading: this machine's clock.</summary>
    public DateTimeOffset Now
    {
        get
        {
            var reading = Volatile.Read(ref _reading);
            var now = reading is null ? time.GetUtcNow() : reading.At + time.GetElapsedTime(reading.Timestamp);
            return new DateTimeOffset(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
        }
    }

    /// <summary>Reads the offset now: of a few tries the one with the shortest round trip, which bounds its error.</summary>
    public async Task ReadAsync(CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand("SELECT clock_timestamp()", connection);
        var (best, shortest) = ((Reading?)null, long.MaxValue);
        for (var i = 0; i < Tries; i++)
        {
            var before = time.GetTimestamp();
            var at = (DateTime)(await command.ExecuteScalarAsync(ct))!;
            var trip = time.GetTimestamp() - before;
            if (trip >= shortest) continue;
            // The reading happened somewhere between; the middle is off by half the round trip at most.
            (best, shortest) = (new Reading(new DateTimeOffset(at, TimeSpan.Zero), before + trip / 2), trip);
        }
        Volatile.Write(ref _reading, best);
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
