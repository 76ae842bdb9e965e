using System.Threading.RateLimiting;

namespace ServiceMesh.Gateway.Limits;

/// <summary>
/// So many requests per window, over all gateways. Permits come from Redis in blocks of a twentieth, so most requests only take
/// one from the block at hand; without Redis the whole limit is given out here.
/// </summary>
internal sealed class SharedWindowLimiter(string name, int limit, TimeSpan length, RedisWindows shared, TimeProvider time) : RateLimiter
{
    private static readonly RateLimitLease Granted = new Lease(true, TimeSpan.Zero);
    private readonly Lock _lock = new();
    private readonly int _block = Math.Max(1, limit / 20);
    private long _window;
    private int _left;
    private int _taken;
    private bool _spent;
    private long _lastUse = time.GetTimestamp();

    public override TimeSpan? IdleDuration => time.GetElapsedTime(_lastUse) is var idle && idle > 2 * length ? idle : null;

    public override RateLimiterStatistics? GetStatistics() => null;

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (_lock)
        {
            Turn();
            return TakeHere(permitCount) ? Granted : Refused();
        }
    }

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        while (true)
        {
            long window;
            lock (_lock)
            {
                window = Turn();
                if (TakeHere(permitCount))
                    return Granted;
                if (_spent)
                    return Refused();
            }

            var given = await shared.TakeAsync(name, window, Math.Max(_block, permitCount), limit, length);
            lock (_lock)
            {
                if (Turn() == window)
                {
                    // Alone: what was not yet taken of the limit.
                    var more = given ?? Math.Max(0, limit - _taken);
                    _left += more;
                    _taken += more;
                    _spent = more == 0;
                    return TakeHere(permitCount) ? Granted : Refused();
                }
            }

            // The window closed meanwhile, with a permit in it; without one the next window is asked, for it has all of its own.
            if (given is > 0)
                return Granted;
        }
    }

    private long Turn()
    {
        _lastUse = time.GetTimestamp();
        var window = time.GetUtcNow().UtcTicks / length.Ticks;
        if (window != _window)
            (_window, _left, _taken, _spent) = (window, 0, 0, false);
        return window;
    }

    private bool TakeHere(int permits)
    {
        if (_left < permits)
            return false;
        _left -= permits;
        return true;
    }

    private Lease Refused() => new(false, TimeSpan.FromTicks(length.Ticks - time.GetUtcNow().UtcTicks % length.Ticks));

    private sealed class Lease(bool acquired, TimeSpan retryAfter) : RateLimitLease
    {
        private static readonly string[] Names = [MetadataName.RetryAfter.Name];

        public override bool IsAcquired => acquired;

        public override IEnumerable<string> MetadataNames => acquired ? [] : Names;

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = !acquired && metadataName == MetadataName.RetryAfter.Name ? retryAfter : null;
            return metadata is not null;
        }
    }
}
