using System.Threading.RateLimiting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using ServiceMesh.Gateway.Limits;

namespace ServiceMesh.Gateway.Tests.Limits;

/// <summary>A limit at the instant at which one window ends and the next begins.</summary>
public sealed class TurnsOfAWindow
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_request_whose_window_ends_while_it_is_counted_is_not_refused()
    {
        // The first look lies in the old window, every later one in the new.
        var clock = new Looks(Start.AddMilliseconds(-1), Start);
        using var redis = new RedisWindows(new ConfigurationBuilder().Build(), clock, NullLogger<RedisWindows>.Instance);
        await using var limiter = new SharedWindowLimiter("address", 3, TimeSpan.FromSeconds(1), redis, clock);

        for (var i = 0; i < 3; i++)
            using (var lease = await limiter.AcquireAsync(1, TestContext.Current.CancellationToken))
                Assert.True(lease.IsAcquired, $"Request {i + 1} of 3 was refused.");
        using var fourth = await limiter.AcquireAsync(1, TestContext.Current.CancellationToken);
        Assert.False(fourth.IsAcquired);
        Assert.True(fourth.TryGetMetadata(MetadataName.RetryAfter, out var wait));
        Assert.Equal(TimeSpan.FromSeconds(1), wait);
    }

    /// <summary>Shows one time after the other, and the last one from then on.</summary>
    private sealed class Looks(params DateTimeOffset[] times) : TimeProvider
    {
        private int _next;

        public override DateTimeOffset GetUtcNow() => times[Math.Min(_next++, times.Length - 1)];
    }
}
