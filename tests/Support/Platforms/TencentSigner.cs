using System.Buffers.Binary;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace ServiceMesh.Testing.Platforms;

/// <summary>
/// How WeCom and WeChat sign and encrypt what they send: sorted SHA-1, and AES-256-CBC padded to 32 bytes. Written from the platforms' documents, apart from what reads it.
/// </summary>
public sealed class TencentSigner(string token, string encodingKey, string receiver)
{
    /// <summary>A key as the console makes one: 43 letters and digits.</summary>
    public static string NewKey() => string.Concat(RandomNumberGenerator.GetItems<char>("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 42)) + "A";

    /// <summary>A text message's XML.</summary>
    public static string TextXml(string receiver, string from, string id, string text, DateTimeOffset at) =>
        $"<xml><ToUserName><![CDATA[{receiver}]]></ToUserName><FromUserName><![CDATA[{from}]]></FromUserName><CreateTime>{at.ToUnixTimeSeconds()}</CreateTime>"
        + $"<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{text}]]></Content><MsgId>{id}</MsgId><AgentID>218</AgentID></xml>";

    /// <summary>The request that carries an XML text, encrypted for a receiver and signed.</summary>
    public HttpRequestMessage Request(string path, string xml, DateTimeOffset at, string? to = null)
    {
        var encrypted = Encrypt(xml, to ?? receiver);
        var body = $"<xml><ToUserName><![CDATA[{receiver}]]></ToUserName><AgentID>218</AgentID><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>";
        return new HttpRequestMessage(HttpMethod.Post, $"{path}?{Query(at, encrypted)}")
        {
            Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("text/xml")),
        };
    }

    /// <summary>What stands behind the address: the signature over token, time, nonce and the encrypted text, and the one without the text.</summary>
    public string Query(DateTimeOffset at, string encrypted)
    {
        var (timestamp, nonce) = (at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Random.Shared.Next().ToString(CultureInfo.InvariantCulture));
        return $"msg_signature={Sign(token, timestamp, nonce, encrypted)}&timestamp={timestamp}&nonce={nonce}&signature={Sign(token, timestamp, nonce)}&encrypt_type=aes";
    }

    /// <summary>16 random bytes, the length, the text and the receiver, padded.</summary>
    public string Encrypt(string text, string to)
    {
        var key = Convert.FromBase64String(encodingKey + "=");
        var message = Encoding.UTF8.GetBytes(text);
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, message.Length);
        byte[] plain = [.. RandomNumberGenerator.GetBytes(16), .. length, .. message, .. Encoding.UTF8.GetBytes(to)];
        var padding = 32 - (plain.Length % 32);
        using var aes = Aes.Create();
        aes.Key = key;
        return Convert.ToBase64String(aes.EncryptCbc([.. plain, .. Enumerable.Repeat((byte)padding, padding)], key.AsSpan(0, 16), PaddingMode.None));
    }

#pragma warning disable CA5350 // The platforms' own choice.
    public static string Sign(params string[] parts) =>
        Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(parts.Order(StringComparer.Ordinal)))));
#pragma warning restore CA5350
}
