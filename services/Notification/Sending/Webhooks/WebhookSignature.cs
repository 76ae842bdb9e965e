using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ServiceMesh.Notification.Sending.Webhooks;

/// <summary>Signatures and secrets of Standard Webhooks (symmetric, v1).</summary>
public static class WebhookSignature
{
    private const string Prefix = "whsec_";

    /// <summary>The secret as receivers' libraries want it, made from the random token that is stored sealed.</summary>
    public static string Secret(string token) => Prefix + Convert.ToBase64String(Base64Url.DecodeFromChars(token));

    /// <summary>The value of <c>webhook-signature</c>: HMAC-SHA256 over id, time (unix seconds) and body.</summary>
    public static string Sign(string secret, string id, long timestamp, string body)
    {
        ArgumentNullException.ThrowIfNull(secret);
        var key = Convert.FromBase64String(secret[Prefix.Length..]);
        var signed = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.{body}"));
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed));
    }
}
