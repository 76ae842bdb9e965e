using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ServiceMesh.Intake.Tests.Platforms;

/// <summary>What WeCom and WeChat have in common: sorted SHA-1, AES-256-CBC padded to 32 bytes, XML.</summary>
internal abstract class SimulatedTencent : SimulatedIm
{
    public string CallbackToken { get; init; } = Guid.NewGuid().ToString("N");
    public string EncodingKey { get; init; } = string.Concat(RandomNumberGenerator.GetItems<char>("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 42)) + "A";
    public abstract string Receiver { get; }

    public override HttpRequestMessage Request(SimulatedMessage message, DateTimeOffset at) => Encrypted(Xml(message, at), at);

    public HttpRequestMessage Encrypted(string xml, DateTimeOffset at, string? receiver = null)
    {
        var encrypted = Encrypt(xml, receiver ?? Receiver);
        var body = $"<xml><ToUserName><![CDATA[{Receiver}]]></ToUserName><AgentID>218</AgentID><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>";
        return Post($"{Path}?{Query(at, encrypted)}", body, "text/xml");
    }

    /// <summary>Temporary media: a form with one file by the name of media.</summary>
    protected IResult Upload(HttpRequest request, params string[] types)
    {
        var type = request.Query["type"].ToString();
        if (UploadRefusal is { } refusal)
            return refusal;
        if (!request.HasFormContentType || request.Form.Files["media"] is not { Length: > 5 } file)
            return Results.Json(new { errcode = 41005, errmsg = "media data missing" });
        // The boundary in quotes is what these platforms do not read.
        return request.ContentType!.Contains('"') || !types.Contains(type)
            ? Results.Json(new { errcode = 40004, errmsg = "invalid media type" })
            : Results.Json(new { type, media_id = Keep(file), created_at = "1380000000" });
    }

    protected IResult Media(string to, JsonElement body) => Deliver(to, body.Text("msgtype"), body.GetProperty(body.Text("msgtype")).Text("media_id"));

    public string Query(DateTimeOffset at, string encrypted)
    {
        var (timestamp, nonce) = (at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Random.Shared.Next().ToString(CultureInfo.InvariantCulture));
        return $"msg_signature={Sign(CallbackToken, timestamp, nonce, encrypted)}&timestamp={timestamp}&nonce={nonce}&signature={Sign(CallbackToken, timestamp, nonce)}&encrypt_type=aes";
    }

    public string Encrypt(string text, string receiver)
    {
        var key = Convert.FromBase64String(EncodingKey + "=");
        var message = Encoding.UTF8.GetBytes(text);
        var plain = new List<byte>(RandomNumberGenerator.GetBytes(16));
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, message.Length);
        plain.AddRange([.. length, .. message, .. Encoding.UTF8.GetBytes(receiver)]);
        var padding = 32 - (plain.Count % 32);
        plain.AddRange(Enumerable.Repeat((byte)padding, padding));
        using var aes = Aes.Create();
        aes.Key = key;
        return Convert.ToBase64String(aes.EncryptCbc(plain.ToArray(), key.AsSpan(0, 16), PaddingMode.None));
    }

#pragma warning disable CA5350 // The platforms' own choice.
    public static string Sign(params string[] parts) =>
        Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(parts.Order(StringComparer.Ordinal)))));
#pragma warning restore CA5350

    private string Xml(SimulatedMessage m, DateTimeOffset at) =>
        $"<xml><ToUserName><![CDATA[{Receiver}]]></ToUserName><FromUserName><![CDATA[{m.Conversation}]]></FromUserName>"
        + $"<CreateTime>{at.ToUnixTimeSeconds()}</CreateTime>"
        + (m.File is null
            ? $"<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{m.Text}]]></Content>"
            : $"<MsgType><![CDATA[image]]></MsgType><PicUrl><![CDATA[http://127.0.0.1:1/x]]></PicUrl><MediaId><![CDATA[{m.File}]]></MediaId>")
        + $"<MsgId>{m.Id}</MsgId><AgentID>218</AgentID></xml>";
}

