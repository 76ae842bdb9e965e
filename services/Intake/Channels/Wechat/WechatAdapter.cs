using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using ServiceMesh.Intake.Delivery;
using ServiceMesh.Intake.Persistence;

namespace ServiceMesh.Intake.Channels.Wechat;

/// <summary>
/// A WeChat official account (微信公众号) in its safe mode, answered by customer-service messages within 48 hours and by a template message later; see
/// docs/channels/wechat.md.
/// </summary>
public sealed class WechatAdapter(PlatformApi api, PlatformTokens tokens, IOptions<IntakeOptions> options) : IChannelAdapter
{
    private static readonly InboundAnswer s_taken = new("success");
    private readonly string _address = options.Value.Platforms.Wechat.TrimEnd('/');

    /// <inheritdoc />
    public ChannelKind Kind => ChannelKind.Wechat;

    /// <inheritdoc />
    public ChannelTraits Traits { get; } = new("events")
    {
        Fields =
        [
            new("appId", Secret: false, FieldPatterns.Id()),
            new("appSecret", Secret: true, FieldPatterns.Key()),
            new("token", Secret: true, FieldPatterns.Key()),
            new("encodingAesKey", Secret: true, FieldPatterns.TencentKey()),
            new(WechatTemplate.Id, Secret: false, FieldPatterns.Id(), Required: false, Needs: WechatTemplate.Fields),
            new(WechatTemplate.Fields, Secret: false, WechatTemplate.FieldsForm(), Required: false, Needs: WechatTemplate.Id),
        ],
        LongestPart = 2_048,
        CountsBytes = true,
        ReplyWindow = TimeSpan.FromHours(48),
    };

    /// <summary>Only the safe mode is taken: in the plain one the platform signs the time but not the body.</summary>
    public ReadOnlyMemory<byte> Open(PlatformRequest request)
    {
        if (!request.IsHandshake)
            return TencentCipher.Open(request, PlatformXml.Read(request.Body).Of("Encrypt"), request.Channel["appId"]);
        TencentCipher.Check(request, request.Parameter("signature"), request.Channel["token"]);
        return Encoding.UTF8.GetBytes(request.Parameter("echostr"));
    }

    /// <inheritdoc />
    public Inbound Read(PlatformRequest request, ReadOnlyMemory<byte> plain) => TencentMessages.Read(request, plain, s_taken, ReportOf);

    /// <inheritdoc />
    public Task<DeliveryOutcome> SendAsync(OutboundMessage outbound, string part, CancellationToken ct) => SendAsync(outbound, "text", new { content = part }, ct);

    /// <summary>Pictures (JPEG, PNG, GIF) to 10 MiB and voice (AMR, MP3) to 2 MiB. Films need a still picture that we do not have, and files an account cannot send.</summary>
    public string? FileFault(OutboundMessage outbound, OutboundFile file) => TypeOf(file) is not null ? null
        : file.MediaType is "image/jpeg" or "image/png" or "image/gif" or "audio/amr" or "audio/mpeg" ? FileFaults.TooLarge : FileFaults.NotTaken;

    /// <inheritdoc />
    public async Task<DeliveryOutcome> SendFileAsync(OutboundMessage outbound, OutboundFile file, CancellationToken ct)
    {
        var type = TypeOf(file)!;
        var (media, failure) = await TencentFiles.UploadAsync(
            api, tokens, outbound.Channel, stop => FetchTokenAsync(outbound.Channel, stop), IsTokenRefused, _address, type, file, ct);
        return media is null ? failure! : await SendAsync(outbound, type, new { media_id = media }, ct);
    }

    private static string? TypeOf(OutboundFile file) =>
        file.Is(10, "image/jpeg", "image/png", "image/gif") ? "image" : file.Is(2, "audio/amr", "audio/mpeg") ? "voice" : null;

    private async Task<DeliveryOutcome> SendAsync(OutboundMessage outbound, string type, object content, CancellationToken ct)
    {
        var body = new Dictionary<string, object> { ["touser"] = outbound.ConversationId, ["msgtype"] = type, [type] = content };
        var reply = await PostAsync(outbound.Channel, "custom", body, ct);
        return reply.Number("errcode", -1) switch
        {
            0 => new DeliveryOutcome(null),
            45015 or 45047 => new DeliveryOutcome(DeliveryReasons.OutsideReplyWindow, Final: true),
            _ => Refused(reply),
        };
    }

    /// <inheritdoc />
    public bool AnswersLate(OpenedChannel channel) => channel[WechatTemplate.Id].Length > 0 && channel[WechatTemplate.Fields].Length > 0;

    /// <summary>A template message (模板消息): WeChat tells by an event whether it arrived.</summary>
    public async Task<DeliveryOutcome> SendLateAsync(OutboundMessage outbound, string text, string? link, CancellationToken ct)
    {
        var reply = await PostAsync(outbound.Channel, "template", WechatTemplate.Of(outbound, text, link), ct);
        return reply.Number("errcode", -1) switch
        {
            0 => new DeliveryOutcome(null, Note: DeliveryReasons.AsTemplate)
            {
                AwaitedId = reply.Number("msgid", 0) is > 0 and var id ? id.ToString(CultureInfo.InvariantCulture) : null,
            },
            40036 or 40037 or 47003 => new DeliveryOutcome(DeliveryReasons.TemplateRefused, Final: true),
            _ => Refused(reply),
        };
    }

    private static InboundReport? ReportOf(IReadOnlyDictionary<string, string> xml) =>
        xml.Of("Event") != "TEMPLATESENDJOBFINISH" || Tidy.Id(xml.Of("MsgID")) is not { } id ? null : new InboundReport(id, xml.Of("Status") switch
        {
            "success" => null,
            var status when status.Contains("block", StringComparison.OrdinalIgnoreCase) => DeliveryReasons.ReceiverGone,
            _ => DeliveryReasons.ReceiverRefused,
        }, s_taken);

    private static DeliveryOutcome Refused(PlatformReply reply) => reply.Number("errcode", -1) switch
    {
        43004 or 40003 => new DeliveryOutcome(DeliveryReasons.ReceiverGone, Final: true),
        48001 or 40013 or 40001 or 50002 => new DeliveryOutcome(DeliveryReasons.NotAuthorised, Final: true),
        _ => reply.Refused(),
    };

    private Task<PlatformReply> PostAsync(OpenedChannel channel, string kind, object body, CancellationToken ct) => tokens.CallAsync(
        channel, stop => FetchTokenAsync(channel, stop),
        (token, stop) => api.PostAsync($"{_address}/cgi-bin/message/{kind}/send?access_token={Uri.EscapeDataString(token)}", body, stop), IsTokenRefused, ct);

    /// <inheritdoc />
    public Task<HttpResponseMessage?> FetchAsync(OpenedChannel channel, string reference, CancellationToken ct) =>
        TencentFiles.FetchAsync(api, tokens, channel, stop => FetchTokenAsync(channel, stop), IsTokenRefused, _address, reference, ct);

    /// <summary>The stable token: asking for it does not end the one that others of the vendor's systems use.</summary>
    private async Task<FreshToken> FetchTokenAsync(OpenedChannel channel, CancellationToken ct)
    {
        var reply = await api.PostAsync(
            $"{_address}/cgi-bin/stable_token",
            new { grant_type = "client_credential", appid = channel["appId"], secret = channel["appSecret"] }, ct);
        return TencentMessages.TokenOf(reply, credentialFaults: [40001, 40013, 40125, 40243]);
    }

    private static bool IsTokenRefused(PlatformReply reply) => reply.Number("errcode", 0) is 40001 or 40014 or 42001;
}
