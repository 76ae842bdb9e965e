using System.Text;
using System.Text.Json;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Settings;

namespace ServiceMesh.Notification.Sending.Robots;

/// <summary>WeCom (企业微信): the key is part of the address; a text of at most 2,048 bytes; mentions by mobile number.</summary>
internal sealed class WeComRobot : IRobotPlatform
{
    private const int MostBytes = 2048;

    public string Kind => ProviderKinds.WeCom;

    public (Uri Url, object Body) Compose(string url, string? secret, string text, IReadOnlyList<string> mentions, DateTimeOffset now) => (new Uri(url), new
    {
        msgtype = "text",
        text = new { content = Cut(text), mentioned_mobile_list = mentions.Select(RobotNumbers.Domestic) },
    });

    public Failure? Judge(JsonElement answer) => RobotAnswers.Code(answer, "errcode") switch
    {
        0 => null,
        45009 => Failure.Throttled,
        93000 or 93008 or 93017 => Failure.AuthenticationFailed,
        -1 or null => Failure.ReceiverError,
        _ => Failure.Refused,
    };

    private static string Cut(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) <= MostBytes) return text;
        var cut = new StringBuilder();
        var bytes = 3;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > MostBytes) break;
            cut.Append(rune);
        }
        return cut.Append('…').ToString();
    }
}
