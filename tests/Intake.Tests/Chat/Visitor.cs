using System.Buffers.Text;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ServiceMesh.Intake.Tests.Attachments;

namespace ServiceMesh.Intake.Tests.Chat;

/// <summary>Somebody who chats on a vendor's site, as the widget speaks for him.</summary>
internal sealed class Visitor(HttpClient client, Guid channel, string? token = null)
{
    public string Token { get; } = token ?? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));

    public string Path => $"/chat/{channel}";

    public static async Task<(Visitor Visitor, string Secret)> OnAsync(Vendor vendor, object? settings = null)
    {
        var made = await vendor.Staff.PostAsync("/api/v1/channels", new { kind = "chat", name = "Site", settings });
        return (new Visitor(vendor.Host.Anonymous(), made.Id()), made.Text("secret"));
    }

    /// <summary>The same channel, somebody else.</summary>
    public Visitor Another() => new(client, channel);

    public Task<JsonElement> SayAsync(string? text, string? id = null, int status = 202, Guid[]? files = null, string? name = null, string? email = null, string? identity = null) =>
        SendAsync(HttpMethod.Post, "/messages", new { clientId = id ?? Guid.NewGuid().ToString(), text, attachmentIds = files, name, email, identity }, status);

    public Task<JsonElement> NewsAsync(long after = -1, int status = 200) => SendAsync(HttpMethod.Get, $"/messages?after={after}", null, status);

    public Task<JsonElement> ReadAsync(long place) => SendAsync(HttpMethod.Post, "/read", new { place }, 204);

    public Task<JsonElement> TypeAsync() => SendAsync(HttpMethod.Post, "/typing", new { }, 204);

    public async Task<Guid> UploadAsync(byte[] content, string name) =>
        (await client.UploadAsync(content, name, path: Path + "/attachments", header: ("X-Chat-Session", Token))).Id();

    public async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body, int status)
    {
        using var request = new HttpRequestMessage(method, Path + path);
        request.Headers.Add("X-Chat-Session", Token);
        if (body is not null)
            request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(request);
        return await Http.ReadAsync(answer, status);
    }

    public async Task<int> DownloadAsync(Guid file)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Path}/attachments/{file}");
        request.Headers.Add("X-Chat-Session", Token);
        using var answer = await client.SendAsync(request);
        return (int)answer.StatusCode;
    }

    public static List<(string From, string Text)> Said(JsonElement news) =>
        [.. news.GetProperty("entries").EnumerateArray().Select(e => (e.Text("from"), e.Text("text")))];

    /// <summary>A live connection, by SignalR's JSON protocol.</summary>
    public async Task<LiveLine> ConnectAsync(Microsoft.AspNetCore.TestHost.TestServer server)
    {
        var socket = await server.CreateWebSocketClient().ConnectAsync(new Uri($"ws://localhost{Path}/live"), CancellationToken.None);
        var line = new LiveLine(socket);
        await line.SendAsync("""{"protocol":"json","version":1}""");
        await line.InvokeAsync("Join", Token);
        await line.UntilAsync("\"type\":3");
        return line;
    }
}

/// <summary>A WebSocket on which a hub speaks JSON.</summary>
internal sealed class LiveLine(WebSocket socket) : IDisposable
{
    private readonly StringBuilder _heard = new();

    public Task SendAsync(string message) => socket.SendAsync(Encoding.UTF8.GetBytes(message + "\u001e"), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    public Task InvokeAsync(string target, params object[] arguments) => SendAsync(JsonSerializer.Serialize(new { type = 1, target, arguments, invocationId = "1" }));

    /// <summary>Reads until something was said that holds a text; forgets what was said up to there.</summary>
    public async Task<string> UntilAsync(string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var buffer = new byte[8192];
        while (true)
        {
            var (heard, at) = (_heard.ToString(), _heard.ToString().IndexOf(text, StringComparison.Ordinal));
            var end = at < 0 ? -1 : heard.IndexOf('\u001e', at);
            if (end >= 0)
            {
                _heard.Remove(0, end + 1);
                return heard[..end];
            }

            var part = await socket.ReceiveAsync(buffer, limit.Token);
            Assert.NotEqual(WebSocketMessageType.Close, part.MessageType);
            _heard.Append(Encoding.UTF8.GetString(buffer, 0, part.Count));
        }
    }

    public void Dispose() => socket.Dispose();
}
