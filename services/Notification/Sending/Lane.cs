using System.Collections.Concurrent;
using ServiceMesh.Messaging;

namespace ServiceMesh.Notification.Sending;

/// <summary>A bounded number of deliveries at work, and a bounded number waiting behind them.</summary>
internal sealed class Lane(int concurrency, DatabaseClock clock) : IDisposable
{
    /// <summary>Only an id waits here, so the bound is for fairness between processes, not for memory.</summary>
    private const int MostPlaces = 1000;

    private readonly ConcurrentDictionary<Guid, Place> _places = new();
    private readonly SemaphoreSlim _slots = new(concurrency);

    public IEnumerable<Task> Running => _places.Values.Select(p => p.Running);

    /// <summary>
    /// Keeps a place for the delivery. Call what it returns when the lease is stored: it starts <paramref name="attempt"/> as soon as a slot is
    /// free, or, for a delivery that has a place already, renews its lease. Null when the lane is full.
    /// </summary>
    public Action? Take(Guid delivery, DateTimeOffset leaseEnd, Func<SemaphoreSlim, Place, Task> attempt)
    {
        if (_places.TryGetValue(delivery, out var known)) return () => known.Renew(leaseEnd);
        if (_places.Count >= MostPlaces) return null;
        var place = new Place(clock, leaseEnd);
        if (!_places.TryAdd(delivery, place)) return () => place.Renew(leaseEnd);
        place.Running = RunAsync(delivery, place, attempt);
        return place.Begin;
    }

    public void Dispose() => _slots.Dispose();

    private async Task RunAsync(Guid delivery, Place place, Func<SemaphoreSlim, Place, Task> attempt)
    {
        await place.Begun;
        try
        {
            await attempt(_slots, place);
        }
        finally
        {
            _places.TryRemove(delivery, out _);
        }
    }
}

/// <summary>A delivery's place in its lane, and how long it is ours by the database's clock.</summary>
internal sealed class Place(DatabaseClock clock, DateTimeOffset leaseEnd)
{
    private readonly TaskCompletionSource _begin = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _endTicks = leaseEnd.UtcTicks;

    public Task Begun => _begin.Task;

    public Task Running { get; set; } = Task.CompletedTask;

    public TimeSpan LeaseLeft => TimeSpan.FromTicks(Volatile.Read(ref _endTicks) - clock.Now.UtcTicks);

    public void Begin() => _begin.TrySetResult();

    public void Renew(DateTimeOffset end) => Volatile.Write(ref _endTicks, end.UtcTicks);
}
