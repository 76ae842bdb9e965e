namespace ServiceMesh.Messaging;

/// <summary>Wakes the relay of this process after a commit; other processes' rows are found by its slow poll.</summary>
internal sealed class Signals : IDisposable
{
    private readonly SemaphoreSlim _outbox = new(0);

    public void OutboxFilled()
    {
        if (_outbox.CurrentCount == 0) _outbox.Release();
    }

    public Task<bool> WaitForOutboxAsync(TimeSpan atMost, CancellationToken ct) => _outbox.WaitAsync(atMost, ct);

    public void Dispose() => _outbox.Dispose();
}
