using System.Net;
using Microsoft.Extensions.Options;
using ServiceMesh.Intake.Delivery;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Channels;

/// <summary>
/// The one way out to platforms: no redirects, no proxy, no cookies, and only to public addresses, checked on the address that is
/// really connected to, so that a name that changes its address meanwhile gains nothing.
/// </summary>
public sealed class PlatformHttp : IDisposable
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);
    private readonly HttpClient _traced;
    private readonly HttpClient _quiet;

    public PlatformHttp(IOptions<IntakeOptions> options)
    {
        AllowPrivate = options.Value.AllowPrivateTargets;
        _traced = Client(new SocketsHttpHandler());
        // Platforms' addresses hold tokens, and whoever runs them is no part of our traces: no span, no trace header.
        _quiet = Client(new SocketsHttpHandler { ActivityHeadersPropagator = null });
    }

    /// <summary>Whether addresses in private networks and without TLS are allowed: tests, closed networks.</summary>
    public bool AllowPrivate { get; }

    /// <summary>
    /// Sends a request and hands over the answer when its headers are there: at most 10 s for both together, or as long as is said.
    /// Throws <see cref="PlatformException"/> with the reason when there is no answer.
    /// </summary>
    /// <param name="quiet">For addresses that must not appear in a trace.</param>
    public async Task<T> SendAsync<T>(
        HttpRequestMessage request, bool quiet, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken ct, TimeSpan? within = null)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(within ?? s_timeout);
        try
        {
            if (request.RequestUri is not { } target || TargetRules.Objection(target.OriginalString, AllowPrivate) is not null)
                throw new PlatformException(new DeliveryOutcome(DeliveryReasons.TargetForbidden, Final: true));
            using var response = await (quiet ? _quiet : _traced).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            return await read(response, timeout.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new PlatformException(new DeliveryOutcome(DeliveryReasons.TimedOut));
        }
        catch (HttpRequestException e)
        {
            throw new PlatformException(e.InnerException is TargetForbiddenException
                ? new DeliveryOutcome(DeliveryReasons.TargetForbidden, Final: true)
                : new DeliveryOutcome(DeliveryReasons.Unreachable));
        }
        catch (IOException)
        {
            throw new PlatformException(new DeliveryOutcome(DeliveryReasons.Unreachable));
        }
    }

    /// <summary>Starts reading a file; whoever asks disposes the answer. Null when the platform does not hand it over.</summary>
    public async Task<HttpResponseMessage?> OpenFileAsync(HttpRequestMessage request, CancellationToken ct)
    {
        if (request.RequestUri is not { } target || TargetRules.Objection(target.OriginalString, AllowPrivate) is not null)
            return null;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(s_timeout);
        try
        {
            var response = await _quiet.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            if (response.StatusCode == HttpStatusCode.OK)
                return response;
            response.Dispose();
            return null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new PlatformException(new DeliveryOutcome(DeliveryReasons.Unreachable));
        }
    }

    /// <summary>The whole body, or null when it is larger than allowed.</summary>
    public static async Task<byte[]?> ReadAsync(HttpContent content, int most, CancellationToken ct)
    {
        if (content.Headers.ContentLength > most)
            return null;
        await using var body = await content.ReadAsStreamAsync(ct);
        using var read = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await body.ReadAsync(buffer, ct)) > 0)
        {
            if (read.Length + count > most)
                return null;
            read.Write(buffer, 0, count);
        }

        return read.ToArray();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _traced.Dispose();
        _quiet.Dispose();
    }

    private HttpClient Client(SocketsHttpHandler handler)
    {
        handler.AllowAutoRedirect = false;
        handler.UseProxy = false;
        handler.UseCookies = false;
        handler.ConnectCallback = (context, ct) => GuardedConnection.ConnectAsync(context, Allows, ct);
        handler.ConnectTimeout = TimeSpan.FromSeconds(5);
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
        handler.MaxConnectionsPerServer = 16;
        handler.MaxResponseHeadersLength = 32;
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Every address of the name must be public: one that leads inside is enough to refuse.</summary>
    private bool Allows(string _, IReadOnlyCollection<IPAddress> addresses) => AllowPrivate || addresses.All(TargetRules.IsPublic);
}

/// <summary>A platform could not be reached or refused; the outcome says which, and whether another try makes sense.</summary>
public sealed class PlatformException(DeliveryOutcome outcome) : Exception(outcome.Reason)
{
    public DeliveryOutcome Outcome { get; } = outcome;
}
