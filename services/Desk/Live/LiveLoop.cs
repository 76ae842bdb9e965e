namespace ServiceMesh.Desk;

/// <summary>
/// Refreshes one screen: at once after news, at most twice a second, every two seconds while there is no live feed,
/// and every fifteen seconds in any case, so that a lost message does no harm.
/// </summary>
internal sealed class LiveLoop : IDisposable
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);

    private readonly LiveFeed _feed;
    private readonly TimeProvider _time;
    private readonly Func<CancellationToken, Task> _refresh;
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _news = new(0, 1);
    private readonly IDisposable _seat;
    private readonly CancellationToken _ended;

    /// <param name="ticket">Only news of this ticket count; null for all of the tenant's.</param>
    public LiveLoop(LiveFeed feed, TimeProvider time, string tenant, Guid? ticket, Func<CancellationToken, Task> refresh)
    {
        _feed = feed;
        _time = time;
        _refresh = refresh;
        _ended = _end.Token;
        _seat = feed.Listen(tenant, changed =>
        {
            if (ticket is null || ticket == changed)
                Nudge();
        });
        _ = RunAsync();
    }

    /// <summary>Something is about to appear: look every two seconds even while the feed is live.</summary>
    public bool Restless { get; set; }

    /// <summary>Refresh now, or right after the refresh under way.</summary>
    public void Nudge()
    {
        try
        {
            _news.Release();
        }
        catch (SemaphoreFullException)
        {
            // Already due.
        }
    }

    public void Dispose()
    {
        _seat.Dispose();
        _end.Cancel();
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await _news.WaitAsync(_feed.Live && !Restless ? Beat : Poll, _ended);
                await _refresh(_ended);
                await Task.Delay(Least, _time, _ended);
            }
        }
        catch (OperationCanceledException)
        {
            // The screen was left.
        }
    }
}
