using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using ServiceMesh.Intake.Channels.Generic;
using ServiceMesh.Intake.Delivery;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Channels.Telegram;

internal sealed record TelegramUpdate(TelegramMessage? Message);

internal sealed record TelegramMessage
{
    [JsonPropertyName("message_id")]
    public long? MessageId { get; init; }
    public TelegramUser? From { get; init; }
    public TelegramChat? Chat { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public long? Date { get; init; }
    public string? Text { get; init; }
    public string? Caption { get; init; }
    public IReadOnlyList<TelegramFile>? Photo { get; init; }
    public TelegramFile? Document { get; init; }
    public TelegramFile? Voice { get; init; }
    public TelegramFile? Audio { get; init; }
    public TelegramFile? Video { get; init; }
}

internal sealed record TelegramUser
{
    public long? Id { get; init; }

    [JsonPropertyName("is_bot")]
    public bool IsBot { get; init; }

    [JsonPropertyName("first_name")]
    public string? FirstName { get; init; }

    [JsonPropertyName("last_name")]
    public string? LastName { get; init; }

    [JsonPropertyName("language_code")]
    public string? LanguageCode { get; init; }
}

internal sealed record TelegramChat(long? Id);

internal sealed record TelegramFile
{
    [JsonPropertyName("file_id")]
    public string? FileId { get; init; }

    [JsonPropertyName("file_name")]
    public string? FileName { get; init; }

    [JsonPropertyName("file_size")]
    public long? FileSize { get; init; }
}

/// <summary>Telegram bots, by their webhook; see docs/channels/telegram.md.</summary>
public sealed class TelegramAdapter(PlatformApi api, IOptions<IntakeOptions> options) : IChannelAdapter
{
    private readonly string _address = options.Value.Platforms.Telegram.TrimEnd('/');

    /// <inheritdoc />
    public ChannelKind Kind => ChannelKind.Telegram;

    /// <inheritdoc />
    public ChannelTraits Traits { get; } = new("s")
    {
        SecretInUrl = true,
        ShowsSecret = true,
        Fields = [new("botToken", Secret: true, FieldPatterns.TelegramToken())],
        LongestPart = 4_096,
    };

    /// <summary>Telegram signs nothing and tells no time: it repeats a token in a header. The secret in the address stands beside it.</summary>
    public ReadOnlyMemory<byte> Open(PlatformRequest request) =>
        !request.IsHandshake && Same.Text(AdapterTable.HeaderToken(request.Channel.Secret), request.Header("X-Telegram-Bot-Api-Secret-Token"))
            ? request.Body
            : throw ChannelFaults.BadSignature();

    /// <inheritdoc />
    public Inbound Read(PlatformRequest request, ReadOnlyMemory<byte> plain)
    {
        var update = JsonSerializer.Deserialize<TelegramUpdate>(plain.Span, JsonDefaults.Options) ?? throw ChannelFaults.Malformed("The update is empty.");
        if (update.Message is not { From: { IsBot: false } from } message)
            return InboundAnswer.EmptyJson;
        if (message is not { MessageId: { } id, Chat.Id: { } chat } || from.Id is not { } person)
            throw ChannelFaults.Malformed("message_id, chat.id and from.id are needed.");
        return new InboundMessage(
            string.Create(CultureInfo.InvariantCulture, $"{chat}:{id}"), chat.ToString(CultureInfo.InvariantCulture),
            new ImSender { Id = person.ToString(CultureInfo.InvariantCulture), Name = Tidy.Line($"{from.FirstName} {from.LastName}", 200), Language = LanguageOf(from) },
            Tidy.Text(message.Text ?? message.Caption))
        {
            SentAt = message.Date is > 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(message.Date.Value) : null,
            Files = FilesOf(message),
            Acknowledgement = InboundAnswer.EmptyJson,
        };
    }

