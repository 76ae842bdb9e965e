using System.Globalization;
using System.Text;
using ServiceMesh.Intake.Channels.Generic;
using ServiceMesh.Intake.Delivery;
using ServiceMesh.Intake.Persistence;

namespace ServiceMesh.Intake.Channels;

/// <summary>What WeCom's and WeChat's messages and answers have in common.</summary>
internal static class TencentMessages
{
    /// <summary>A handshake's answer, a person's message, what <paramref name="told"/> makes of an event, or <paramref name="taken"/> alone for what says nothing to us.</summary>
    public static Inbound Read(
        PlatformRequest request, ReadOnlyMemory<byte> plain, InboundAnswer taken, Func<IReadOnlyDictionary<string, string>, InboundReport?>? told = null)
    {
        if (request.IsHandshake)
            return new InboundAnswer(Encoding.UTF8.GetString(plain.Span));
        var xml = PlatformXml.Read(plain);
        if (Read(xml) is { } message)
            return message with { Acknowledgement = taken };
        return told?.Invoke(xml) is { } report ? report : taken;
    }

    /// <summary>A person's message; null for events and kinds that say nothing to us. 400 without sender or id.</summary>
    private static InboundMessage? Read(IReadOnlyDictionary<string, string> xml)
    {
        var kind = xml.Of("MsgType");
        if (kind is "event" or "")
            return null;
        if (Tidy.Id(xml.Of("FromUserName")) is not { } from || Tidy.Id(xml.Of("MsgId")) is not { } id)
            throw ChannelFaults.Malformed("FromUserName and MsgId are needed.");
        return new InboundMessage(id, from, new ImSender { Id = from }, TextOf(kind, xml))
        {
            SentAt = long.TryParse(xml.Of("CreateTime"), NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at is > 0 and < 253_402_300_800
                ? DateTimeOffset.FromUnixTimeSeconds(at) : null,
            Files = FilesOf(kind, xml),
        };
    }

    /// <summary>The token in an answer; a refused credential ends it for good.</summary>
    public static FreshToken TokenOf(PlatformReply reply, ReadOnlySpan<long> credentialFaults)
    {
        if (reply.Text("access_token") is { Length: > 0 } token && reply.Number("errcode", 0) == 0)
            return new FreshToken(token, TimeSpan.FromSeconds(Math.Clamp(reply.Number("expires_in", 7_200), 60, 86_400)));
        throw new PlatformException(credentialFaults.Contains(reply.Number("errcode", -1))
            ? new DeliveryOutcome(DeliveryReasons.NotAuthorised, Final: true)
            : reply.Refused());
    }

    private static string TextOf(string kind, IReadOnlyDictionary<string, string> xml) => Tidy.Text(kind switch
    {
        "text" => xml.Of("Content"),
        "voice" => xml.Of("Recognition"),
        "location" => $"{xml.Of("Label")} ({xml.Of("Location_X")}, {xml.Of("Location_Y")})",
        "link" => $"{xml.Of("Title")}\n{xml.Of("Description")}\n{xml.Of("Url")}",
        _ => "",
    });

    private static IReadOnlyList<InboundFile> FilesOf(string kind, IReadOnlyDictionary<string, string> xml)
    {
        FileKind? file = kind switch
        {
            "image" => FileKind.Picture,
            "voice" => FileKind.Voice,
            "video" or "shortvideo" => FileKind.Video,
            "file" => FileKind.File,
            _ => null,
        };
        return file is { } known && xml.Of("MediaId") is { Length: > 0 and <= 1_000 } media
            ? [new InboundFile(known, media, Tidy.Line(xml.Of("Title"), 200))]
            : [];
    }
}
