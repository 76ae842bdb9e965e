using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using ServiceMesh.Intake.Channels.Generic;
using ServiceMesh.Intake.Delivery;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Channels.Dingtalk;

/// <summary>What a DingTalk robot receives.</summary>
internal sealed record DingtalkMessage
{
    public string? MsgId { get; init; }
    public string? Msgtype { get; init; }
    public string? ConversationId { get; init; }

    /// <summary><c>1</c> for one person, <c>2</c> for a group.</summary>
    public string? ConversationType { get; init; }
    public string? SenderId { get; init; }
    public string? SenderStaffId { get; init; }
    public string? SenderNick { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    public long? CreateAt { get; init; }
    public string? SessionWebhook { get; init; }
    public long? SessionWebhookExpiredTime { get; init; }
    public DingtalkContent? Text { get; init; }
    public DingtalkContent? Content { get; init; }
}

internal sealed record DingtalkContent
{
    public string? Content { get; init; }
    public string? DownloadCode { get; init; }
    public string? FileName { get; init; }
    public string? Recognition { get; init; }
    public string? Text { get; init; }
    public IReadOnlyList<DingtalkContent>? RichText { get; init; }
}

/// <summary>How a conversation is answered: by its session webhook while that lives, then by the robot's API.</summary>
internal sealed record DingtalkReply(
    [property: JsonPropertyName("w")] string? Webhook, [property: JsonPropertyName("u")] long Until, [property: JsonPropertyName("s")] string? Staff,
    [property: JsonPropertyName("g")] bool Group);

/// <summary>DingTalk (钉钉) robots: messages to them, answered in the session and later by the robot's API; see docs/channels/dingtalk.md.</summary>
public sealed class DingtalkAdapter(PlatformApi api, PlatformTokens tokens, IOptions<IntakeOptions> options, TimeProvider time) : IChannelAdapter
{
    /// <summary>The platform's own bound.</summary>
    private static readonly TimeSpan s_window = TimeSpan.FromHours(1);

    private readonly string _address = options.Value.Platforms.Dingtalk.TrimEnd('/');
    private readonly string _sessions = options.Value.Platforms.DingtalkSessions.TrimEnd('/') + "/";

    /// <inheritdoc />
    public ChannelKind Kind => ChannelKind.Dingtalk;

    /// <inheritdoc />
    public ChannelTraits Traits { get; } = new("s")
    {
        SecretInUrl = true,
        Fields =
        [
            new("appSecret", Secret: true, FieldPatterns.Key()),
            new("appKey", Secret: false, FieldPatterns.Id(), Required: false),
            new("robotCode", Secret: false, FieldPatterns.Id(), Required: false),
        ],
        LongestPart = 18_000,
        CountsBytes = true,
    };

    /// <summary>The signature covers the time only; the secret in the address stands for the rest.</summary>
    public ReadOnlyMemory<byte> Open(PlatformRequest request)
    {
        var (timestamp, secret) = (request.Header("timestamp"), request.Channel["appSecret"]);
        if (secret.Length == 0 || !Same.Base64(Sign(secret, timestamp), request.Header("sign")))
            throw ChannelFaults.BadSignature();
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var at) || at > 253_402_300_799_999
            || (request.Now - DateTimeOffset.FromUnixTimeMilliseconds(at)).Duration() > s_window)
        {
            throw ChannelFaults.OutsideWindow();
        }

