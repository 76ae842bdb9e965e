using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Settings;

namespace ServiceMesh.Notification.Sending.Robots;

/// <summary>Feishu (飞书): timestamp in seconds and signature in the body; mentions by open_id.</summary>
internal sealed class FeishuRobot : IRobotPlatform
{
    public string Kind => ProviderKinds.Feishu;

    public (Uri Url, object Body) Compose(string url, string? secret, string text, IReadOnlyList<string> mentions, DateTimeOffset now)
    {
        // Feishu reads tags in a text: what people wrote must not become one.
        var plain = text.Replace('<', '‹').Replace('>', '›');
        var content = new { text = mentions.Count == 0 ? plain : $"{plain}\n{string.Concat(mentions.Select(m => $"<at user_id=\"{m}\"></at>"))}" };
        if (secret is null) return (new Uri(url), new { msg_type = "text", content });
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return (new Uri(url), new { timestamp, sign = Sign(timestamp, secret), msg_type = "text", content });
    }

    public Failure? Judge(JsonElement answer) => (RobotAnswers.Code(answer, "code") ?? RobotAnswers.Code(answer, "StatusCode")) switch
    {
        0 => null,
        9499 or 11232 or 99991400 => Failure.Throttled,
        19021 or 19022 or 19024 => Failure.AuthenticationFailed,
        null => Failure.ReceiverError,
        _ => Failure.Refused,
    };

    /// <summary>HMAC-SHA256 of nothing, with "timestamp, newline, secret" as the key: Feishu's own way.</summary>
    internal static string Sign(string timestamp, string secret) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes($"{timestamp}\n{secret}"), Array.Empty<byte>()));
}
