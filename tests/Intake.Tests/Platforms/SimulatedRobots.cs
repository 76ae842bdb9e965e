using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ServiceMesh.Testing.Platforms;

namespace ServiceMesh.Intake.Tests.Platforms;

/// <summary>DingTalk with one robot. Its session webhooks live for as long as it is told.</summary>
internal sealed class SimulatedDingtalk(string address) : SimulatedIm
{
    private readonly string _secret = Guid.NewGuid().ToString("N");

    public override string Kind => "dingtalk";
    public override string Acknowledgement => "{}";
    public override bool SignsBody => false;
    public override bool HasTokens => false;
    public TimeSpan SessionLife { get; set; } = TimeSpan.FromMinutes(90);
    public string? Webhook { get; set; }

    /// <summary>Whether the robot's API is set up besides its session webhooks.</summary>
    public bool Api { get; set; } = true;
    public override object Settings => Api ? new { appSecret = _secret, appKey = "ding" + Name, robotCode = "robot" + Name } : new { appSecret = _secret };
    protected override IResult Taken => Results.Json(new { errcode = 0, errmsg = "ok" });

    public override HttpRequestMessage Request(SimulatedMessage m, DateTimeOffset at)
    {
        var body = JsonSerializer.Serialize(new
        {
            msgId = m.Id,
            conversationId = m.Conversation,
            conversationType = "1",
            senderId = "$:LWCP_v1:$abc",
            senderStaffId = "manager01",
            senderNick = "小钉",
            createAt = at.ToUnixTimeMilliseconds(),
            sessionWebhook = Webhook ?? $"{address}/dingtalk-sessions/robot/sendBySession?session={Name}-{m.Conversation}",
            sessionWebhookExpiredTime = DateTimeOffset.UtcNow.Add(SessionLife).ToUnixTimeMilliseconds(),
            msgtype = m.File is null ? "text" : "picture",
            text = m.File is null ? new { content = $" {m.Text} " } : null,
            content = m.File is null ? null : new { downloadCode = m.File },
            isInAtList = true,
        });
        return DingtalkSigner.Stamp(Post(Path, body), _secret, at);
    }

    public override IResult? Answer(HttpRequest request, string path, JsonElement body)
    {
        if (path == "/robot/sendBySession")
        {
            var session = request.Query["session"].ToString();
            return session.StartsWith(Name + "-", StringComparison.Ordinal) ? Deliver(session[(Name.Length + 1)..], body.GetProperty("text").Text("content")) : null;
        }

        if (path == "/media/upload" && request.Query["access_token"] == Token)
        {
            return UploadRefusal ?? (request.HasFormContentType && request.Form.Files["media"] is { } file && request.Query["type"].ToString() is "image" or "file"
                ? Results.Json(new { errcode = 0, errmsg = "ok", media_id = Keep(request.Form.Files["media"]!), created_at = 1605863153573 })
                : Results.Json(new { errcode = 40004, errmsg = "不合法的媒体文件类型" }));
        }

        if (path == "/v1.0/oauth2/accessToken")
            return body.Text("appKey") != "ding" + Name ? null : Results.Json(new { accessToken = NewToken(), expireIn = 7200 });
        if (request.Headers["x-acs-dingtalk-access-token"] != Token)
            return null;
        return path switch
        {
            "/v1.0/robot/oToMessages/batchSend" when body.Text("robotCode") == "robot" + Name && body.Text("msgKey") == "sampleText" =>
                Deliver("by-api:" + body.GetProperty("userIds")[0].GetString(), JsonDocument.Parse(body.Text("msgParam")).RootElement.Text("content")),
            "/v1.0/robot/oToMessages/batchSend" when body.Text("msgKey") is "sampleImageMsg" or "sampleFile" =>
                Robot(body.GetProperty("userIds")[0].GetString()!, body.Text("msgKey"), JsonDocument.Parse(body.Text("msgParam")).RootElement),
            "/v1.0/robot/messageFiles/download" when body.Text("downloadCode") == "gone" => Results.Json(new { code = "invalid" }, statusCode: 400),
            "/v1.0/robot/messageFiles/download" when body.Text("downloadCode") == "elsewhere" =>
                Results.Json(new { downloadUrl = address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal) + "/dingtalk/file" }),
            "/v1.0/robot/messageFiles/download" => Results.Json(new { downloadUrl = address + "/files/picture" }),
            _ => Results.Json(new { code = "notFound" }, statusCode: 404),
        };
    }

    private IResult Robot(string to, string key, JsonElement given) => key == "sampleImageMsg"
        ? Deliver("by-api:" + to, "image", given.Text("photoURL"))
        : given.Text("fileType") is "xlsx" or "pdf" or "zip" or "rar" or "doc" or "docx" && given.Text("fileName").Length > 0
            ? Deliver("by-api:" + to, "file", given.Text("mediaId")) : Results.Json(new { code = "invalid" }, statusCode: 400);
}

/// <summary>Telegram with one bot, whose webhook was set with the channel's token.</summary>
internal sealed class SimulatedTelegram : SimulatedIm
{
    private readonly string _bot = $"{Random.Shared.Next(10_000, 99_999)}:{Guid.NewGuid():N}";

    public override string Kind => "telegram";
    public override string Acknowledgement => "{}";
    public override bool SignsBody => false;
    public override bool SignsTime => false;
    public override bool HasTokens => false;
    public override object Settings => new { botToken = _bot };
    protected override IResult Taken => Results.Json(new { ok = true, result = new { message_id = 1 } });

    public override HttpRequestMessage Request(SimulatedMessage m, DateTimeOffset at)
    {
        var from = new { id = 111, is_bot = false, first_name = "Ada\r\n", last_name = "L", username = "ada", language_code = "en" };
        var chat = new { id = Number(m.Conversation), type = "private" };
        var id = Number(m.Id);
        var date = at.ToUnixTimeSeconds();
        var body = m.File is null
            ? JsonSerializer.Serialize(new { update_id = id, message = new { message_id = id, from, chat, date, text = m.Text } })
            : JsonSerializer.Serialize(new { update_id = id, message = new { message_id = id, from, chat, date, photo = new object[] { new { file_id = "small", file_size = 9 }, new { file_id = m.File, file_size = FileBytes.Length } } } });
        var request = Post(Path, body);
        request.Headers.Add("X-Telegram-Bot-Api-Secret-Token", Secret);
        return request;
    }

    public override IResult? Answer(HttpRequest request, string path, JsonElement body)
    {
        if (path == $"/bot{_bot}/sendMessage")
            return Deliver(body.Text("chat_id"), body.Text("text"));
        if (path.StartsWith($"/bot{_bot}/send", StringComparison.Ordinal) && request.HasFormContentType)
        {
            var kind = path[$"/bot{_bot}/send".Length..].ToLowerInvariant();
            if (UploadRefusal is { } refusal)
                return refusal;
            return kind is "photo" or "document" or "voice" or "audio" or "video" && request.Form.Files[kind] is { Length: > 0 } file
                ? Deliver(request.Form["chat_id"].ToString(), kind, Keep(file)) : Results.StatusCode(400);
        }

        if (path == $"/bot{_bot}/getFile")
        {
            return request.Query["file_id"] == "gone"
                ? Results.Json(new { ok = false, error_code = 400 }, statusCode: 400)
                : Results.Json(new { ok = true, result = new { file_path = "photos/file_1.jpg" } });
        }

        return path == $"/file/bot{_bot}/photos/file_1.jpg" ? File() : null;
    }

    /// <summary>Telegram's ids are numbers.</summary>
    public static long Number(string text) => BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
