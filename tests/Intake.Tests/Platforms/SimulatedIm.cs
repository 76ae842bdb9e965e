using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ServiceMesh.Intake.Tests.Platforms;

/// <summary>A message on a simulated platform. With <see cref="File"/> it is a file instead of a text.</summary>
internal sealed record SimulatedMessage(string Id, string Conversation, string Text, string? File = null);

/// <summary>
/// An IM platform with one application of a vendor: it signs and encrypts what it sends by the platform's published algorithm, and has the
/// part of the API that answering needs. Written from the platforms' documents, apart from the adapters.
/// </summary>
internal abstract class SimulatedIm
{
    private int _tokens;
    private int _sendings;

    public abstract string Kind { get; }

    /// <summary>What an administrator copies from the platform.</summary>
    public abstract object Settings { get; }

    /// <summary>What a taken message is answered with.</summary>
    public abstract string Acknowledgement { get; }
    public virtual bool SignsBody => true;
    public virtual bool SignsTime => true;
    public virtual bool HasTokens => true;
    public Guid Channel { get; private set; }
    public string Path { get; private set; } = "";
    public string? Secret { get; private set; }

    /// <summary>Texts that arrived at people, in order.</summary>
    public ConcurrentQueue<(string To, string Text)> Delivered { get; } = new();
    public int TokensFetched => _tokens;

    /// <summary>Files that arrived at people, in order: as what kind of message, by which name.</summary>
    public ConcurrentQueue<(string To, string Type, string Name, byte[] Content)> Files { get; } = new();

    /// <summary>What uploading is answered with from now on; null when it works.</summary>
    public IResult? UploadRefusal { get; set; }
    private readonly ConcurrentDictionary<string, (string Name, byte[] Content)> _media = new();

    /// <summary>Which of the sendings, counted from 0, fails; none by default.</summary>
    public int FailingSending { get; set; } = -1;

    /// <summary>What sending is answered with from now on; null when it works.</summary>
    public IResult? Refusal { get; set; }

    /// <summary>The token in force.</summary>
    protected string Token => $"token-{Name}-{_tokens}";
    protected string Name { get; } = Guid.NewGuid().ToString("N")[..12];
    public static byte[] FileBytes { get; } = [0x89, (byte)'P', (byte)'N', (byte)'G', .. Enumerable.Range(0, 5_000).Select(i => (byte)i)];

    /// <summary>The request that carries a message.</summary>
    public abstract HttpRequestMessage Request(SimulatedMessage message, DateTimeOffset at);

    /// <summary>Answers a call of the API; null when it is another application's.</summary>
    public abstract IResult? Answer(HttpRequest request, string path, JsonElement body);

    public async Task ConnectAsync(Vendor vendor)
    {
        var made = await vendor.Staff.PostAsync("/api/v1/channels", new { kind = Kind, name = $"{Kind} channel", settings = Settings });
        Channel = made.Id();
        Path = new Uri(made.Text("webhookUrl")).AbsolutePath;
        Secret = made.GetProperty("secret").GetString();
    }

    public async Task<HttpResponseMessage> SendAsync(HttpClient client, SimulatedMessage message, DateTimeOffset? at = null)
    {
        using var request = Request(message, at ?? DateTimeOffset.UtcNow);
        return await client.SendAsync(request);
    }

    /// <summary>Ends the token in force, as platforms may at any time.</summary>
    public void RevokeToken() => Interlocked.Increment(ref _tokens);

    protected string NewToken()
    {
        Interlocked.Increment(ref _tokens);
        return Token;
    }

    protected IResult Deliver(string to, string text)
    {
        if (Refusal is { } refusal)
            return refusal;
        if (Interlocked.Increment(ref _sendings) - 1 == FailingSending)
            return Results.StatusCode(500);
        Delivered.Enqueue((to, text));
        return Taken;
    }

    /// <summary>Keeps an upload; its media id.</summary>
    protected string Keep(IFormFile file)
    {
        using var content = new MemoryStream();
        file.CopyTo(content);
        // By the platforms' documents the plain form of the name is read, as UTF-8.
        var plain = file.Headers.ContentDisposition.ToString();
        Assert.Contains("filelength=" + content.Length, plain, StringComparison.Ordinal);
        Assert.DoesNotContain("=?", plain, StringComparison.Ordinal);
        var media = $"media-{Guid.NewGuid():N}";
        _media[media] = (file.FileName, content.ToArray());
        return media;
    }

    /// <summary>Delivers an upload as a kind of message; nothing arrives of one that was never uploaded.</summary>
    protected IResult Deliver(string to, string type, string media)
    {
        if (Refusal is { } refusal)
            return refusal;
        if (!_media.TryGetValue(media, out var file))
            return Results.StatusCode(418);
        Files.Enqueue((to, type, file.Name, file.Content));
        return Taken;
    }

    protected abstract IResult Taken { get; }

    protected static HttpRequestMessage Post(string path, string body, string type = "application/json") =>
        new(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, type) };

    protected static IResult File() => Results.File(FileBytes, "application/octet-stream", "whatever.html");
}
