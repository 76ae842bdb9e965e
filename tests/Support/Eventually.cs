namespace ServiceMesh.Testing;

/// <summary>The one place where tests wait for something that another process or thread does.</summary>
public static class Eventually
{
    private static readonly TimeSpan s_usual = TimeSpan.FromSeconds(30);

    /// <summary>Looks again and again until the condition holds.</summary>
    /// <param name="condition">What must become true.</param>
    /// <param name="timeout">The longest wait; 30 s when null.</param>
    /// <param name="what">Named in the failure, for example "the board shows the ticket".</param>
    /// <exception cref="TimeoutException">It did not become true in time.</exception>
    public static Task Async(Func<Task<bool>> condition, TimeSpan? timeout = null, string? what = null) =>
        Async(async () => await condition() ? "" : null, timeout, what);

    /// <summary>Looks again and again until the condition holds.</summary>
    public static Task Async(Func<bool> condition, TimeSpan? timeout = null, string? what = null) =>
        Async(() => Task.FromResult(condition()), timeout, what);

    /// <summary>Looks again and again until there is something to return.</summary>
    /// <exception cref="TimeoutException">There was nothing in time; the last failure of <paramref name="look"/>, if any, is its cause.</exception>
    public static async Task<T> Async<T>(Func<Task<T?>> look, TimeSpan? timeout = null, string? what = null)
        where T : class
    {
        using var limit = new CancellationTokenSource(timeout ?? s_usual);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        Exception? failure = null;
        while (true)
        {
            try
            {
                if (await look() is { } found) return found;
                failure = null;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or System.Data.Common.DbException)
            {
                failure = e;
            }
            try
            {
                await poll.WaitForNextTickAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Not within {(timeout ?? s_usual).TotalSeconds:0.#} s: {what ?? "the expected condition"}", failure);
            }
        }
    }
}
