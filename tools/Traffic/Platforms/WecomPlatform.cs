using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace ServiceMesh.Traffic.Platforms;

/// <summary>
/// A company with one application at WeCom (企业微信), by the published algorithm: SHA-1 over the sorted token, time, nonce and cipher text; AES-256-CBC of 16 random bytes,
/// length, message and corp id, padded to 32 bytes. It encrypts what its members write, hands out access tokens and takes the answers.
/// </summary>
/// <param name="corpId">The company (企业ID).</param>
/// <param name="agentId">The application.</param>
/// <param name="secret">For access tokens.</param>
/// <param name="token">Signs callbacks.</param>
/// <param name="encodingAesKey">Encrypts callbacks: 43 characters.</param>
public sealed class WecomPlatform(string corpId, string agentId, string secret, string token, string encodingAesKey)
{
    private const int Block = 32;
    private readonly ConcurrentQueue<WecomMessage> _delivered = new();
    private readonly byte[] _key = Convert.FromBase64String(encodingAesKey + "=");
    private volatile string _access = "";

    public string CorpId => corpId;

    /// <summary>Messages that the application has sent to members, in order.</summary>
    public IReadOnlyList<WecomMessage> Delivered => [.. _delivered];

    /// <summary>Settings of a new application, as the admin console would make them.</summary>
    public static IReadOnlyDictionary<string, string> NewApplication() => new Dictionary<string, string>
    {
        ["corpId"] = "ww" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
        ["agentId"] = "1000002",
        ["secret"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20)),
        ["token"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12)),
        // Letters and digits only, which are 258 bits: of the last one four count, as base64 wants it.
        ["encodingAesKey"] = RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 42) + RandomNumberGenerator.GetString("AEIMQUYcgkosw048", 1),
    };

    /// <summary>The company of a channel's settings.</summary>
    public static WecomPlatform Of(IReadOnlyDictionary<string, string> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new WecomPlatform(settings["corpId"], settings["agentId"], settings["secret"], settings["token"], settings["encodingAesKey"]);
    }

    /// <summary>What a member writes, as the callback's query and body.</summary>
    public (string Query, string Body) Written(string member, string messageId, string text, DateTimeOffset at)
    {
        var message = new XElement("xml",
            new XElement("ToUserName", new XCData(corpId)), new XElement("FromUserName", new XCData(member)), new XElement("CreateTime", at.ToUnixTimeSeconds()),
            new XElement("MsgType", new XCData("text")), new XElement("Content", new XCData(text)), new XElement("MsgId", messageId), new XElement("AgentID", agentId));
        var encrypted = Encrypt(message.ToString(SaveOptions.DisableFormatting));
        var body = new XElement("xml", new XElement("ToUserName", new XCData(corpId)), new XElement("AgentID", agentId), new XElement("Encrypt", new XCData(encrypted)));
        return (Query(encrypted, at), body.ToString(SaveOptions.DisableFormatting));
    }

    /// <summary>The question with which WeCom checks an address before it is used: the query of a GET, which must be answered by <paramref name="echo"/>.</summary>
    public string AddressCheck(string echo, DateTimeOffset at)
    {
        var encrypted = Encrypt(echo);
        return $"{Query(encrypted, at)}&echostr={Uri.EscapeDataString(encrypted)}";
    }

    /// <summary>The signature over some parts, in any order.</summary>
    public static string Sign(params IEnumerable<string> parts) =>
#pragma warning disable CA5350 // The platform's own choice.
        Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(parts.Order(StringComparer.Ordinal)))));
#pragma warning restore CA5350

    /// <summary>Opens what was encrypted for this company.</summary>
    public string Decrypt(string encrypted)
    {
        using var aes = Aes.Create();
        aes.Key = _key;
        var plain = aes.DecryptCbc(Convert.FromBase64String(encrypted), _key.AsSpan(0, 16), PaddingMode.None);
        var length = BinaryPrimitives.ReadInt32BigEndian(plain.AsSpan(16));
        return Encoding.UTF8.GetString(plain, 20, length);
    }

    /// <summary>WeCom's answer to a request of this company; null when it is another's.</summary>
    internal IResult? Answer(HttpRequest request, JsonElement? body)
    {
        if (body is not { } message)
        {
            if (request.Query["corpid"] != corpId) return null;
            if (request.Query["corpsecret"] != secret) return Results.Json(new { errcode = 40001, errmsg = "invalid credential" });
            _access = $"{corpId}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";
            return Results.Json(new { errcode = 0, errmsg = "ok", access_token = _access, expires_in = 7200 });
        }
        var shown = request.Query["access_token"].ToString();
        if (!shown.StartsWith(corpId + "-", StringComparison.Ordinal)) return null;
        if (shown != _access) return Results.Json(new { errcode = 42001, errmsg = "access_token expired" });
        if (!message.TryGetProperty("text", out var text) || !message.TryGetProperty("touser", out var to)) return Results.Json(new { errcode = 40008, errmsg = "invalid message type" });
        _delivered.Enqueue(new WecomMessage(to.GetString() ?? "", text.GetProperty("content").GetString() ?? ""));
        return Results.Json(new { errcode = 0, errmsg = "ok", invaliduser = "" });
    }

    private string Query(string encrypted, DateTimeOffset at)
    {
        var (time, nonce) = (at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), RandomNumberGenerator.GetInt32(int.MaxValue).ToString(CultureInfo.InvariantCulture));
        return $"msg_signature={Sign(token, time, nonce, encrypted)}&timestamp={time}&nonce={nonce}";
    }

    private string Encrypt(string text)
    {
        var message = Encoding.UTF8.GetBytes(text);
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, message.Length);
        byte[] plain = [.. RandomNumberGenerator.GetBytes(16), .. length, .. message, .. Encoding.UTF8.GetBytes(corpId)];
        var padding = Block - (plain.Length % Block);
        byte[] padded = [.. plain, .. Enumerable.Repeat((byte)padding, padding)];
        using var aes = Aes.Create();
        aes.Key = _key;
        return Convert.ToBase64String(aes.EncryptCbc(padded, _key.AsSpan(0, 16), PaddingMode.None));
    }
}

/// <summary>A message that went to a member.</summary>
public sealed record WecomMessage(string To, string Text);
