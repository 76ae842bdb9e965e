using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Options;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Webhooks;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Delivery;

/// <summary>A message with everything that sending it needs.</summary>
public sealed record OutboundMessage(ChannelRow Channel, byte[] Secret, MessageRow Message, string Number, string ConversationId, int Attempts);

/// <summary>What came of a try.</summary>
/// <param name="Reason">Null when the platform accepted it.</param>
/// <param name="Final">Whether another try makes no sense.</param>
/// <param name="RetryAfter">How long the platform asked to wait.</param>
public sealed record DeliveryOutcome(string? Reason, bool Final = false, TimeSpan? RetryAfter = null);

/// <summary>What platforms receive: <c>message.sent</c>, signed like what they send.</summary>
public sealed record OutboundBody(
    string Type, Guid MessageId, Guid TicketId, string Number, string ConversationId, string Text, OutboundAuthor Author, DateTimeOffset SentAt);

public sealed record OutboundAuthor(string? Name);

/// <summary>
/// Posts messages to platforms: at most 10 s, no redirects, no proxy, no cookies, and only to public addresses, checked on the address that is
/// really connected to, so that a name that changes its address meanwhile gains nothing.
/// </summary>
public sealed class OutboundSender : IDisposable
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);
    private readonly HttpClient _http;
    private readonly bool _allowPrivate;
    private readonly TimeProvider _time;

    public OutboundSender(IOptions<IntakeOptions> options, TimeProvider time)
    {
        _allowPrivate = options.Value.AllowPrivateTargets;
        _time = time;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectCallback = ConnectAsync,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxConnectionsPerServer = 16,
            MaxResponseHeadersLength = 32,
        }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Tries once. The same message has the same webhook-id at every try.</summary>
    public async Task<DeliveryOutcome> SendAsync(OutboundMessage outbound, CancellationToken ct)
    {
        if (outbound.Channel is not { Active: true, OutboundUrl: { } url })
            return new DeliveryOutcome(DeliveryReasons.NoOutboundUrl, Final: true);
        if (TargetRules.Fault(url, _allowPrivate) is not null)
            return new DeliveryOutcome(DeliveryReasons.TargetForbidden, Final: true);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(s_timeout);
        try
        {
            using var request = Request(outbound, url);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            return Judge(response);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new DeliveryOutcome(DeliveryReasons.TimedOut);
        }
        catch (HttpRequestException e)
        {
            return e.InnerException is ForbiddenTargetException
                ? new DeliveryOutcome(DeliveryReasons.TargetForbidden, Final: true)
                : new DeliveryOutcome(DeliveryReasons.Unreachable);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(OutboundMessage outbound, string url)
    {
        var m = outbound.Message;
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new OutboundBody("message.sent", m.Id, m.TicketId, outbound.Number, outbound.ConversationId, m.Text, new OutboundAuthor(m.AuthorName), m.At),
            JsonDefaults.Options);
        var id = $"msg_{m.Id:N}";
        var timestamp = _time.GetUtcNow().ToUnixTimeSeconds();
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSignature.Sign(outbound.Secret, id, timestamp, body));
        return request;
    }

    private DeliveryOutcome Judge(HttpResponseMessage response) => response.StatusCode switch
    {
        >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => new DeliveryOutcome(null),
        HttpStatusCode.Gone => new DeliveryOutcome(DeliveryReasons.ReceiverGone, Final: true),
        _ => new DeliveryOutcome(DeliveryReasons.ReceiverRefused, RetryAfter: Asked(response.Headers.RetryAfter)),
    };

    private TimeSpan? Asked(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date is { } date && date - _time.GetUtcNow() is var wait && wait > TimeSpan.Zero ? wait : null);

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, ct);
        var allowed = _allowPrivate ? addresses : [.. addresses.Where(TargetRules.IsPublic)];
        if (allowed.Length == 0)
            throw new ForbiddenTargetException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class ForbiddenTargetException() : IOException("The target lies in a private network.");
}
