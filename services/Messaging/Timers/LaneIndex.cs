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
    public async Task SleepAsync(Action<long?> wakeAt, TimeSpan atMost, CancellationToken ct)
    {
        long? next;
        lock (_lock)
        {
            next = _near.Next();
            _sleepsUntil = next ?? long.MaxValue;
        }
        wakeAt(next);
        await _wake.WaitAsync(atMost, ct);
    }

    /// <summary>Ends a sleep.</summary>
    public void Wake()
    {
        lock (_lock) Wake(Awake);
    }

    public void Dispose() => _wake.Dispose();

    private void Wake(long due)
    {
        if (_sleepsUntil == Awake || due >= _sleepsUntil) return;
        _sleepsUntil = Awake;
        if (_wake.CurrentCount == 0) _wake.Release();
    }
}
