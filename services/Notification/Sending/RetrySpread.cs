using Microsoft.Extensions.Options;

namespace ServiceMesh.Notification.Sending;

/// <summary>Lengthens waits a little and at random, so that a thousand failures do not come back together.</summary>
public sealed class RetrySpread(IOptions<NotificationOptions> options)
{
    /// <summary>0 to 1, for <see cref="Domain.RetryLadder.Next"/>.</summary>
    public double Next() => Random.Shared.NextDouble() * options.Value.RetrySpread * 10;
}