/// <summary>WeCom with one application.</summary>
internal sealed class SimulatedWecom : SimulatedTencent
{
    private readonly string _secret = Guid.NewGuid().ToString("N");

    public override string Kind => "wecom";
    public override string Receiver => "ww" + Name;
    public override string Acknowledgement => "";
    public override object Settings =>
        new { corpId = Receiver, agentId = "218", secret = _secret, token = CallbackToken, encodingAesKey = EncodingKey };
    protected override IResult Taken => Results.Json(new { errcode = 0, errmsg = "ok", invaliduser = "" });

    public override IResult? Answer(HttpRequest request, string path, JsonElement body)
    {
        if (path == "/cgi-bin/gettoken")
        {
            return request.Query["corpid"] != Receiver ? null
                : request.Query["corpsecret"] == _secret
                    ? Results.Json(new { errcode = 0, errmsg = "ok", access_token = NewToken(), expires_in = 7200 })
                    : Results.Json(new { errcode = 40001, errmsg = "invalid secret" });
        }

        var token = request.Query["access_token"].ToString();
        if (!token.StartsWith($"token-{Name}-", StringComparison.Ordinal))
            return null;
        if (token != Token)
            return Results.Json(new { errcode = 42001, errmsg = "access_token expired" });
        return path switch
        {
            "/cgi-bin/message/send" when body.Text("msgtype") == "text" && body.GetProperty("agentid").GetInt32() == 218 =>
                Deliver(body.Text("touser"), body.GetProperty("text").Text("content")),
            "/cgi-bin/message/send" when body.Text("msgtype") is "image" or "voice" or "video" or "file" => Media(body.Text("touser"), body),
            "/cgi-bin/media/upload" => Upload(request, "image", "voice", "video", "file"),
            "/cgi-bin/media/get" when request.Query["media_id"] == "gone" => Results.Json(new { errcode = 40007, errmsg = "invalid media_id" }),
            "/cgi-bin/media/get" => File(),
            _ => Results.Json(new { errcode = 40008, errmsg = "invalid message type" }),
        };
    }
}

/// <summary>WeChat with one official account in its safe mode.</summary>
internal sealed class SimulatedWechat : SimulatedTencent
{
    private readonly string _secret = Guid.NewGuid().ToString("N");

    public override string Kind => "wechat";
    public override string Receiver => "wx" + Name;
    public override string Acknowledgement => "success";
    public override object Settings => new { appId = Receiver, appSecret = _secret, token = CallbackToken, encodingAesKey = EncodingKey };
    protected override IResult Taken => Results.Json(new { errcode = 0, errmsg = "ok" });

    public override IResult? Answer(HttpRequest request, string path, JsonElement body)
    {
        if (path == "/cgi-bin/stable_token")
        {
            return body.Text("appid") != Receiver ? null
                : body.Text("secret") == _secret && body.Text("grant_type") == "client_credential"
                    ? Results.Json(new { access_token = NewToken(), expires_in = 7200 })
                    : Results.Json(new { errcode = 40125, errmsg = "invalid appsecret" });
        }

        var token = request.Query["access_token"].ToString();
        if (!token.StartsWith($"token-{Name}-", StringComparison.Ordinal))
            return null;
        if (token != Token)
            return Results.Json(new { errcode = 40001, errmsg = "invalid credential, access_token is invalid or not latest" });
        return path switch
        {
            "/cgi-bin/message/custom/send" when body.Text("msgtype") == "text" => Deliver(body.Text("touser"), body.GetProperty("text").Text("content")),
            "/cgi-bin/message/custom/send" when body.Text("msgtype") is "image" or "voice" => Media(body.Text("touser"), body),
            "/cgi-bin/media/upload" => Upload(request, "image", "voice", "video", "thumb"),
            "/cgi-bin/media/get" when request.Query["media_id"] == "gone" => Results.Json(new { errcode = 40007, errmsg = "invalid media_id" }),
            "/cgi-bin/media/get" => File(),
            _ => Results.Json(new { errcode = 40008, errmsg = "invalid message type" }),
        };
    }
}
