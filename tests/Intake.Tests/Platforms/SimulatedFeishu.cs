using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ServiceMesh.Testing.Platforms;

namespace ServiceMesh.Intake.Tests.Platforms;

/// <summary>Feishu with one application that has an encrypt key.</summary>
internal sealed class SimulatedFeishu : SimulatedIm
{
    private readonly string _secret = Guid.NewGuid().ToString("N");
    private readonly HashSet<string> _uuids = [];

    public string EncryptKey { get; init; } = Guid.NewGuid().ToString("N");
    public string VerificationToken { get; init; } = Guid.NewGuid().ToString("N");
    public override string Kind => "feishu";
    public override string Acknowledgement => "{}";
    public override object Settings => new { appId = "cli_" + Name, appSecret = _secret, encryptKey = EncryptKey, verificationToken = VerificationToken };
    protected override IResult Taken => Results.Json(new { code = 0, msg = "success", data = new { message_id = "om_1" } });

    public override HttpRequestMessage Request(SimulatedMessage m, DateTimeOffset at) => Signed(JsonSerializer.Serialize(new
    {
        schema = "2.0",
        header = new { event_id = $"ev_{Guid.NewGuid():N}", event_type = "im.message.receive_v1", create_time = "1608725989000", token = VerificationToken, app_id = "cli_" + Name, tenant_key = "t" },
        @event = new
        {
            sender = new { sender_id = new { open_id = "ou_1", union_id = "on_1" }, sender_type = "user", tenant_key = "t" },
            message = new
            {
                message_id = m.Id,
                create_time = at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
                chat_id = m.Conversation,
                chat_type = "group",
                message_type = m.File is null ? "text" : "image",
                content = m.File is null ? JsonSerializer.Serialize(new { text = m.Text }) : JsonSerializer.Serialize(new { image_key = m.File }),
            },
        },
    }), at);

    public HttpRequestMessage Signed(string json, DateTimeOffset at, bool sign = true) => new FeishuSigner(EncryptKey).Request(Path, json, at, sign);

    public override IResult? Answer(HttpRequest request, string path, JsonElement body)
    {
        if (path == "/open-apis/auth/v3/tenant_access_token/internal")
        {
            return body.Text("app_id") != "cli_" + Name ? null
                : body.Text("app_secret") == _secret
                    ? Results.Json(new { code = 0, msg = "ok", tenant_access_token = NewToken(), expire = 7200 })
                    : Results.Json(new { code = 10014, msg = "app secret invalid" });
        }

        var token = request.Headers.Authorization.ToString();
        if (!token.StartsWith($"Bearer token-{Name}-", StringComparison.Ordinal))
            return null;
        if (token != $"Bearer {Token}")
            return Results.Json(new { code = 99991663, msg = "Invalid access token" }, statusCode: 400);
        if (path.EndsWith("/resources/gone", StringComparison.Ordinal))
            return Results.Json(new { code = 234003, msg = "File not in msg." }, statusCode: 400);
        if (path.StartsWith("/open-apis/im/v1/messages/", StringComparison.Ordinal) && path.Contains("/resources/", StringComparison.Ordinal))
            return File();
        if (path is "/open-apis/im/v1/images" or "/open-apis/im/v1/files")
            return UploadRefusal ?? Upload(request, path.EndsWith("images", StringComparison.Ordinal));
        if (path != "/open-apis/im/v1/messages" || request.Query["receive_id_type"] != "chat_id")
            return Results.Json(new { code = 99992402, msg = "field validation failed" }, statusCode: 400);
        // The same uuid within an hour is taken once.
        if (_uuids.Contains(body.Text("uuid")))
            return Taken;
        var (type, content) = (body.Text("msg_type"), JsonDocument.Parse(body.Text("content")).RootElement);
        var answer = type == "text"
            ? Deliver(body.Text("receive_id"), content.Text("text"))
            : Deliver(body.Text("receive_id"), type, content.Text(type == "image" ? "image_key" : "file_key"));
        if (answer.GetType() == Taken.GetType())
            _uuids.Add(body.Text("uuid"));
        return answer;
    }

    private IResult Upload(HttpRequest request, bool image)
    {
        if (!request.HasFormContentType || request.Form.Files[image ? "image" : "file"] is not { Length: > 0 } file)
            return Results.Json(new { code = 234001, msg = "Invalid request param." }, statusCode: 400);
        if (image)
            return request.Form["image_type"] == "message" ? Results.Json(new { code = 0, msg = "success", data = new { image_key = Keep(file) } }) : Results.StatusCode(400);
        return request.Form["file_type"].ToString() is "opus" or "mp4" or "pdf" or "doc" or "xls" or "ppt" or "stream" && request.Form["file_name"].ToString().Length > 0
            ? Results.Json(new { code = 0, msg = "success", data = new { file_key = Keep(file) } }) : Results.StatusCode(400);
    }
}
