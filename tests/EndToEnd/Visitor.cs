using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.EndToEnd;

/// <summary>A request that must be refused: <c>POST /path</c>, a body as it is sent, and the problem it gets.</summary>
internal sealed record Refused(string Line, string? Body, int Status, string Code)
{
    public HttpMethod Method => new(Line.Split(' ')[0]);

    public string Path => Line.Split(' ')[1];
}

/// <summary>Sends requests just as they are, right or wrong, and once.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly HttpClient _http;

    public Visitor(Mesh mesh, string? apiKey = null)
    {
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = mesh.Running.Gateway, Timeout = TimeSpan.FromSeconds(30) };
        if (apiKey is not null) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async Task SignInAsync(string email, string password)
    {
        var answer = await SendAsync(HttpMethod.Post, "/api/v1/session", Json(JsonSerializer.Serialize(new { email, password })));
        Assert.Equal(200, answer.Status);
    }

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content = null, IEnumerable<KeyValuePair<string, string>>? headers = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers ?? []) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _http.SendAsync(request, Ct);
        return new Answer((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(Ct));
    }

    /// <summary>Sends a webhook signed with a secret at a time; headers given replace those of the signature.</summary>
    public Task<Answer> SendWebhookAsync(
        ChannelAccess channel, string id, string body, string? secret = null, TimeSpan? away = null, IReadOnlyDictionary<string, string>? headers = null)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var signed = WebhookSigner.Headers(secret ?? channel.Secret, id, DateTimeOffset.UtcNow + (away ?? TimeSpan.Zero), bytes).ToDictionary();
        foreach (var (name, value) in headers ?? new Dictionary<string, string>()) signed[name] = value;
        return SendAsync(HttpMethod.Post, $"/webhooks/{channel.Id}/{(channel.Kind == "im" ? "messages" : "calls")}", Json(body), signed);
    }

    /// <summary>Sends each and reports, in one failure, all that are not refused as they should be.</summary>
    public async Task IsRefusedAsync(IEnumerable<Refused> requests)
    {
        var wrong = new List<string>();
        foreach (var request in requests)
        {
            var answer = await SendAsync(request.Method, request.Path, request.Body is null ? null : Json(request.Body));
            if (FaultOf(answer, request.Status, request.Code) is { } fault) wrong.Add($"{request.Line} {Shortened(request.Body)}\n    {fault}");
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>What is wrong about an answer that should be this problem; null when nothing.</summary>
    public static string? FaultOf(Answer answer, int status, string code)
    {
        if (answer.Status != status || answer.Code != code) return $"should be {status} {code}, is {answer}";
        if (answer.ContentType != "application/problem+json") return $"is {answer.ContentType}";
        if (!answer.Body.Contains("\"traceId\"", StringComparison.Ordinal)) return $"has no trace id: {answer}";
        return Insides().IsMatch(answer.Body) ? $"shows its inside: {answer}" : null;
    }

    public static void Refuses(Answer answer, int status, string code) => Assert.Null(FaultOf(answer, status, code));

    public static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    public void Dispose() => _http.Dispose();

    internal static string Shortened(string? text) => text is { Length: > 160 } ? text[..160] + "…" : text ?? "";

    [GeneratedRegex(@"\w+Exception\b|\n?\s+at \w+\.|\.cs:line|Npgsql|System\.|Microsoft\.|ServiceMesh\.")]
    private static partial Regex Insides();
}

/// <summary>An answer as it came.</summary>
internal sealed record Answer(int Status, string? ContentType, string Body)
{
    /// <summary>The problem's code, if it is one.</summary>
    public string? Code => ContentType?.EndsWith("json", StringComparison.Ordinal) == true
        && JsonSerializer.Deserialize<JsonElement>(Body) is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("code", out var code) ? code.GetString() : null;

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);

    public override string ToString() => $"{Status} {ContentType} {Visitor.Shortened(Body)}";
}
