using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ServiceMesh.Traffic.Platforms;

/// <summary>
/// A company with one application at WeCom (企业微信). It signs and encrypts what its members write (<see cref="TencentSigner"/>), hands out access tokens and takes the answers.
/// </summary>
/// <param name="corpId">The company (企业ID).</param>
/// <param name="agentId">The application.</param>
/// <param name="secret">For access tokens.</param>
/// <param name="token">Signs callbacks.</param>
/// <param name="encodingAesKey">Encrypts callbacks: 43 characters.</param>
public sealed class WecomPlatform(string corpId, string agentId, string secret, string token, string encodingAesKey)
{
    private readonly ConcurrentQueue<WecomMessage> _delivered = new();
    private readonly TencentSigner _signer = new(token, encodingAesKey, corpId, agentId);
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
        ["encodingAesKey"] = TencentSigner.NewKey(),
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
        var encrypted = _signer.Encrypt(_signer.Text(member, messageId, text, at));
        return (_signer.Query(at, encrypted), _signer.Envelope(encrypted));
    }

    /// <summary>The question with which WeCom checks an address before it is used: the query of a GET, which must be answered by <paramref name="echo"/>.</summary>
    public string AddressCheck(string echo, DateTimeOffset at)
    {
        var encrypted = _signer.Encrypt(echo);
        return $"{_signer.Query(at, encrypted)}&echostr={Uri.EscapeDataString(encrypted)}";
    }

    /// <summary>Opens what was encrypted for this company.</summary>
    public string Decrypt(string encrypted) => _signer.Decrypt(encrypted);

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
}

/// <summary>A message that went to a member.</summary>
public sealed record WecomMessage(string To, string Text);
