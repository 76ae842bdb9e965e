using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Webhooks;

/// <summary>How much one channel or progress link may send, per instance of this service. Counted only after the sender was recognised.</summary>
public sealed class ChannelLimits(IOptions<IntakeOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<Guid> _webhooks = PartitionedRateLimiter.Create<Guid, Guid>(
        channel => RateLimitPartition.GetTokenBucketLimiter(channel, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Value.ChannelRequestsPerSecond * 2,
            TokensPerPeriod = options.Value.ChannelRequestsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        }));

    private readonly PartitionedRateLimiter<Guid> _replies = PartitionedRateLimiter.Create<Guid, Guid>(
        ticket => RateLimitPartition.GetFixedWindowLimiter(ticket, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = options.Value.ProgressRepliesPerMinute,
            Window = TimeSpan.FromMinutes(1),
        }));

    private readonly PartitionedRateLimiter<string> _chats = PartitionedRateLimiter.Create<string, string>(
        visitor => RateLimitPartition.GetFixedWindowLimiter(visitor, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = options.Value.ChatMessagesPerMinute,
            Window = TimeSpan.FromMinutes(1),
        }));

    /// <summary>Counts a message or file of a web chat's visitor; 429 <c>chat.too-many</c> when there were too many.</summary>
    public void TakeChat(string conversation) => Take(_chats, conversation, "chat.too-many", TimeSpan.FromMinutes(1));

    /// <summary>Counts a webhook of a channel; 429 <c>webhook.too-many</c> when there were too many.</summary>
    public void Take(Guid channel) => Take(_webhooks, channel, "webhook.too-many", TimeSpan.FromSeconds(1));

    /// <summary>Counts a reply through a ticket's progress link; 429 <c>progress.too-many</c> when there were too many.</summary>
    public void TakeReply(Guid ticket) => Take(_replies, ticket, "progress.too-many", TimeSpan.FromMinutes(1));

    /// <inheritdoc />
    public void Dispose()
    {
        _webhooks.Dispose();
        _replies.Dispose();
        _chats.Dispose();
    }

    private static void Take<T>(PartitionedRateLimiter<T> limiter, T key, string code, TimeSpan wait)
    {
        using var lease = limiter.AttemptAcquire(key);
        if (!lease.IsAcquired)
            throw new ProblemException(429, code, "Too many requests.") { RetryAfter = wait };
    }
}
