using System.Globalization;
using Microsoft.Extensions.Options;
using ServiceMesh.Intake.Channels.Generic;
using ServiceMesh.Intake.Delivery;
using ServiceMesh.Intake.Persistence;

namespace ServiceMesh.Intake.Channels.Wecom;

/// <summary>WeCom (企业微信): callbacks of an application of the vendor's own, answered by its message API; see docs/channels/wecom.md.</summary>
public sealed class WecomAdapter(PlatformApi api, PlatformTokens tokens, IOptions<IntakeOptions> options) : IChannelAdapter
{
    /// <summary>Answered with an empty body, nothing is shown to the person.</summary>
    private static readonly InboundAnswer s_taken = new("");

    private readonly string _address = options.Value.Platforms.Wecom.TrimEnd('/');

    /// <inheritdoc />
    public ChannelKind Kind => ChannelKind.Wecom;

    /// <inheritdoc />
    public ChannelTraits Traits { get; } = new("events")
    {
        Fields =
        [
            new("corpId", Secret: false, FieldPatterns.Id()),
            new("agentId", Secret: false, FieldPatterns.Number()),
            new("secret", Secret: true, FieldPatterns.Key()),
            new("token", Secret: true, FieldPatterns.Key()),
            new("encodingAesKey", Secret: true, FieldPatterns.TencentKey()),
        ],
        LongestPart = 2_048,
        CountsBytes = true,
    };

    /// <inheritdoc />
    public ReadOnlyMemory<byte> Open(PlatformRequest request) => TencentCipher.Open(
        request, request.IsHandshake ? request.Parameter("echostr").Replace(' ', '+') : PlatformXml.Read(request.Body).Of("Encrypt"), request.Channel["corpId"]);

    /// <inheritdoc />
    public Inbound Read(PlatformRequest request, ReadOnlyMemory<byte> plain) => TencentMessages.Read(request, plain, s_taken);

    /// <inheritdoc />
    public Task<DeliveryOutcome> SendAsync(OutboundMessage outbound, string part, CancellationToken ct) => SendAsync(outbound, "text", new { content = part }, ct);

    /// <summary>Pictures (JPEG, PNG) and films (MP4) to 10 MiB, voice (AMR) to 2 MiB; everything else, and larger ones, as a file to 20 MiB. Nothing under 6 bytes.</summary>
    public string? FileFault(OutboundMessage outbound, OutboundFile file) =>
        !file.Fits(20) ? FileFaults.TooLarge : file.Size <= 5 ? FileFaults.NotTaken : null;

    /// <inheritdoc />
    public async Task<DeliveryOutcome> SendFileAsync(OutboundMessage outbound, OutboundFile file, CancellationToken ct)
    {
        var type = file.Is(10, "image/jpeg", "image/png") ? "image" : file.Is(2, "audio/amr") ? "voice" : file.IsMp4(10) ? "video" : "file";
        var (media, failure) = await TencentFiles.UploadAsync(
            api, tokens, outbound.Channel, stop => FetchTokenAsync(outbound.Channel, stop), IsTokenRefused, _address, type, file, ct);
        return media is null ? failure! : await SendAsync(outbound, type, new { media_id = media }, ct);
    }

    private async Task<DeliveryOutcome> SendAsync(OutboundMessage outbound, string type, object content, CancellationToken ct)
    {
        var channel = outbound.Channel;
        var body = new Dictionary<string, object>
        {
            ["touser"] = outbound.ConversationId,
            ["msgtype"] = type,
            ["agentid"] = long.Parse(channel["agentId"], CultureInfo.InvariantCulture),
            [type] = content,
        };
        var reply = await tokens.CallAsync(
            channel, stop => FetchTokenAsync(channel, stop),
            (token, stop) => api.PostAsync($"{_address}/cgi-bin/message/send?access_token={Uri.EscapeDataString(token)}", body, stop), IsTokenRefused, ct);
        return reply.Number("errcode", -1) switch
        {
            0 when string.IsNullOrEmpty(reply.Text("invaliduser")) => new DeliveryOutcome(null),
            0 or 81013 or 60111 or 40031 => new DeliveryOutcome(DeliveryReasons.ReceiverGone, Final: true),
            40056 or 60011 or 60020 or 48002 or 40013 or 40014 => new DeliveryOutcome(DeliveryReasons.NotAuthorised, Final: true),
            _ => reply.Refused(),
        };
    }

    /// <inheritdoc />
    public Task<HttpResponseMessage?> FetchAsync(OpenedChannel channel, string reference, CancellationToken ct) =>
        TencentFiles.FetchAsync(api, tokens, channel, stop => FetchTokenAsync(channel, stop), IsTokenRefused, _address, reference, ct);

    private async Task<FreshToken> FetchTokenAsync(OpenedChannel channel, CancellationToken ct)
    {
        var reply = await api.GetAsync(
            $"{_address}/cgi-bin/gettoken?corpid={Uri.EscapeDataString(channel["corpId"])}&corpsecret={Uri.EscapeDataString(channel["secret"])}", ct);
        return TencentMessages.TokenOf(reply, credentialFaults: [40001, 40013, 40091]);
    }

    private static bool IsTokenRefused(PlatformReply reply) => reply.Number("errcode", 0) is 40014 or 41001 or 42001;
}
