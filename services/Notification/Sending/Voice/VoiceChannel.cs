using System.Xml.Linq;
using Microsoft.Extensions.Options;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Sending.Http;
using ServiceMesh.Notification.Settings;

namespace ServiceMesh.Notification.Sending.Voice;

/// <summary>
/// Calls a person and reads the message to them, through the hotline's provider in Twilio's form: our own words as inline TwiML, or the
/// tenant's script by its address, which gets the delivery's id.
/// </summary>
internal sealed class VoiceChannel(GuardedHttp http, SecretBox secrets, IOptions<NotificationOptions> options) : IDeliveryChannel
{
    public string Name => DeliveryChannels.Voice;

    public TimeSpan Timeout => options.Value.ProviderTimeout;

    public int Concurrency => options.Value.ProviderConcurrency;

    public IReadOnlyList<TimeSpan> Retries { get; } = options.Value.ProviderRetries is { Length: > 0 } own ? own : RetryLadder.Provider;

    public async Task<AttemptResult> SendAsync(Outgoing delivery, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        var provider = delivery.Provider ?? throw new InvalidOperationException("A call without its provider.");
        KeyValuePair<string, string> words = provider.ScriptUrl is { } script
            ? new("Url", $"{script}{(script.Contains('?', StringComparison.Ordinal) ? '&' : '?')}delivery={delivery.Id:N}")
            : new("Twiml", Script(delivery, provider.SealedSecret is null ? null : PhoneProvider.KeypressUrl(provider, delivery.Id, options.Value.PublicUrl)));
        using var request = PhoneProvider.Twilio(
            provider, secrets.Open(provider.SealedUrl), provider.SealedSecret is { } secret ? secrets.Open(secret) : null, "Calls",
            [new("To", delivery.Recipient), new("From", provider.Sender ?? ""), words, .. Told(provider, delivery)]);
        return PhoneProvider.Judge(await http.CallAsync(request, Timeout, ct));
    }

    private KeyValuePair<string, string>[] Told(ProviderAccess provider, Outgoing delivery) =>
        PhoneProvider.StatusUrl(provider, delivery.Id, options.Value.PublicUrl) is { } url ? [new("StatusCallback", url)] : [];

    /// <summary>
    /// The words twice, slowly enough for somebody who has just been woken. A page asks for the key that takes it on, twice too, where the
    /// provider can reach us and prove itself.
    /// </summary>
    internal static string Script(Outgoing delivery, string? answers)
    {
        XElement Say() => VoiceWords.Say(delivery.Language, delivery.Text);
        object[] words = [Say(), new XElement("Pause", new XAttribute("length", "1")), Say()];
        return answers is null || delivery.Template != Template.OnCallPaged
            ? VoiceWords.Document(words)
            : VoiceWords.Document(VoiceWords.Ask(delivery.Language, answers, words), VoiceWords.Ask(delivery.Language, answers));
    }
}
