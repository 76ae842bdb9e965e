using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ServiceMesh.Traffic.Gateway;

/// <summary>Signs webhooks by the Standard Webhooks scheme: HMAC-SHA256 over id, time and body.</summary>
public static class WebhookSigner
{
    private const string SecretPrefix = "whsec_";

    /// <summary>The three headers of a webhook.</summary>
    /// <param name="secret">The channel's secret, <c>whsec_</c> and base64.</param>
    /// <param name="id">Names the message: the same id again is a repetition.</param>
    /// <param name="at">When it is sent; receivers take five minutes to either side.</param>
    /// <param name="body">The body exactly as it is sent.</param>
    public static IReadOnlyDictionary<string, string> Headers(string secret, string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(secret);
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var key = Convert.FromBase64String(secret.StartsWith(SecretPrefix, StringComparison.Ordinal) ? secret[SecretPrefix.Length..] : secret);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        return new Dictionary<string, string>
        {
            ["webhook-id"] = id,
            ["webhook-timestamp"] = timestamp,
            ["webhook-signature"] = "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)),
        };
    }

    /// <summary>The word of a site for who its web chat's visitor is: payload and signature, both base64url.</summary>
    /// <param name="claims">Id, name, e-mail and the Unix second until which it counts.</param>
    public static string Identity(string secret, object claims)
    {
        ArgumentNullException.ThrowIfNull(secret);
        ArgumentNullException.ThrowIfNull(claims);
        var payload = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims, claims.GetType(), GatewayClient.Json));
        return $"{payload}.{Base64Url.EncodeToString(HMACSHA256.HashData(Convert.FromBase64String(secret[SecretPrefix.Length..]), Encoding.ASCII.GetBytes(payload)))}";
    }
}

/// <summary>What it takes to send webhooks as a platform, or to vouch for visitors as the site of a web chat.</summary>
/// <param name="Kind"><c>im</c>, <c>cti</c> or <c>chat</c>.</param>
public sealed record ChannelAccess(Guid Id, string Kind, string Secret);
