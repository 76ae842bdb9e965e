using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace ServiceMesh.Desk;

/// <summary>
/// The gateway's HTTP API, spoken like any client: with the person's own session, and nothing else to prove.
/// Every failure is a <see cref="GatewayException"/>.
/// </summary>
internal sealed class GatewayApi
{
    public const string ClientName = "gateway";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly HttpClient _client;
    private readonly Func<string?> _cookie;
    private readonly Func<string?> _language;

    public GatewayApi(IHttpClientFactory clients, DeskContext desk)
        : this(clients.CreateClient(ClientName), () => desk.Cookie, () => desk.Words.Tag)
    {
    }

    internal GatewayApi(HttpClient client, string? cookie)
        : this(client, () => cookie, () => null)
    {
    }

    private GatewayApi(HttpClient client, Func<string?> cookie, Func<string?> language)
    {
        _client = client;
        _cookie = cookie;
        _language = language;
    }

    public Task<T> GetAsync<T>(string path, CancellationToken ct) => SendAsync<T>(HttpMethod.Get, path, null, null, ct);

    /// <param name="once">An idempotency key: the same key twice does it once.</param>
    public Task<T> PostAsync<T>(string path, object body, CancellationToken ct, string? once = null) =>
        SendAsync<T>(HttpMethod.Post, path, body, once, ct);

    public Task<T> PutAsync<T>(string path, object body, CancellationToken ct) => SendAsync<T>(HttpMethod.Put, path, body, null, ct);

    public Task<T> PatchAsync<T>(string path, object body, CancellationToken ct) => SendAsync<T>(HttpMethod.Patch, path, body, null, ct);

    public Task DeleteAsync(string path, CancellationToken ct) => SendAsync<JsonElement>(HttpMethod.Delete, path, null, null, ct);

    /// <summary>Tells something that has no answer.</summary>
    public Task TellAsync(string path, object body, CancellationToken ct) => SendAsync<JsonElement>(HttpMethod.Post, path, body, null, ct);

    /// <summary>Sends a file as it is.</summary>
    public Task<T> UploadAsync<T>(string path, Stream content, CancellationToken ct, string mediaType = "application/octet-stream") =>
        SendAsync<T>(HttpMethod.Post, path, new SentFile(content, mediaType), null, ct);

    private async Task<T> SendAsync<T>(HttpMethod method, string path, object? body, string? once, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, path);
        if (_cookie() is { } cookie)
            request.Headers.TryAddWithoutValidation("Cookie", $"{SessionReader.CookieName}={cookie}");
        // What services say to people themselves, they say in the screen's language.
        if (_language() is { } language)
            request.Headers.AcceptLanguage.Add(new(language));
        if (once is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", once);
        if (body is SentFile file)
            request.Content = new StreamContent(file.Content) { Headers = { ContentType = new(file.MediaType) } };
        else if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), options: Json);
        try
        {
            using var response = await _client.SendAsync(request, ct);
            if (!response.IsSuccessStatusCode)
                throw await RefusalAsync(response, ct);
            if (response.StatusCode == HttpStatusCode.NoContent || response.Content.Headers.ContentLength == 0)
                return default!;
            return await response.Content.ReadFromJsonAsync<T>(Json, ct)
                ?? throw new GatewayException(StatusCodes.Status502BadGateway, "gateway.empty-answer", null, null);
        }
        catch (Exception e) when (e is not GatewayException && !ct.IsCancellationRequested)
        {
            // Refused connections, time-outs, open circuit breakers, answers that are no JSON: for a person all the same.
            throw new GatewayException(StatusCodes.Status503ServiceUnavailable, GatewayException.Unreachable, null, null, e);
        }
    }

    private static async Task<GatewayException> RefusalAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        try
        {
            var problem = await response.Content.ReadFromJsonAsync<Problem>(Json, ct);
            return new GatewayException(status, problem?.Code ?? $"http.{status}", problem?.Detail, problem?.TraceId, null, problem?.Errors);
        }
        catch (JsonException)
        {
            return new GatewayException(status, $"http.{status}", null, null);
        }
    }

    private sealed record SentFile(Stream Content, string MediaType);

    private sealed record Problem(string? Code, string? Detail, string? TraceId, IReadOnlyDictionary<string, string[]>? Errors);
}
