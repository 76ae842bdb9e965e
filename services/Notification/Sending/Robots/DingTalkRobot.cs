using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Settings;

namespace ServiceMesh.Notification.Sending.Robots;

/// <summary>DingTalk (钉钉): timestamp in milliseconds and signature in the query; mentions by mobile number, which the text must hold too.</summary>
internal sealed class DingTalkRobot : IRobotPlatform
{
    public string Kind => ProviderKinds.DingTalk;

    public (Uri Url, object Body) Compose(string url, string? secret, string text, IReadOnlyList<string> mentions, DateTimeOffset now)
    {
        var mobiles = mentions.Select(RobotNumbers.Domestic).ToList();
        var content = mobiles.Count == 0 ? text : $"{text}\n{string.Join(' ', mobiles.Select(m => "@" + m))}";
        return (Sign(url, secret, now), new { msgtype = "text", text = new { content }, at = new { atMobiles = mobiles, isAtAll = false } });
    }

    public Failure? Judge(JsonElement answer) => RobotAnswers.Code(answer, "errcode") switch
    {
        0 => null,
        130101 => Failure.Throttled,
        310000 or 300001 or 400013 or 400014 => Failure.AuthenticationFailed,
        -1 or null => Failure.ReceiverError,
        _ => Failure.Refused,
    };

    /// <summary>HMAC-SHA256 with the secret over "timestamp, newline, secret".</summary>
    internal static Uri Sign(string url, string? secret, DateTimeOffset now)
    {
        if (secret is null) return new Uri(url);
        var timestamp = now.ToUnixTimeMilliseconds();
        var signed = HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{timestamp}\n{secret}")));
        return new Uri($"{url}&timestamp={timestamp}&sign={Uri.EscapeDataString(Convert.ToBase64String(signed))}");
    }
}
