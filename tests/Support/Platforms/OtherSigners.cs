using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ServiceMesh.Testing.Platforms;

/// <summary>How Feishu signs and encrypts events: SHA-256 over time, nonce, key and body, and AES-256-CBC by the key's SHA-256.</summary>
public sealed class FeishuSigner(string encryptKey)
{
    /// <summary>The request that carries an event.</summary>
    public HttpRequestMessage Request(string path, string json, DateTimeOffset at, bool sign = true)
    {
        var body = JsonSerializer.Serialize(new { encrypt = Encrypt(json) });
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (!sign)
            return request;
        var (timestamp, nonce) = (at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Guid.NewGuid().ToString("N"));
        request.Headers.Add("X-Lark-Request-Timestamp", timestamp);
        request.Headers.Add("X-Lark-Request-Nonce", nonce);
        request.Headers.Add("X-Lark-Signature", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(timestamp + nonce + encryptKey + body))));
        return request;
    }

    private string Encrypt(string json)
    {
        using var aes = Aes.Create();
        aes.Key = SHA256.HashData(Encoding.UTF8.GetBytes(encryptKey));
        var iv = RandomNumberGenerator.GetBytes(16);
        return Convert.ToBase64String([.. iv, .. aes.EncryptCbc(Encoding.UTF8.GetBytes(json), iv, PaddingMode.PKCS7)]);
    }
}

/// <summary>How DingTalk signs: HMAC-SHA256 over time and secret, never the body.</summary>
public static class DingtalkSigner
{
    /// <summary>Puts time and signature on a request.</summary>
    public static HttpRequestMessage Stamp(HttpRequestMessage request, string secret, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(request);
        var timestamp = at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.Add("timestamp", timestamp);
        request.Headers.Add("sign", Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(timestamp + "\n" + secret))));
        return request;
    }
}
