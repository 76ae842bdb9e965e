using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using ServiceMesh.Intake.Delivery;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Webhooks;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Channels.Generic;

/// <summary>What platforms receive: <c>message.sent</c>, signed like what they send.</summary>
public sealed record OutboundBody(
    string Type, Guid MessageId, Guid TicketId, string Number, string ConversationId, string Text, OutboundAuthor Author, DateTimeOffset SentAt)
{
    /// <summary>Files that go with it; left out when there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<OutboundFileView>? Files { get; init; }
}

/// <summary>A file of a message.</summary>
/// <param name="Url">Where it is to be had, without signing in, for 30 days from when the message was written.</param>
public sealed record OutboundFileView(Guid Id, FileKind Kind, string Name, string MediaType, long Size, string Url);

public sealed record OutboundAuthor(string? Name);

/// <summary>Any platform that signs by Standard Webhooks, in both directions; see docs/channels/webhook.md.</summary>
public sealed class GenericAdapter(PlatformHttp http, TimeProvider time) : IChannelAdapter
{
    /// <inheritdoc />
    public ChannelKind Kind => ChannelKind.Im;

    /// <inheritdoc />
    public ChannelTraits Traits { get; } = new("messages") { ShowsSecret = true, OutboundUrl = true, TellsDelivery = true, FilesInMessage = true };

    /// <inheritdoc />
    public ReadOnlyMemory<byte> Open(PlatformRequest request) => StandardWebhook.Open(request);

    /// <inheritdoc />
    public Inbound Read(PlatformRequest request, ReadOnlyMemory<byte> plain)
    {
        var body = StandardWebhook.Read<ImMessage>(plain);
        return new InboundMessage(StandardWebhook.IdOf(request), body.ConversationId, body.From, body.Text.Trim())
        {
            SentAt = body.SentAt?.ToUniversalTime(),
        };
    }

    /// <summary>Posts the message to the channel's address; the same message has the same webhook-id at every try.</summary>
    public async Task<DeliveryOutcome> SendAsync(OutboundMessage outbound, string part, CancellationToken ct)
    {
        if (outbound.Channel.Row.OutboundUrl is not { } url)
            return new DeliveryOutcome(DeliveryReasons.NoOutboundUrl, Final: true);
        using var request = Request(outbound, url, part);
        return await http.SendAsync(request, quiet: false, (response, _) => Task.FromResult(Judge(response)), ct);
    }

    private HttpRequestMessage Request(OutboundMessage outbound, string url, string part)
    {
        var m = outbound.Message;
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new OutboundBody("message.sent", m.Id, m.TicketId, outbound.Number, outbound.ConversationId, part, new OutboundAuthor(m.AuthorName), m.At)
            {
                Files = outbound.Files.Where(f => f.Scan != ScanState.Infected).Select(f => new OutboundFileView(f.Id, f.Kind, f.Name, f.MediaType, f.Size, f.Link)).ToList()
                    is { Count: > 0 } files ? files : null,
            },
            JsonDefaults.Options);
        var id = $"msg_{m.Id:N}";
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSignature.Sign(outbound.Channel.Secret, id, timestamp, body));
        return request;
    }

    private DeliveryOutcome Judge(HttpResponseMessage response) => response.StatusCode switch
    {
        >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => new DeliveryOutcome(null),
        HttpStatusCode.Gone => new DeliveryOutcome(DeliveryReasons.ReceiverGone, Final: true),
        _ => new DeliveryOutcome(DeliveryReasons.ReceiverRefused, RetryAfter: RetryAfter.Of(response, time)),
    };
}
