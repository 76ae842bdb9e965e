using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ServiceMesh.Traffic.Platforms;

namespace ServiceMesh.Intake.Tests.Platforms;

/// <summary>What WeCom and WeChat have in common: sorted SHA-1, AES-256-CBC padded to 32 bytes, XML.</summary>
internal abstract class SimulatedTencent : SimulatedIm
{
    public string CallbackToken { get; init; } = Guid.NewGuid().ToString("N");
    public string EncodingKey { get; init; } = TencentSigner.NewKey();
    public abstract string Receiver { get; }
    private TencentSigner Signer => new(CallbackToken, EncodingKey, Receiver);

    public override HttpRequestMessage Request(SimulatedMessage message, DateTimeOffset at) => Encrypted(Xml(message, at), at);

    public HttpRequestMessage Encrypted(string xml, DateTimeOffset at, string? receiver = null) => Signer.Request(Path, xml, at, receiver);

    public string Encrypt(string text, string receiver) => Signer.Encrypt(text, receiver);

    public string Query(DateTimeOffset at, string encrypted) => Signer.Query(at, encrypted);

    public static string Sign(params IEnumerable<string> parts) => TencentSigner.Sign(parts);

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

    private string Xml(SimulatedMessage m, DateTimeOffset at) => m.File is null
        ? Signer.Text(m.Conversation, m.Id, m.Text, at)
        : $"<xml><ToUserName><![CDATA[{Receiver}]]></ToUserName><FromUserName><![CDATA[{m.Conversation}]]></FromUserName>"
        + $"<CreateTime>{at.ToUnixTimeSeconds()}</CreateTime>"
        + $"<MsgType><![CDATA[image]]></MsgType><PicUrl><![CDATA[http://127.0.0.1:1/x]]></PicUrl><MediaId><![CDATA[{m.File}]]></MediaId>"
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
    public override object Settings => HasTemplate
        ? new { appId = Receiver, appSecret = _secret, token = CallbackToken, encodingAesKey = EncodingKey, templateId = Template, templateFields = "character_string1=number thing2=subject thing3=text time4=time" }
        : new { appId = Receiver, appSecret = _secret, token = CallbackToken, encodingAesKey = EncodingKey };

    /// <summary>Whether the account's template is set up; before it is connected.</summary>
    public bool HasTemplate { get; set; }

    /// <summary>Template messages that went out, in order, and the id that the next one gets.</summary>
    public List<JsonElement> Templates { get; } = [];
    public long NextTemplate { get; private set; } = Random.Shared.NextInt64(1_000_000_000, 3_662_956_322_040_938_501);
    private string Template => $"tpl-{Name}";
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
            "/cgi-bin/message/template/send" => SendTemplate(body),
            "/cgi-bin/media/upload" => Upload(request, "image", "voice", "video", "thumb"),
            "/cgi-bin/media/get" when request.Query["media_id"] == "gone" => Results.Json(new { errcode = 40007, errmsg = "invalid media_id" }),
            "/cgi-bin/media/get" => File(),
            _ => Results.Json(new { errcode = 40008, errmsg = "invalid message type" }),
        };
    }

    /// <summary>The event that tells what became of a template message.</summary>
    public HttpRequestMessage Report(string conversation, long id, string status, DateTimeOffset at) => Encrypted(
        $"<xml><ToUserName><![CDATA[{Receiver}]]></ToUserName><FromUserName><![CDATA[{conversation}]]></FromUserName><CreateTime>{at.ToUnixTimeSeconds()}</CreateTime>"
        + $"<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[TEMPLATESENDJOBFINISH]]></Event><MsgID>{id}</MsgID><Status><![CDATA[{status}]]></Status></xml>", at);

    private IResult SendTemplate(JsonElement body)
    {
        if (Refusal is { } refusal)
            return refusal;
        if (body.Text("template_id") != Template)
            return Results.Json(new { errcode = 40037, errmsg = "invalid template_id" });
        foreach (var field in body.GetProperty("data").EnumerateObject())
        {
            var (value, longest) = (field.Value.Text("value"), field.Name.StartsWith("thing", StringComparison.Ordinal) ? 20 : 32);
            if (value.Length is 0 || value.Length > longest || value.Any(char.IsControl))
                return Results.Json(new { errcode = 47003, errmsg = $"argument invalid! data.{field.Name}.value invalid" });
        }

        Templates.Add(body.Clone());
        return Results.Json(new { errcode = 0, errmsg = "ok", msgid = NextTemplate++ });
    }
}
