using System.Security.Authentication;
using System.Text.Json;
using ServiceMesh.Notification.Domain;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Notification.Sending.Http;

/// <summary>
/// The one HTTP client of every channel: tenants name the targets, and the guard sits where the connection is made (<see cref="GuardedConnection"/>).
/// </summary>
public sealed class GuardedHttp : IDisposable
{
    /// <summary>More of an answer than this is never read.</summary>
    private const int MostOfAnAnswer = 64 * 1024;

    private readonly TargetPolicy _policy;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _http;

    public GuardedHttp(TargetPolicy policy, TimeProvider time) : this(policy, time, null)
    {
    }

    /// <param name="resolve">Finds a name's addresses; null: by DNS.</param>
    internal GuardedHttp(TargetPolicy policy, TimeProvider time, Func<string, CancellationToken, Task<System.Net.IPAddress[]>>? resolve)
    {
        _policy = policy;
        _time = time;
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
            ConnectCallback = (context, ct) => GuardedConnection.ConnectAsync(context, policy.Allows, ct, resolve),
        });
    }

    /// <summary>Sends within <paramref name="within"/> and says how it went by the status alone; never throws for what the other side does.</summary>
    public Task<AttemptResult> CallAsync(HttpRequestMessage request, TimeSpan within, CancellationToken ct) =>
        CallAsync(request, within, (_, _) => Task.FromResult<AttemptResult?>(null), ct);

    /// <summary>
    /// Sends within <paramref name="within"/>. A success is judged by <paramref name="read"/>, which may look at the first 64 KiB of the answer
    /// in the time that is left; null from it: the status holds.
    /// </summary>
    public async Task<AttemptResult> CallAsync(
        HttpRequestMessage request, TimeSpan within, Func<HttpResponseMessage, CancellationToken, Task<AttemptResult?>> read, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(read);
        if (_policy.Objection(request.RequestUri?.AbsoluteUri ?? "") is not null) return new AttemptResult(Failure.TargetForbidden);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(within);
        try
        {
            using var response = await ConnectedAsync(request, deadline.Token);
            var byStatus = HttpOutcome.Of(response, _time.GetUtcNow());
            return byStatus.Failure is null && await read(response, deadline.Token) is { } judged ? judged : byStatus;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new AttemptResult(Failure.TimedOut);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TargetForbiddenException)
        {
            return new AttemptResult((e as TargetForbiddenException ?? e.InnerException) switch
            {
                TargetForbiddenException => Failure.TargetForbidden,
                AuthenticationException => Failure.TlsFailed,
                _ => Failure.Unreachable,
            });
        }
    }

    /// <summary>The bare call, whatever the address looks like: the guard of the connection alone.</summary>
    internal Task<HttpResponseMessage> ConnectedAsync(HttpRequestMessage request, CancellationToken ct) => _http.SendAsync(request, ct);

    /// <summary>The first 64 KiB of an answer as JSON; null when it is none.</summary>
    public static async Task<JsonElement?> JsonAsync(HttpResponseMessage response, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(response);
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        var buffer = new byte[MostOfAnAnswer];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        try
        {
            var reader = new Utf8JsonReader(buffer.AsSpan(0, length));
            return JsonElement.TryParseValue(ref reader, out var json) ? json : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Dispose() => _http.Dispose();
}