    /// <inheritdoc />
    public async Task<DeliveryOutcome> SendAsync(OutboundMessage outbound, string part, CancellationToken ct) =>
        Judge(await api.PostAsync(Url(outbound.Channel, "sendMessage"), new { chat_id = outbound.ConversationId, text = part }, ct));

    /// <summary>Everything to 50 MiB; pictures over 10 MiB as a document.</summary>
    public string? FileFault(OutboundMessage outbound, OutboundFile file) => file.Size == 0 ? FileFaults.NotTaken : file.Fits(50) ? null : FileFaults.TooLarge;

    /// <summary>As what it is; a picture that Telegram finds too long or too large goes once more as a document.</summary>
    public async Task<DeliveryOutcome> SendFileAsync(OutboundMessage outbound, OutboundFile file, CancellationToken ct)
    {
        var kind = file.Is(10, "image/jpeg", "image/png", "image/webp") ? "Photo"
            : file.Is(50, "audio/ogg") ? "Voice" : file.Is(50, "audio/mpeg") ? "Audio" : file.IsMp4(50) ? "Video" : "Document";
        var reply = await UploadAsync(outbound, file, kind, ct);
        if (reply.Status == 400 && kind == "Photo")
            reply = await UploadAsync(outbound, file, "Document", ct);
        // Whether the file or the chat is at fault, its address as a text tells.
        return reply.Status is 400 or 413 ? new DeliveryOutcome(DeliveryReasons.FileRefused) : Judge(reply);
    }

    /// <inheritdoc />
    public async Task<HttpResponseMessage?> FetchAsync(OpenedChannel channel, string reference, CancellationToken ct)
    {
        var reply = await api.GetAsync(Url(channel, $"getFile?file_id={Uri.EscapeDataString(reference)}"), ct);
        return reply.Part("result").Text("file_path") is { Length: > 0 } path && !path.Contains("..", StringComparison.Ordinal)
            ? await api.OpenFileAsync($"{_address}/file/bot{channel["botToken"]}/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}", ct)
            : null;
    }

    private Task<PlatformReply> UploadAsync(OutboundMessage outbound, OutboundFile file, string kind, CancellationToken ct) =>
        api.UploadAsync(Url(outbound.Channel, "send" + kind), kind.ToLowerInvariant(), file, [("chat_id", outbound.ConversationId)], ct);

    private static DeliveryOutcome Judge(PlatformReply reply) => reply switch
    {
        { IsSuccess: true } => new DeliveryOutcome(null),
        { Status: 400 or 403 } => new DeliveryOutcome(DeliveryReasons.ReceiverGone, Final: true),
        { Status: 401 or 404 } => new DeliveryOutcome(DeliveryReasons.NotAuthorised, Final: true),
        { Status: 429 } => new DeliveryOutcome(
            DeliveryReasons.ReceiverRefused, RetryAfter: TimeSpan.FromSeconds(Math.Clamp(reply.Part("parameters").Number("retry_after", 30), 1, 3_600))),
        _ => reply.Refused(),
    };

    private string Url(OpenedChannel channel, string method) => $"{_address}/bot{channel["botToken"]}/{method}";

    private static string? LanguageOf(TelegramUser from) => from.LanguageCode is { Length: >= 2 and <= 20 } code && code.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? code : null;

    /// <summary>Of a picture's sizes the largest, which comes last.</summary>
    private static IReadOnlyList<InboundFile> FilesOf(TelegramMessage message) =>
    [
        .. new (FileKind Kind, TelegramFile? File)[]
        {
            (FileKind.Picture, message.Photo is { Count: > 0 } sizes ? sizes[^1] : null), (FileKind.File, message.Document),
            (FileKind.Voice, message.Voice ?? message.Audio), (FileKind.Video, message.Video),
        }
        .Where(f => f.File?.FileId is { Length: > 0 and <= 1_000 })
        .Select(f => new InboundFile(f.Kind, f.File!.FileId!, Tidy.Line(f.File.FileName, 200), f.File.FileSize)),
    ];
}
