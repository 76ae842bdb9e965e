namespace ServiceMesh.Messaging;

/// <summary>
/// Wakes the lanes on time. A thread of its own that sleeps is a few tenths of a millisecond late; the runtime's timers are late by
/// 2 ms as a rule and more when the machine is busy.
/// </summary>
internal sealed class Waker(DatabaseClock clock, int lanes, Action<int> wake) : IDisposable
{
    private const long Never = long.MaxValue;
    private static readonly TimeSpan s_longestSleep = TimeSpan.FromSeconds(20);
    private readonly object _gate = new();
    private readonly long[] _at = [.. Enumerable.Repeat(Never, lanes)];
    private Thread? _thread;
    private bool _ended;

    /// <summary>Wakes a lane then (Unix milliseconds), or not at all when null; replaces what it was told before.</summary>
    public void At(int lane, long? milliseconds)
    {
        lock (_gate)
        {
            var earliest = _at.Min();
            _at[lane] = milliseconds ?? Never;
            if (_at[lane] < earliest) Monitor.Pulse(_gate);
            if (_thread is not null || _ended) return;
            _thread = new Thread(Run) { IsBackground = true, Name = "timers" };
            _thread.Start();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        lock (_gate)
        {
            while (!_ended)
            {
                var now = clock.Now;
                for (var lane = 0; lane < lanes; lane++)
                {
                    if (_at[lane] > TimerIndex.Milliseconds(now)) continue;
                    _at[lane] = Never;
                    wake(lane);
                }
                var next = _at.Min();
                var sleep = next == Never ? s_longestSleep : TimerIndex.InstantOf(next) - now;
                if (sleep > s_longestSleep) sleep = s_longestSleep;
                Monitor.Wait(_gate, Math.Max(1, (int)Math.Ceiling(sleep.TotalMilliseconds)));
            }
        }
    }
}
