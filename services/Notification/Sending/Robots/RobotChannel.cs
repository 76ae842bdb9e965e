using System.Net.Http.Json;
using Microsoft.Extensions.Options;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Sending.Http;
using ServiceMesh.Notification.Settings;

namespace ServiceMesh.Notification.Sending.Robots;

/// <summary>Group robots of WeCom, DingTalk and Feishu. The platforms answer 200 also to what they refuse: their own code decides.</summary>
internal sealed class RobotChannel(
    GuardedHttp http, SecretBox secrets, TimeProvider time, IOptions<NotificationOptions> options, IEnumerable<IRobotPlatform> platforms) : IDeliveryChannel
{
    private readonly Dictionary<string, IRobotPlatform> _platforms = platforms.ToDictionary(p => p.Kind);

    public string Name => DeliveryChannels.Robot;

    public TimeSpan Timeout => options.Value.ProviderTimeout;

    public int Concurrency => 1;

    public IReadOnlyList<TimeSpan> Retries { get; } = options.Value.ProviderRetries is { Length: > 0 } own ? own : RetryLadder.Provider;

    public async Task<AttemptResult> SendAsync(Outgoing delivery, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        var provider = delivery.Provider ?? throw new InvalidOperationException("A robot's delivery without its robot.");
        var platform = _platforms[provider.Kind];
        var secret = provider.SealedSecret is { } sealedSecret ? secrets.Open(sealedSecret) : null;
        var (url, body) = platform.Compose(secrets.Open(provider.SealedUrl), secret, delivery.Text, delivery.Mentions, time.GetUtcNow());
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = JsonContent.Create(body) };
        // The platforms look at none; a relay before them, and whoever counts, can tell a repetition.
        request.Headers.Add("Idempotency-Key", delivery.Id.ToString("N"));
        return await http.CallAsync(request, Timeout, async (response, left) =>
        {
            var failure = await GuardedHttp.JsonAsync(response, left) is { } answer ? platform.Judge(answer) : Failure.ReceiverError;
            // The platforms throttle by the minute and do not say how long.
            return new AttemptResult(failure, (int)response.StatusCode, failure == Failure.Throttled ? TimeSpan.FromMinutes(1) : null);
        }, ct);
    }
}
