using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace ServiceMesh.Notification.Sending.Webhooks;

/// <summary>
/// The HTTP client for targets that tenants name. The guard sits where the connection is made, on the addresses that are really used:
/// a name that resolves differently the second time gains nothing.
/// </summary>
public sealed class GuardedHttp : IDisposable
{
    /// <summary>More of an answer than this is never read.</summary>
    private const int MostOfAnAnswer = 64 * 1024;

    private readonly bool _allowPrivate;
    private readonly HttpMessageInvoker _http;

    public GuardedHttp(IOptions<NotificationOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _allowPrivate = options.Value.AllowPrivateTargets;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            // Addresses of targets may hold secrets of their owners: they stay out of traces.
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = MostOfAnAnswer,
            ResponseDrainTimeout = TimeSpan.FromMilliseconds(500),
            ConnectCallback = ConnectAsync,
        });
    }

    /// <summary>Returns when the answer's headers are here; its body is never waited for.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct) => _http.SendAsync(request, ct);

    public void Dispose() => _http.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, ct);
        if (!_allowPrivate && addresses.Any(a => !TargetRules.IsPublic(a))) throw new TargetForbiddenException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>The target's name leads into a network that webhooks may not reach.</summary>
public sealed class TargetForbiddenException() : Exception("The target is not on the public internet.");
