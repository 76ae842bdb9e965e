using System.Buffers.Text;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Platforms;

/// <summary>A visitor of the vendor's site with the web chat open: writes by HTTP and hears of news on the live line, as the widget does.</summary>
public sealed class ChatVisitor : IAsyncDisposable
{
    /// <summary>Ends each of SignalR's messages.</summary>
    private const char End = '\u001e';
    private readonly ClientWebSocket _socket = new();
    private readonly StringBuilder _heard = new();
    private readonly GatewayClient _gateway;
    private readonly ChannelAccess _channel;

    private ChatVisitor(GatewayClient gateway, ChannelAccess channel) => (_gateway, _channel) = (gateway, channel);

    /// <summary>What proves that it is still the same visitor: 192 random bits.</summary>
    public string Session { get; } = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));

    /// <summary>Opens the chat: connects through the gateway and takes a seat.</summary>
    public static async Task<ChatVisitor> OpenAsync(GatewayClient gateway, ChannelAccess channel, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        ArgumentNullException.ThrowIfNull(channel);
        var visitor = new ChatVisitor(gateway, channel);
        try
        {
            var address = new UriBuilder(new Uri(gateway.Address, $"/chat/{channel.Id}/live")) { Scheme = gateway.Address.Scheme == "https" ? "wss" : "ws" };
            await visitor._socket.ConnectAsync(address.Uri, ct);
            await visitor.SendAsync("""{"protocol":"json","version":1}""", ct);
            await visitor.SendAsync(JsonSerializer.Serialize(new { type = 1, target = "Join", arguments = new[] { visitor.Session }, invocationId = "1" }), ct);
            // Type 3: the invocation is complete. Without a seat it says why.
            var seat = await visitor.HearAsync("\"type\":3", ct);
            return seat.Contains("\"error\"", StringComparison.Ordinal) ? throw new InvalidDataException($"The chat admits nobody: {seat}") : visitor;
        }
        catch
        {
            await visitor.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes something; the ticket's number.</summary>
    public async Task<string> SayAsync(string text, string language, string? identity, CancellationToken ct) =>
        (await _gateway.SendChatAsync<Kept>(_channel, Session, new { clientId = Guid.NewGuid().ToString("N"), text, language, identity }, ct)).Number;

    /// <summary>Looks whenever the live line says that there is news, until somebody has said this.</summary>
    public async Task HearsAsync(string text, CancellationToken ct)
    {
        while (!(await _gateway.ReadChatAsync<News>(_channel, Session, ct)).Entries.Any(e => e.Text == text)) await HearAsync("\"News\"", ct);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            if (_socket.State == WebSocketState.Open) await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // Gone either way.
        }
        _socket.Dispose();
    }

    private Task SendAsync(string message, CancellationToken ct) => _socket.SendAsync(Encoding.UTF8.GetBytes(message + End), WebSocketMessageType.Text, endOfMessage: true, ct);

    /// <summary>Reads until a message holds a text, and forgets what was said up to there.</summary>
    private async Task<string> HearAsync(string text, CancellationToken ct)
    {
        var buffer = new byte[8192];
        var decoder = Encoding.UTF8.GetDecoder();
        while (true)
        {
            var heard = _heard.ToString();
            var at = heard.IndexOf(text, StringComparison.Ordinal);
            var end = at < 0 ? -1 : heard.IndexOf(End, at);
            if (end >= 0)
            {
                var begin = heard.LastIndexOf(End, at) + 1;
                _heard.Remove(0, end + 1);
                return heard[begin..end];
            }
            var part = await _socket.ReceiveAsync(buffer, ct);
            if (part.MessageType == WebSocketMessageType.Close) throw new IOException("The live line was closed.");
            var characters = new char[buffer.Length];
            _heard.Append(characters, 0, decoder.GetChars(buffer, 0, part.Count, characters, 0, flush: false));
        }
    }

    private sealed record Kept(string Number);

    private sealed record News(IReadOnlyList<Entry> Entries);

    private sealed record Entry(string Text);
}
