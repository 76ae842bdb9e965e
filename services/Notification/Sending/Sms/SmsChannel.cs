using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Extensions.Options;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Sending.Http;
using ServiceMesh.Notification.Settings;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Notification.Sending.Sms;

/// <summary>
/// SMS through the tenant's provider. <c>sms-twilio</c> is Twilio's form; <c>sms-http</c> posts <c>{id, to, from, text, statusUrl}</c> as JSON with the
/// secret as bearer token and the delivery's id as <c>Idempotency-Key</c>.
/// </summary>
internal sealed class SmsChannel(GuardedHttp http, SecretBox secrets, LinkTokens links, IOptions<NotificationOptions> options) : IDeliveryChannel
{
    private static readonly KeyValuePair<string, string>[] s_nothing = [];

    public string Name => DeliveryChannels.Sms;

    public TimeSpan Timeout => options.Value.ProviderTimeout;

    public int Concurrency => options.Value.ProviderConcurrency;

    public IReadOnlyList<TimeSpan> Retries { get; } = options.Value.ProviderRetries is { Length: > 0 } own ? own : RetryLadder.Provider;

    public async Task<AttemptResult> SendAsync(Outgoing delivery, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        var provider = delivery.Provider ?? throw new InvalidOperationException("An SMS without its provider.");
        var url = secrets.Open(provider.SealedUrl);
        var secret = provider.SealedSecret is { } sealedSecret ? secrets.Open(sealedSecret) : null;
        var (text, _) = OpenedText.Of(delivery, links);
        using var request = provider.Kind == ProviderKinds.SmsTwilio
            ? PhoneProvider.Twilio(provider, url, secret, "Messages",
                [new("To", delivery.Recipient), new("From", provider.Sender ?? ""), new("Body", text), .. StatusUrl(provider, delivery) is { } told ? [new("StatusCallback", told)] : s_nothing])
            : Generic(delivery, text, provider, url, secret);
        return PhoneProvider.Judge(await http.CallAsync(request, Timeout, ct));
    }

    private string? StatusUrl(ProviderAccess provider, Outgoing delivery) => PhoneProvider.StatusUrl(provider, delivery.Id, options.Value.PublicUrl);

    private HttpRequestMessage Generic(Outgoing delivery, string text, ProviderAccess provider, string url, string? secret)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = JsonContent.Create(new { id = delivery.Id, to = delivery.Recipient, from = provider.Sender, text, statusUrl = StatusUrl(provider, delivery) }),
        };
        if (secret is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        request.Headers.Add("Idempotency-Key", delivery.Id.ToString("N"));
        return request;
    }
}