        return request.Body;
    }

    /// <inheritdoc />
    public Inbound Read(PlatformRequest request, ReadOnlyMemory<byte> plain)
    {
        var said = JsonSerializer.Deserialize<DingtalkMessage>(plain.Span, JsonDefaults.Options) ?? throw ChannelFaults.Malformed("The message is empty.");
        if (Tidy.Id(said.MsgId) is not { } id || Tidy.Id(said.ConversationId) is not { } conversation
            || Tidy.Id(said.SenderStaffId ?? said.SenderId) is not { } from)
        {
            throw ChannelFaults.Malformed("msgId, conversationId and senderId are needed.");
        }

        var webhook = said.SessionWebhook is { } w && w.StartsWith(_sessions, StringComparison.Ordinal) ? w : null;
        var reply = new DingtalkReply(webhook, said.SessionWebhookExpiredTime ?? 0, Tidy.Id(said.SenderStaffId), said.ConversationType == "2");
        return new InboundMessage(id, conversation, new ImSender { Id = from, Name = Tidy.Line(said.SenderNick, 200) }, Tidy.Text(TextOf(said)))
        {
            SentAt = said.CreateAt is > 0 and < 253_402_300_800_000 ? DateTimeOffset.FromUnixTimeMilliseconds(said.CreateAt.Value) : null,
            Files = FilesOf(said),
            ReplyTo = JsonSerializer.Serialize(reply),
            Acknowledgement = InboundAnswer.EmptyJson,
        };
    }

    /// <summary>Always where the robot's API may be used, else as long as the session's address lives.</summary>
    public DateTimeOffset? ReplyUntil(OpenedChannel channel, string? replyTo, DateTimeOffset? lastCustomerAt)
    {
        var reply = ReplyOf(replyTo);
        return CanUseApi(channel, reply) ? null
            : reply?.Webhook is null ? lastCustomerAt
            : DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(reply.Until, 0, 253_402_300_799_999));
    }

    /// <inheritdoc />
    public async Task<DeliveryOutcome> SendAsync(OutboundMessage outbound, string part, CancellationToken ct)
    {
        var reply = ReplyOf(outbound.ReplyTo);
        if (reply?.Webhook is { } webhook && time.GetUtcNow().ToUnixTimeMilliseconds() < reply.Until)
        {
            var answer = await api.PostAsync(webhook, new { msgtype = "text", text = new { content = part } }, ct);
            if (answer.Number("errcode", -1) == 0)
                return new DeliveryOutcome(null);
            if (answer.Number("errcode", -1) is not (300001 or 310000 or 400101))
                return answer.Refused();
        }

        var channel = outbound.Channel;
        return CanUseApi(channel, reply)
            ? await SendByApiAsync(channel, outbound.ConversationId, reply!, "sampleText", new { content = part }, ct)
            : new DeliveryOutcome(DeliveryReasons.OutsideReplyWindow, Final: true);
    }

    /// <summary>
    /// By the robot's API only: a session takes no files. Pictures (JPEG, PNG, GIF) and PDF, Office and archive files to 20 MiB; voice and films need lengths and still
    /// pictures that we do not have.
    /// </summary>
    public string? FileFault(OutboundMessage outbound, OutboundFile file)
    {
        var reply = ReplyOf(outbound.ReplyTo);
        return !CanUseApi(outbound.Channel, reply) || TypeOf(file) is null ? FileFaults.NotTaken : file.Fits(20) ? null : FileFaults.TooLarge;
    }

    /// <inheritdoc />
    public async Task<DeliveryOutcome> SendFileAsync(OutboundMessage outbound, OutboundFile file, CancellationToken ct)
    {
        var (channel, type) = (outbound.Channel, TypeOf(file)!);
        var uploaded = await tokens.CallAsync(
            channel, stop => FetchTokenAsync(channel, stop),
            (token, stop) => api.UploadAsync($"{_sessions}media/upload?access_token={Uri.EscapeDataString(token)}&type={type}", "media", file, [("type", type)], stop),
            reply => reply.Number("errcode", 0) is 40014 or 42001 or 88, ct);
        if (uploaded.Text("media_id") is not { Length: > 0 } media || uploaded.Number("errcode", -1) != 0)
            return uploaded.Number("errcode", -1) > 0 ? new DeliveryOutcome(DeliveryReasons.FileRefused) : uploaded.Refused();
        return type == "image"
            ? await SendByApiAsync(channel, outbound.ConversationId, ReplyOf(outbound.ReplyTo)!, "sampleImageMsg", new { photoURL = media }, ct)
            : await SendByApiAsync(
                channel, outbound.ConversationId, ReplyOf(outbound.ReplyTo)!, "sampleFile", new { mediaId = media, fileName = file.Name, fileType = FileName.Extension(file.Name)[1..] }, ct);
    }

    /// <inheritdoc />
    public async Task<HttpResponseMessage?> FetchAsync(OpenedChannel channel, string reference, CancellationToken ct)
    {
        if (channel["appKey"].Length == 0 || channel["robotCode"].Length == 0)
            return null;
        var reply = await CallAsync(channel, "/v1.0/robot/messageFiles/download", new { downloadCode = reference, robotCode = channel["robotCode"] }, ct);
        return reply.Text("downloadUrl") is { } url && Uri.TryCreate(url, UriKind.Absolute, out var target) && IsFileHost(target.IdnHost)
            ? await api.OpenFileAsync(url, ct)
            : null;
    }

    /// <summary>HMAC-SHA256 with the secret over time, line end and secret.</summary>
    internal static byte[] Sign(string secret, string timestamp) =>
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{timestamp}\n{secret}"));

    private static DingtalkReply? ReplyOf(string? replyTo) => replyTo is null ? null : JsonSerializer.Deserialize<DingtalkReply>(replyTo);

    private static bool CanUseApi(OpenedChannel channel, DingtalkReply? to) =>
        channel["appKey"].Length > 0 && channel["robotCode"].Length > 0 && to is not null && (to.Group || to.Staff is not null);

    private static string? TypeOf(OutboundFile file) => file.MediaType is "image/jpeg" or "image/png" or "image/gif" ? "image"
        : FileName.Extension(file.Name) is ".pdf" or ".doc" or ".docx" or ".xls" or ".xlsx" or ".zip" or ".rar" ? "file" : null;

    private async Task<DeliveryOutcome> SendByApiAsync(
        OpenedChannel channel, string conversation, DingtalkReply to, string msgKey, object content, CancellationToken ct)
    {
        var (robotCode, msgParam) = (channel["robotCode"], JsonSerializer.Serialize(content));
        var reply = to.Group
            ? await CallAsync(channel, "/v1.0/robot/groupMessages/send", new { robotCode, openConversationId = conversation, msgKey, msgParam }, ct)
            : await CallAsync(channel, "/v1.0/robot/oToMessages/batchSend", new { robotCode, userIds = new[] { to.Staff }, msgKey, msgParam }, ct);
        if (reply.IsSuccess)
            return new DeliveryOutcome(null);
        return reply.Status is 403 ? new DeliveryOutcome(DeliveryReasons.NotAuthorised, Final: true) : reply.Refused();
    }

    private Task<PlatformReply> CallAsync(OpenedChannel channel, string path, object body, CancellationToken ct) => tokens.CallAsync(
        channel, stop => FetchTokenAsync(channel, stop),
        (token, stop) => api.PostAsync(_address + path, body, stop, ("x-acs-dingtalk-access-token", token)),
        reply => reply.Status == 401 || reply.Text("code") == "InvalidAuthentication", ct);

    private async Task<FreshToken> FetchTokenAsync(OpenedChannel channel, CancellationToken ct)
    {
        var reply = await api.PostAsync(_address + "/v1.0/oauth2/accessToken", new { appKey = channel["appKey"], appSecret = channel["appSecret"] }, ct);
        if (reply.Text("accessToken") is { Length: > 0 } token)
            return new FreshToken(token, TimeSpan.FromSeconds(Math.Clamp(reply.Number("expireIn", 7_200), 60, 86_400)));
        throw new PlatformException(reply.Status is 400 or 403
            ? new DeliveryOutcome(DeliveryReasons.NotAuthorised, Final: true)
            : reply.Refused());
    }

    private bool IsFileHost(string host) => options.Value.Platforms.DingtalkFileHosts.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Any(end => host.EndsWith(end, StringComparison.OrdinalIgnoreCase));

    private static string TextOf(DingtalkMessage said) => said.Msgtype switch
    {
        "text" => said.Text?.Content ?? "",
        "richText" => string.Concat((said.Content?.RichText ?? []).Select(p => p.Text)),
        "audio" => said.Content?.Recognition ?? "",
        _ => "",
    };

    private static IReadOnlyList<InboundFile> FilesOf(DingtalkMessage said)
    {
        var kind = said.Msgtype switch { "picture" or "richText" => FileKind.Picture, "audio" => FileKind.Voice, "video" => FileKind.Video, _ => FileKind.File };
        return
        [
            .. (said.Content?.RichText ?? []).Append(said.Content)
                .Where(c => c?.DownloadCode is { Length: > 0 and <= 4_000 })
                .Take(20)
                .Select(c => new InboundFile(kind, c!.DownloadCode!, Tidy.Line(c.FileName, 200))),
        ];
    }
}
