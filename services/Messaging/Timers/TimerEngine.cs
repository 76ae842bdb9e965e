using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ServiceMesh.Messaging;

/// <summary>
/// Fires due timers. Each lane has a loop that sleeps until the next instant its index knows, then claims and fires what is due by the
/// database's clock. Beside them this looks ahead for the index, and once a second for strays: what other processes armed and did not fire.
/// </summary>
internal sealed partial class TimerEngine(
    WorkServices services,
    TimerFiring firing,
    ILogger<TimerEngine> logger) : BackgroundService
{
    private static readonly TimeSpan s_strays = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_ahead = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan s_reserve = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_longestSleep = TimeSpan.FromSeconds(20);
    private DateTimeOffset _knownUntil;
    private bool _beats;

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // From now on what is armed is noted; what was armed before is found by the lanes' first look and the look ahead.
        for (var lane = 0; lane < Lanes.Count; lane++) services.Timers[lane].Take(TimerIndex.Milliseconds(services.Clock.Now));
        return Task.WhenAll(Enumerable.Range(0, Lanes.Count).Select(lane => RunAsync(new Lane(services, firing, lane).StepAsync, stoppingToken))
            .Append(RunAsync(WatchAsync, stoppingToken)));
    }

    /// <summary>Repeats a step for ever; while the database is away, with growing pauses.</summary>
    private async Task RunAsync(Func<CancellationToken, Task> step, CancellationToken ct)
    {
        // The host goes on starting while the lanes do their first look.
        await Task.Yield();
        for (var outages = 0; !ct.IsCancellationRequested;)
        {
            try
            {
                await step(ct);
                outages = 0;
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                if (outages == 0 || !DatabaseFaults.IsOutage(failure)) LogTrouble(failure);
                await DatabaseFaults.WaitAsync(outages++, ct);
            }
        }
    }

    private async Task WatchAsync(CancellationToken ct)
    {
        var now = services.Clock.Now;
        // Also after the database's clock was set.
        if (_knownUntil < now || _knownUntil > now + s_ahead) _knownUntil = now;
        if (_knownUntil < now + s_reserve)
            _knownUntil = await TimerTable.LookAheadAsync(services.DataSource, _knownUntil, now + s_ahead, services.Timers, ct);
        if (!_beats)
        {
            await Heartbeat.StartAsync(services, ct);
            _beats = true;
        }
        if (await TimerTable.IsAnyDueAsync(services.DataSource, ct)) services.Timers.LookEverywhere();
        await Task.Delay(s_strays, ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Timers cannot be read; trying again")]
    private partial void LogTrouble(Exception failure);

    private sealed class Lane(WorkServices services, TimerFiring firing, int lane)
    {
        private static readonly TimeSpan s_shortestWait = TimeSpan.FromMilliseconds(1);
        private static readonly TimeSpan s_longestWait = TimeSpan.FromMilliseconds(250);

        private readonly LaneIndex _index = services.Timers[lane];

        // From which due time on something may be due; null while nothing is known to be. At first everything may.
        private DateTimeOffset? _dueFrom = DateTimeOffset.MinValue;
        private TimeSpan _wait = s_shortestWait;

        public async Task StepAsync(CancellationToken ct)
        {
            var now = TimerIndex.Milliseconds(services.Clock.Now);
            // One millisecond less: the index rounds up.
            if (_index.Take(now) is { } first) _dueFrom = Earlier(_dueFrom, TimerIndex.InstantOf(first - 1));
            if (_dueFrom is not { } from)
            {
                await services.Timers.SleepAsync(lane, s_longestSleep, ct);
                return;
            }

            var round = await firing.FireDueAsync(lane, from, ct);
            if (!round.IsMine)
            {
                // Another instance has the lane and finds by itself what is due, unless it is frozen: then it loses the lane.
                await Task.Delay(_wait, ct);
                if (_wait < s_longestWait) _wait *= 2;
                else await TimerTable.EndStuckAsync(services.DataSource, lane, TimeSpan.FromSeconds(services.Options.TimerLeaseSeconds), ct);
                return;
            }
            _wait = s_shortestWait;
            if (round.More) return;
            if (TimerIndex.Milliseconds(round.AsOf) >= now) _dueFrom = null;
            else await Task.Delay(s_shortestWait, ct);
        }

        private static DateTimeOffset Earlier(DateTimeOffset? one, DateTimeOffset other) => one < other ? one.Value : other;
    }
}
