using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using ServiceMesh.Intake.Channels.Generic;
using ServiceMesh.Intake.Delivery;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Channels.Feishu;

/// <summary>Feishu (飞书) and Lark: events of an application with an encrypt key, answered by its message API; see docs/channels/feishu.md.</summary>
public sealed class FeishuAdapter(PlatformApi api, PlatformTokens tokens, IOptions<IntakeOptions> options) : IChannelAdapter
{
    private const string Check = "url_verification";
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(5);

    /// <inheritdoc />
    public ChannelKind Kind => ChannelKind.Feishu;

    /// <inheritdoc />
    public ChannelTraits Traits { get; } = new("events")
    {
        Fields =
        [
            new("appId", Secret: false, FieldPatterns.Id()),
            new("appSecret", Secret: true, FieldPatterns.Key()),
            new("encryptKey", Secret: true, FieldPatterns.Key()),
            new("verificationToken", Secret: true, FieldPatterns.Key()),
            new("region", Secret: false, FieldPatterns.FeishuRegion(), Required: false),
        ],
        LongestPart = 30_000,
        CountsBytes = true,
    };

    /// <summary>
    /// The signature covers time, nonce and body. Only the check of an address comes without it; that it decrypts and knows the verification
    /// token proves it, and nothing follows from it.
    /// </summary>
    public ReadOnlyMemory<byte> Open(PlatformRequest request)
    {
        var key = request.Channel["encryptKey"];
        if (request.IsHandshake || key.Length == 0)
            throw ChannelFaults.BadSignature();
        var signature = request.Header("X-Lark-Signature");
        var timestamp = request.Header("X-Lark-Request-Timestamp");
        if (signature.Length > 0)
            CheckSignature(request, key, timestamp, signature);
        var envelope = JsonSerializer.Deserialize<FeishuEnvelope>(request.Body.Span, JsonDefaults.Options);
        var plain = Decrypt(key, envelope?.Encrypt ?? "");
        if (signature.Length == 0 && JsonSerializer.Deserialize<FeishuEvent>(plain, JsonDefaults.Options) is not { Type: Check })
            throw ChannelFaults.BadSignature();
        return plain;
    }

