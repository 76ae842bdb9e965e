namespace ServiceMesh.Messaging;

/// <summary>One lane's near future, shared by those who arm and the lane's loop, which sleeps on it.</summary>
internal sealed class LaneIndex : IDisposable
{
    private const long Awake = long.MinValue;
    private readonly Lock _lock = new();
    private readonly NearFuture _near = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private long _sleepsUntil = Awake;

    /// <summary>Notes that something is due then (Unix milliseconds, rounded up).</summary>
    public void Add(long due)
    {
        lock (_lock)
        {
            _near.Add(due);
            Wake(due);
        }
    }

    /// <summary>Asks for a look at everything that is due, however long.</summary>
    public void Look() => Add(NearFuture.Anything);

    /// <summary>Forgets what is due by now and returns the earliest of it; null when nothing is.</summary>
    public long? Take(long now)
    {
        lock (_lock)
        {
            _sleepsUntil = Awake;
            return _near.Take(now);
        }
    }

    /// <summary>Sleeps until the next noted instant, an earlier one that is noted meanwhile, or for that long.</summary>
    public async Task SleepAsync(DatabaseClock clock, TimeSpan atMost, CancellationToken ct)
    {
        TimeSpan wait;
        lock (_lock)
        {
            var next = _near.Next();
            wait = next is null ? atMost : TimerIndex.InstantOf(next.Value) - clock.Now;
            if (wait <= TimeSpan.Zero) return;
            if (wait > atMost) wait = atMost;
            _sleepsUntil = next ?? long.MaxValue;
        }
        await _wake.WaitAsync(Math.Max(1, (int)Math.Ceiling(wait.TotalMilliseconds)), ct);
    }

    public void Dispose() => _wake.Dispose();

    private void Wake(long due)
    {
        if (due >= _sleepsUntil) return;
        _sleepsUntil = Awake;
        if (_wake.CurrentCount == 0) _wake.Release();
    }
}
