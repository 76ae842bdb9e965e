using System.Collections.Concurrent;

namespace ServiceMesh.Notification.Sending;

/// <summary>A bounded number of deliveries at work, and as many waiting behind them.</summary>
internal sealed class Lane(int concurrency) : IDisposable
{
    private readonly ConcurrentDictionary<Guid, Task> _taken = new();
    private readonly SemaphoreSlim _slots = new(concurrency);

    public IEnumerable<Task> Running => _taken.Values;

    /// <summary>
    /// Keeps a place for the delivery. Returns what starts <paramref name="attempt"/>, as soon as a slot is free too; nothing happens when the
    /// delivery is at work here already. Null when the lane is full.
    /// </summary>
    public Action? Take(Guid delivery, Func<SemaphoreSlim, Task> attempt)
    {
        if (_taken.ContainsKey(delivery)) return () => { };
        if (_taken.Count >= 2 * concurrency) return null;
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _taken.TryAdd(delivery, RunAsync(start.Task, delivery, attempt)) ? start.SetResult : () => { };
    }

    public void Dispose() => _slots.Dispose();

    private async Task RunAsync(Task start, Guid delivery, Func<SemaphoreSlim, Task> attempt)
    {
        await start;
        try
        {
            await attempt(_slots);
        }
        finally
        {
            _taken.TryRemove(delivery, out _);
        }
    }
}
