using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Notices;
using ServiceMesh.Notification.Sending.Http;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Notification.Sending.Webhooks;

/// <summary>Signed webhooks (Standard Webhooks): no redirects, a deadline, and no interest in the answer beyond its status.</summary>
public sealed class WebhookChannel(GuardedHttp http, IOptions<NotificationOptions> options, LinkTokens tokens, TimeProvider time) : IDeliveryChannel
{
    private readonly NotificationOptions _options = options.Value;

    public string Name => DeliveryChannels.Webhook;

    public TimeSpan Timeout => _options.WebhookTimeout;

    public int Concurrency => _options.WebhookConcurrency;

    public IReadOnlyList<TimeSpan> Retries { get; } = options.Value.WebhookRetries is { Length: > 0 } own ? own : RetryLadder.Webhook;

    public async Task<AttemptResult> SendAsync(Outgoing delivery, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        using var request = Compose(delivery, delivery.Target ?? throw new InvalidOperationException("A webhook delivery without a target."));
        return await http.CallAsync(request, _options.WebhookTimeout, ct);
    }

    private HttpRequestMessage Compose(Outgoing delivery, WebhookTarget target)
    {
        var id = Composer.WebhookId(delivery.Id);
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, target.Url)
        {
            Content = new StringContent(delivery.Text, Encoding.UTF8, "application/json"),
        };
        // While a rotation lasts both secrets sign, so that the receiver may change over in between.
        var secrets = target.PreviousSecret is { } previous ? [target.SealedSecret, previous] : new[] { target.SealedSecret };
        var signatures = secrets.Select(s => WebhookSignature.Sign(WebhookSignature.Secret(tokens.Open(s)), id, now, delivery.Text));
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", $"{now}");
        request.Headers.Add("webhook-signature", string.Join(' ', signatures));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("ServiceMesh", "1"));
        return request;
    }
}
