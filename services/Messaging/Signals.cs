namespace ServiceMesh.Messaging;

/// <summary>Wakes the relay and the timer loop of this process after a commit; other processes' rows are found by their slow polls.</summary>
internal sealed class Signals : IDisposable
{
    private readonly SemaphoreSlim _outbox = new(0);
    private readonly SemaphoreSlim _timers = new(0);
    private long _nextDueTicks = long.MaxValue;

    public void OutboxFilled()
    {
        if (_outbox.CurrentCount == 0) _outbox.Release();
    }

    public Task<bool> WaitForOutboxAsync(TimeSpan atMost, CancellationToken ct) => _outbox.WaitAsync(atMost, ct);

    /// <summary>Wakes the timer loop when the timer is due before what the loop waits for.</summary>
    public void TimerArmed(DateTimeOffset dueAt)
    {
        if (dueAt.UtcTicks < Volatile.Read(ref _nextDueTicks) && _timers.CurrentCount == 0) _timers.Release();
    }

    public Task<bool> WaitForTimersAsync(DateTimeOffset nextDue, TimeSpan atMost, CancellationToken ct)
    {
        Volatile.Write(ref _nextDueTicks, nextDue.UtcTicks);
        return _timers.WaitAsync(atMost, ct);
    }

    /// <summary>From now on every arming wakes the loop: it is about to read the table.</summary>
    public void TimersAreBeingRead() => Volatile.Write(ref _nextDueTicks, long.MaxValue);

    public void Dispose()
    {
        _outbox.Dispose();
        _timers.Dispose();
    }
}
