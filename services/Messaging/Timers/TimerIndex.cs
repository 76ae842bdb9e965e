namespace ServiceMesh.Messaging;

/// <summary>The near future of all lanes: fed by this process's commits and by the engine's look ahead.</summary>
internal sealed class TimerIndex : IDisposable
{
    private readonly LaneIndex[] _lanes = [.. Enumerable.Range(0, Lanes.Count).Select(_ => new LaneIndex())];
    private readonly Waker _waker;

    public TimerIndex(DatabaseClock clock) => _waker = new Waker(clock, Lanes.Count, lane => _lanes[lane].Wake());

    public LaneIndex this[int lane] => _lanes[lane];

    /// <summary>Sleeps until something is due in this lane, or for that long.</summary>
    public Task SleepAsync(int lane, TimeSpan atMost, CancellationToken ct) => _lanes[lane].SleepAsync(next => _waker.At(lane, next), atMost, ct);

    /// <summary>A timer was armed, by a commit that is over.</summary>
    public void Armed(string key, DateTimeOffset dueAt) => _lanes[Lanes.Of(key)].Add(RoundedUp(dueAt));

    public void LookEverywhere()
    {
        foreach (var lane in _lanes) lane.Look();
    }

    /// <summary>Unix milliseconds, rounded down: what is noted for them is due.</summary>
    public static long Milliseconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds();

    /// <summary>Unix milliseconds, rounded up.</summary>
    public static long RoundedUp(DateTimeOffset at) =>
        (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;

    /// <summary>The instant of Unix milliseconds; before 1970, the earliest there is.</summary>
    public static DateTimeOffset InstantOf(long milliseconds) =>
        milliseconds < 0 ? DateTimeOffset.MinValue : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    public void Dispose()
    {
        _waker.Dispose();
        foreach (var lane in _lanes) lane.Dispose();
    }
}
