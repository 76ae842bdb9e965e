using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServiceMesh.Traffic.Gateway;

/// <summary>
/// A client of the public API that behaves: it waits as long as Retry-After says, repeats what may be repeated (reading; and
/// whatever carries an Idempotency-Key or a webhook id) and gives up after <see cref="Patience"/>. Safe for many threads.
/// </summary>
public sealed class GatewayClient : IDisposable
{
    /// <summary>The API's JSON: camelCase, enums as camelCase words.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly HttpClient _http;
    private readonly TimeProvider _clock;
    private long _requests;
    private long _repeats;

    /// <summary>Makes a client of the gateway at <paramref name="address"/>; with a key it is signed in.</summary>
    /// <param name="handler">The transport; by default a pool of its own that keeps cookies.</param>
    public GatewayClient(Uri address, string? apiKey = null, HttpMessageHandler? handler = null, TimeProvider? clock = null)
    {
        Address = address;
        _clock = clock ?? TimeProvider.System;
        _http = new HttpClient(handler ?? new SocketsHttpHandler { UseCookies = true, PooledConnectionLifetime = TimeSpan.FromMinutes(5), AllowAutoRedirect = false })
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromSeconds(30),
        };
        if (apiKey is not null) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
    }

    /// <summary>The gateway's address.</summary>
    public Uri Address { get; }

    /// <summary>How long a request is repeated before its failure is believed.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Requests sent so far, repetitions included.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Repetitions among them.</summary>
    public long Repeats => Interlocked.Read(ref _repeats);

    /// <summary>Signs in; the session's cookie goes with every later request.</summary>
    /// <exception cref="GatewayException">401 when e-mail or password is wrong.</exception>
    public async Task<SessionView> SignInAsync(string email, string password, CancellationToken ct)
    {
        await SendAsync(HttpMethod.Post, "/api/v1/session", new { email, password }, null, ct);
        return await GetAsync<SessionView>("/api/v1/session", ct);
    }

    /// <summary>Makes an API key and a client that uses it. Keys of the same name are removed before, so that names stay unique.</summary>
    public async Task<GatewayClient> WithNewKeyAsync(string name, IReadOnlyList<string> roles, CancellationToken ct)
    {
        await foreach (var old in ListAsync<ApiKeyView>("/api/v1/api-keys", ct))
        {
            if (old.Name == name) await DeleteAsync($"/api/v1/api-keys/{old.Id}", ct);
        }
        var created = await PostAsync<CreatedKeyView>("/api/v1/api-keys", new { name, roles }, null, ct);
        return new GatewayClient(Address, created.Key, clock: _clock) { Patience = Patience };
    }

    /// <summary>Reads JSON.</summary>
    public async Task<T> GetAsync<T>(string path, CancellationToken ct) =>
        Read<T>(await SendAsync(HttpMethod.Get, path, null, null, ct), path);

    /// <summary>Reads JSON, or the default value (null) when the answer is 404.</summary>
    public async Task<T?> FindAsync<T>(string path, CancellationToken ct)
    {
        try
        {
            return await GetAsync<T>(path, ct);
        }
        catch (GatewayException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return default;
        }
    }

    /// <summary>Reads a list to its end, page after page.</summary>
    public async IAsyncEnumerable<T> ListAsync<T>(string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        string? cursor = null;
        do
        {
            var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var page = await GetAsync<ListView<T>>(cursor is null ? path : $"{path}{separator}cursor={Uri.EscapeDataString(cursor)}", ct);
            foreach (var item in page.Items) yield return item;
            cursor = page.Next;
        }
        while (cursor is not null);
    }

    /// <summary>Posts JSON. With a key the request may be repeated without being done twice.</summary>
    public async Task<T> PostAsync<T>(string path, object body, string? idempotencyKey, CancellationToken ct) =>
        Read<T>(await SendAsync(HttpMethod.Post, path, body, idempotencyKey, ct), path);

    /// <summary>Posts JSON where the answer does not matter.</summary>
    public Task PostAsync(string path, object body, string? idempotencyKey, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, path, body, idempotencyKey, ct);

    /// <summary>Replaces something. Doing it twice is doing it once, so it may be repeated.</summary>
    public async Task<T> PutAsync<T>(string path, object body, CancellationToken ct) =>
        Read<T>(await SendAsync(HttpMethod.Put, path, body, null, ct), path);

    /// <summary>Replaces something where the answer does not matter.</summary>
    public Task PutAsync(string path, object body, CancellationToken ct) => SendAsync(HttpMethod.Put, path, body, null, ct);

    /// <summary>Changes a part of something. Changing it twice is changing it once, so it may be repeated.</summary>
    public Task PatchAsync(string path, object body, CancellationToken ct) => SendAsync(HttpMethod.Patch, path, body, null, ct);

    /// <summary>Deletes.</summary>
    public Task DeleteAsync(string path, CancellationToken ct) => SendAsync(HttpMethod.Delete, path, null, null, ct);

    /// <summary>Sends a signed webhook; the id makes repetitions harmless.</summary>
    public async Task<T> SendWebhookAsync<T>(ChannelAccess channel, string webhookId, object body, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(channel);
        var path = $"/webhooks/{channel.Id}/{(channel.Kind == "im" ? "messages" : "calls")}";
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), Json);
        return Read<T>(await SendAsync(path, mayRepeat: true, () =>
        {
            // Signed at each try: the receiver takes no old timestamps.
            var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(bytes) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            foreach (var (name, value) in WebhookSigner.Headers(channel.Secret, webhookId, _clock.GetUtcNow(), bytes)) request.Headers.Add(name, value);
            return request;
        }, ct), path);
    }

    /// <summary>Says something in a web chat, as its widget does; the message's own id makes repetitions harmless.</summary>
    /// <param name="session">The visitor's token.</param>
    public async Task<T> SendChatAsync<T>(ChannelAccess channel, string session, object body, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(channel);
        var path = $"/chat/{channel.Id}/messages";
        return Read<T>(await SendAsync(path, mayRepeat: true, () =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, body.GetType(), options: Json) };
            request.Headers.Add("X-Chat-Session", session);
            return request;
        }, ct), path);
    }

    /// <summary>Reads what was said in a visitor's web chat.</summary>
    public async Task<T> ReadChatAsync<T>(ChannelAccess channel, string session, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(channel);
        var path = $"/chat/{channel.Id}/messages";
        return Read<T>(await SendAsync(path, mayRepeat: true, () =>
        {
            var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("X-Chat-Session", session);
            return request;
        }, ct), path);
    }

    /// <summary>Reads a page as people see it.</summary>
    public async Task<string> GetPageAsync(string path, CancellationToken ct) =>
        Encoding.UTF8.GetString(await SendAsync(HttpMethod.Get, path, null, null, ct));

    /// <summary>Sends a form as a browser does. It is not repeated.</summary>
    public async Task PostFormAsync(string path, IEnumerable<KeyValuePair<string, string>> fields, CancellationToken ct) =>
        await SendAsync(path, mayRepeat: false, () => new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) }, ct);

    /// <summary>Sends a body as it is, once, and hands over the answer's body: what platforms, mail providers and people with files do.</summary>
    /// <param name="headers">Added to the request's.</param>
    public async Task<byte[]> PostContentAsync(
        string path, HttpContent content, CancellationToken ct, IReadOnlyDictionary<string, string>? headers = null)
    {
        // Given up with the request, which may be made once only.
        var bytes = await content.ReadAsByteArrayAsync(ct);
        return await SendAsync(path, mayRepeat: false, () =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(bytes) };
            foreach (var (name, values) in content.Headers) request.Content.Headers.TryAddWithoutValidation(name, values);
            foreach (var (name, value) in headers ?? new Dictionary<string, string>()) request.Headers.TryAddWithoutValidation(name, value);
            return request;
        }, ct);
    }

    /// <summary>Sends a body as it is, once, and reads JSON.</summary>
    public async Task<T> PostContentAsync<T>(string path, HttpContent content, CancellationToken ct) => Read<T>(await PostContentAsync(path, content, ct), path);

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private Task<byte[]> SendAsync(HttpMethod method, string path, object? body, string? idempotencyKey, CancellationToken ct) =>
        SendAsync(path, method != HttpMethod.Post || idempotencyKey is not null, () =>
        {
            var request = new HttpRequestMessage(method, path);
            if (body is not null) request.Content = JsonContent.Create(body, body.GetType(), options: Json);
            if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
            return request;
        }, ct);

    private async Task<byte[]> SendAsync(string path, bool mayRepeat, Func<HttpRequestMessage> make, CancellationToken ct)
    {
        var started = _clock.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            Interlocked.Increment(ref _requests);
            if (attempt > 0) Interlocked.Increment(ref _repeats);
            var patient = _clock.GetElapsedTime(started) < Patience;
            TimeSpan wait;
            try
            {
                using var request = make();
                using var response = await _http.SendAsync(request, ct);
                var content = await response.Content.ReadAsByteArrayAsync(ct);
                if ((int)response.StatusCode < 400) return content;
                var problem = Problem(response.StatusCode, content, $"{request.Method} {path}");
                // 429 is answered before anything was done; the others may have been done.
                if (!patient || !(response.StatusCode == HttpStatusCode.TooManyRequests || (mayRepeat && IsPassing(problem)))) throw problem;
                wait = RetryAfter(response) ?? Backoff(attempt);
            }
            catch (Exception e) when (patient && mayRepeat && e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
            {
                wait = Backoff(attempt);
            }
            await Task.Delay(wait, _clock, ct);
        }
    }

    private static bool IsPassing(GatewayException problem) =>
        problem.Status is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
        || problem.Code == "idempotency.in-progress";

    private static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta;

    /// <summary>0.1 s doubling to 3.2 s, each a little by chance so that many clients do not come at once.</summary>
    private static TimeSpan Backoff(int attempt) =>
        TimeSpan.FromMilliseconds(100 * Math.Pow(2, Math.Min(attempt, 5)) * (0.75 + (Random.Shared.NextDouble() / 2)));

    private static GatewayException Problem(HttpStatusCode status, byte[] content, string request)
    {
        try
        {
            var problem = JsonSerializer.Deserialize<ProblemView>(content, Json);
            return new GatewayException(status, problem?.Code ?? "", problem?.Detail ?? problem?.Title, request);
        }
        catch (JsonException)
        {
            return new GatewayException(status, "", null, request);
        }
    }

    private static T Read<T>(byte[] content, string path) =>
        JsonSerializer.Deserialize<T>(content, Json) ?? throw new JsonException($"{path} answered without content.");

    private sealed record ProblemView(string? Code, string? Title, string? Detail);
}
