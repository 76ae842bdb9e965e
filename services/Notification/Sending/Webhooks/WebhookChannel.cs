using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using Microsoft.Extensions.Options;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Notices;
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
        var target = delivery.Target ?? throw new InvalidOperationException("A webhook delivery without a target.");
        if (TargetRules.Objection(target.Url, _options.AllowPrivateTargets) is not null) return new AttemptResult(Failure.TargetForbidden);
        using var request = Compose(delivery, target);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(_options.WebhookTimeout);
        try
        {
            using var response = await http.SendAsync(request, deadline.Token);
            return Classify(response);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new AttemptResult(Failure.TimedOut);
        }
        catch (HttpRequestException e)
        {
            return new AttemptResult(e.InnerException switch
            {
                TargetForbiddenException => Failure.TargetForbidden,
                AuthenticationException => Failure.TlsFailed,
                _ => Failure.Unreachable,
            });
        }
        catch (Exception e) when (e is TargetForbiddenException)
        {
            return new AttemptResult(Failure.TargetForbidden);
        }
    }

    private HttpRequestMessage Compose(Outgoing delivery, WebhookTarget target)
    {
        var id = Composer.WebhookId(delivery.Id);
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, target.Url)
        {
            Content = new StringContent(delivery.Text, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", $"{now}");
        request.Headers.Add("webhook-signature", WebhookSignature.Sign(WebhookSignature.Secret(tokens.Open(target.SealedSecret)), id, now, delivery.Text));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("ServiceMesh", "1"));
        return request;
    }

    private AttemptResult Classify(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        Failure? failure = response.StatusCode switch
        {
            _ when status is >= 200 and < 300 => null,
            _ when status is >= 300 and < 400 => Failure.Redirected,
            HttpStatusCode.Gone => Failure.Gone,
            HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => Failure.Throttled,
            _ => Failure.ReceiverError,
        };
        return new AttemptResult(failure, status, failure is null ? null : RetryAfter(response.Headers.RetryAfter));
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) => header switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };
}
