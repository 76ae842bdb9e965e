using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace ServiceMesh.Survey.Answers;

/// <summary>
/// Shuts an address out for the rest of a minute when it tried too many links that do not exist: nobody gets to try thousands, and the
/// database is not asked for them. Who opens a link that exists costs nothing of it.
/// </summary>
public sealed class GuessLimit(IOptions<GuessOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _misses = PartitionedRateLimiter.Create<string, string>(address =>
        RateLimitPartition.GetFixedWindowLimiter(address, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = options.Value.GuessesPerMinute,
            Window = TimeSpan.FromMinutes(1),
        }));

    /// <summary>Whether the caller's address has misses left.</summary>
    public bool Allows(HttpContext http)
    {
        using var lease = _misses.AttemptAcquire(Address(http), 0);
        return lease.IsAcquired;
    }

    /// <summary>Counts a link that does not exist.</summary>
    public void Missed(HttpContext http) => _misses.AttemptAcquire(Address(http)).Dispose();

    public void Dispose() => _misses.Dispose();

    /// <summary>The gateway says whom it speaks for; it sets the header itself and drops what a client sent.</summary>
    private static string Address(HttpContext http) =>
        http.Request.Headers["X-Forwarded-For"] is [{ Length: > 0 } forwarded] ? forwarded : http.Connection.RemoteIpAddress?.ToString() ?? "";
}

/// <summary>Settings under <c>Survey</c>.</summary>
public sealed class GuessOptions
{
    /// <summary>Links that do not exist an address may try in a minute, at each instance; then 429 for the rest of it.</summary>
    [System.ComponentModel.DataAnnotations.Range(1, 1_000_000)]
    public int GuessesPerMinute { get; set; } = 60;
}
