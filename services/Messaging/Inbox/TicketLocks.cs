namespace ServiceMesh.Messaging;

/// <summary>Lets one message per ticket through at a time in this process, first come first served: striped, so it needs no clean-up.</summary>
internal sealed class TicketLocks
{
    private readonly SemaphoreSlim[] _stripes = [.. Enumerable.Range(0, 1024).Select(_ => new SemaphoreSlim(1, 1))];

    public async Task<Lease> EnterAsync(Guid key, CancellationToken ct)
    {
        var stripe = _stripes[(uint)key.GetHashCode() % (uint)_stripes.Length];
        await stripe.WaitAsync(ct);
        return new Lease(stripe);
    }

    public readonly struct Lease(SemaphoreSlim stripe) : IDisposable
    {
        public void Dispose() => stripe.Release();
    }
}