    /// <inheritdoc />
    public Inbound Read(PlatformRequest request, ReadOnlyMemory<byte> plain)
    {
        var said = JsonSerializer.Deserialize<FeishuEvent>(plain.Span, JsonDefaults.Options) ?? throw ChannelFaults.Malformed("The event is empty.");
        if (!Same.Text(request.Channel["verificationToken"], said.Header?.Token ?? said.Token))
            throw ChannelFaults.BadSignature();
        if (said.Type == Check)
            return new InboundAnswer(JsonSerializer.Serialize(new { challenge = said.Challenge }), "application/json");
        if (said.Header?.EventType != "im.message.receive_v1" || said.Event is not { Message: { } message, Sender: { SenderType: "user" } sender })
            return InboundAnswer.EmptyJson;
        if (Tidy.Id(message.MessageId) is not { } id || Tidy.Id(message.ChatId) is not { } chat || Tidy.Id(sender.SenderId?.OpenId) is not { } from)
            throw ChannelFaults.Malformed("message_id, chat_id and open_id are needed.");
        var content = JsonSerializer.Deserialize<FeishuContent>(message.Content ?? "{}", JsonDefaults.Options)!;
        return new InboundMessage(id, chat, new ImSender { Id = from }, Tidy.Text(TextOf(message, content)))
        {
            SentAt = long.TryParse(message.CreateTime, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < 253_402_300_800_000
                ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
            Files = FilesOf(id, message.MessageType, content),
            Acknowledgement = InboundAnswer.EmptyJson,
        };
    }

    /// <inheritdoc />
    public Task<DeliveryOutcome> SendAsync(OutboundMessage outbound, string part, CancellationToken ct) =>
        SendAsync(outbound, "text", JsonSerializer.Serialize(new { text = part }), part, ct);

    /// <summary>Pictures to 10 MiB as pictures, everything else to 30 MiB as a file, film or voice.</summary>
    public string? FileFault(OutboundMessage outbound, OutboundFile file) => file.Size == 0 ? FileFaults.NotTaken : file.Fits(30) ? null : FileFaults.TooLarge;

    /// <inheritdoc />
    public async Task<DeliveryOutcome> SendFileAsync(OutboundMessage outbound, OutboundFile file, CancellationToken ct)
    {
        var channel = outbound.Channel;
        var (path, field, fields, type) = FeishuFiles.FormOf(file);
        var reply = await tokens.CallAsync(
            channel, stop => FetchTokenAsync(channel, stop),
            (token, stop) => api.UploadAsync($"{AddressOf(channel)}/open-apis/im/v1/{path}", field, file, fields, stop, ("Authorization", $"Bearer {token}")),
            IsTokenRefused, ct);
        var (name, key) = type == "image" ? ("image_key", reply.Part("data").Text("image_key")) : ("file_key", reply.Part("data").Text("file_key"));
        if (reply.Number("code", -1) == 0 && key is not null)
            return await SendAsync(outbound, type, JsonSerializer.Serialize(new Dictionary<string, string> { [name] = key }), file.Id.ToString("N"), ct);
        return FeishuFiles.IsRefused(reply) ? new DeliveryOutcome(DeliveryReasons.FileRefused) : reply.Refused();
    }

    /// <summary>Sends with an id of its own per message and part: Feishu takes the same one only once within an hour.</summary>
    private async Task<DeliveryOutcome> SendAsync(OutboundMessage outbound, string type, string content, string part, CancellationToken ct)
    {
        var channel = outbound.Channel;
        var body = new
        {
            receive_id = outbound.ConversationId,
            msg_type = type,
            content,
            uuid = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{outbound.Message.Id:N}{part}")).AsSpan(0, 16)),
        };
        var reply = await tokens.CallAsync(
            channel, stop => FetchTokenAsync(channel, stop),
            (token, stop) => api.PostAsync(
                $"{AddressOf(channel)}/open-apis/im/v1/messages?receive_id_type=chat_id", body, stop, ("Authorization", $"Bearer {token}")),
            IsTokenRefused, ct);
        return reply.Number("code", -1) switch
        {
            0 => new DeliveryOutcome(null),
            230002 or 230013 or 230020 or 232009 => new DeliveryOutcome(DeliveryReasons.ReceiverGone, Final: true),
            99991672 or 230006 or 230027 => new DeliveryOutcome(DeliveryReasons.NotAuthorised, Final: true),
            _ => reply.Refused(),
        };
    }

    /// <inheritdoc />
    public Task<HttpResponseMessage?> FetchAsync(OpenedChannel channel, string reference, CancellationToken ct)
    {
        if (reference.Split('\n') is not [var message, var key, var type])
            return Task.FromResult<HttpResponseMessage?>(null);
        var url = $"{AddressOf(channel)}/open-apis/im/v1/messages/{Uri.EscapeDataString(message)}/resources/{Uri.EscapeDataString(key)}?type={type}";
        return tokens.OpenFileAsync(
            channel, stop => FetchTokenAsync(channel, stop),
            (token, stop) => api.OpenFileAsync(url, stop, ("Authorization", $"Bearer {token}")), IsTokenRefused, ct);
    }

    private static void CheckSignature(PlatformRequest request, string key, string timestamp, string signature)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(timestamp + request.Header("X-Lark-Request-Nonce") + key));
        hash.AppendData(request.Body.Span);
        if (!Same.Hex(hash.GetHashAndReset(), signature))
            throw ChannelFaults.BadSignature();
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > 253_402_300_799
            || (request.Now - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() > s_window)
        {
            throw ChannelFaults.OutsideWindow();
        }
    }

    /// <summary>AES-256-CBC: the key is the encrypt key's SHA-256, the initial vector comes first.</summary>
    internal static byte[] Decrypt(string encryptKey, string encrypted)
    {
        try
        {
            var data = Convert.FromBase64String(encrypted);
            using var aes = Aes.Create();
            aes.Key = SHA256.HashData(Encoding.UTF8.GetBytes(encryptKey));
            return aes.DecryptCbc(data.AsSpan(Math.Min(16, data.Length)), data.AsSpan(0, Math.Min(16, data.Length)), PaddingMode.PKCS7);
        }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException)
        {
            throw ChannelFaults.BadSignature();
        }
    }

    private static string TextOf(FeishuMessage message, FeishuContent content)
    {
        var text = content.Content is { } paragraphs
            ? string.Join('\n', paragraphs.Select(p => string.Concat(p.Select(s => s.Text ?? s.UserName))).Prepend(content.Title ?? "")).Trim()
            : content.Text ?? "";
        foreach (var mention in message.Mentions ?? [])
            text = mention.Key is { Length: > 0 } key ? text.Replace(key, $"@{mention.Name}", StringComparison.Ordinal) : text;
        return text;
    }

    private static List<InboundFile> FilesOf(string message, string? type, FeishuContent content)
    {
        var files = new List<InboundFile>();
        if (content.FileKey is { Length: > 0 } file)
        {
            var kind = type switch { "audio" => FileKind.Voice, "media" => FileKind.Video, _ => FileKind.File };
            files.Add(new InboundFile(kind, $"{message}\n{file}\nfile", Tidy.Line(content.FileName, 200)));
        }
        else if (content.ImageKey is { Length: > 0 } image)
        {
            files.Add(new InboundFile(FileKind.Picture, $"{message}\n{image}\nimage"));
        }

        var inside = (content.Content ?? []).SelectMany(p => p).Select(p => p.ImageKey).OfType<string>().Take(20);
        files.AddRange(inside.Select(i => new InboundFile(FileKind.Picture, $"{message}\n{i}\nimage")));
        return files;
    }

    private string AddressOf(OpenedChannel channel) =>
        (channel["region"] == "lark" ? options.Value.Platforms.Lark : options.Value.Platforms.Feishu).TrimEnd('/');

    private async Task<FreshToken> FetchTokenAsync(OpenedChannel channel, CancellationToken ct)
    {
        var reply = await api.PostAsync(
            $"{AddressOf(channel)}/open-apis/auth/v3/tenant_access_token/internal",
            new { app_id = channel["appId"], app_secret = channel["appSecret"] }, ct);
        if (reply.Number("code", -1) == 0 && reply.Text("tenant_access_token") is { Length: > 0 } token)
            return new FreshToken(token, TimeSpan.FromSeconds(Math.Clamp(reply.Number("expire", 7_200), 60, 86_400)));
        throw new PlatformException(reply.Number("code", -1) is 10003 or 10014
            ? new DeliveryOutcome(DeliveryReasons.NotAuthorised, Final: true)
            : reply.Refused());
    }

    private static bool IsTokenRefused(PlatformReply reply) => reply.Number("code", 0) is 99991661 or 99991663 or 99991664 or 99991668;
}
