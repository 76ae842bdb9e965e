using System.Buffers.Binary;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace ServiceMesh.Traffic.Platforms;

/// <summary>
/// How WeCom and WeChat sign and encrypt what they send: SHA-1 over the sorted token, time, nonce and cipher text; AES-256-CBC of 16 random bytes, length, message and receiver,
/// padded to 32 bytes. Written from the platforms' documents, apart from what reads it.
/// </summary>
/// <param name="token">Signs.</param>
/// <param name="encodingKey">The key, 43 characters of base64.</param>
/// <param name="receiver">Whom it is for: a corp id or an app id.</param>
/// <param name="agent">The application of a company; not looked at for an official account.</param>
public sealed class TencentSigner(string token, string encodingKey, string receiver, string agent = "218")
{
    private const int Block = 32;
    private readonly byte[] _key = Convert.FromBase64String(encodingKey + "=");

    /// <summary>A key as the console makes one: letters and digits only, which are 258 bits: of the last one four count, as base64 wants it.</summary>
    public static string NewKey() =>
        RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 42) + RandomNumberGenerator.GetString("AEIMQUYcgkosw048", 1);

    /// <summary>A text message's XML.</summary>
    public string Text(string from, string id, string text, DateTimeOffset at) => new XElement("xml",
        new XElement("ToUserName", new XCData(receiver)), new XElement("FromUserName", new XCData(from)), new XElement("CreateTime", at.ToUnixTimeSeconds()),
        new XElement("MsgType", new XCData("text")), new XElement("Content", new XCData(text)), new XElement("MsgId", id), new XElement("AgentID", agent))
        .ToString(SaveOptions.DisableFormatting);

    /// <summary>The request that carries an XML text, encrypted for a receiver and signed.</summary>
    /// <param name="to">Another receiver than the right one.</param>
    public HttpRequestMessage Request(string path, string xml, DateTimeOffset at, string? to = null)
    {
        var encrypted = Encrypt(xml, to);
        return new HttpRequestMessage(HttpMethod.Post, $"{path}?{Query(at, encrypted)}")
        {
            Content = new StringContent(Envelope(encrypted), Encoding.UTF8, new MediaTypeHeaderValue("text/xml")),
        };
    }

    /// <summary>The body around an encrypted message.</summary>
    public string Envelope(string encrypted) =>
        new XElement("xml", new XElement("ToUserName", new XCData(receiver)), new XElement("AgentID", agent), new XElement("Encrypt", new XCData(encrypted)))
            .ToString(SaveOptions.DisableFormatting);

    /// <summary>What stands behind the address: the signature over token, time, nonce and the encrypted text, and WeChat's without the text.</summary>
    public string Query(DateTimeOffset at, string encrypted)
    {
        var (time, nonce) = (at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), RandomNumberGenerator.GetInt32(int.MaxValue).ToString(CultureInfo.InvariantCulture));
        return $"msg_signature={Sign(token, time, nonce, encrypted)}&timestamp={time}&nonce={nonce}&signature={Sign(token, time, nonce)}&encrypt_type=aes";
    }

    /// <summary>16 random bytes, the length, the text and the receiver, padded.</summary>
    public string Encrypt(string text, string? to = null)
    {
        var message = Encoding.UTF8.GetBytes(text);
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, message.Length);
        byte[] plain = [.. RandomNumberGenerator.GetBytes(16), .. length, .. message, .. Encoding.UTF8.GetBytes(to ?? receiver)];
        var padding = Block - (plain.Length % Block);
        using var aes = Aes.Create();
        aes.Key = _key;
        return Convert.ToBase64String(aes.EncryptCbc([.. plain, .. Enumerable.Repeat((byte)padding, padding)], _key.AsSpan(0, 16), PaddingMode.None));
    }

    /// <summary>Opens what was encrypted with this key.</summary>
    public string Decrypt(string encrypted)
    {
        using var aes = Aes.Create();
        aes.Key = _key;
        var plain = aes.DecryptCbc(Convert.FromBase64String(encrypted), _key.AsSpan(0, 16), PaddingMode.None);
        return Encoding.UTF8.GetString(plain, 20, BinaryPrimitives.ReadInt32BigEndian(plain.AsSpan(16)));
    }

    /// <summary>The signature over some parts, in any order.</summary>
    public static string Sign(params IEnumerable<string> parts) =>
#pragma warning disable CA5350 // The platforms' own choice.
        Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(parts.Order(StringComparer.Ordinal)))));
#pragma warning restore CA5350
}
