using System.Globalization;
using System.Text.Json;
using ServiceMesh.Testing.Platforms;
using ServiceMesh.Traffic.Platforms;

namespace ServiceMesh.Bench;

/// <summary>
/// The IM platforms' ways in: each message is signed, and encrypted where its platform does it, as it is sent. That costs processor time here, beside what is measured; the numbers are
/// therefore lower than Intake's own.
/// </summary>
internal static class ImDoors
{
    private const int People = 100;
    private static readonly string s_key = TencentSigner.NewKey();

    /// <summary>A channel of each kind, and how its next message is made.</summary>
    public static async Task<IReadOnlyList<(string Name, Func<int, HttpRequestMessage> Knock)>> OpenAsync(
        Func<string, object, Task<(string Path, string? Secret)>> connect, string text)
    {
        var wecom = await connect("wecom", new { corpId = "ww1", agentId = "218", secret = "s", token = "t", encodingAesKey = s_key });
        var wechat = await connect("wechat", new { appId = "wx1", appSecret = "s", token = "t", encodingAesKey = s_key });
        var feishu = await connect("feishu", new { appId = "cli_1", appSecret = "s", encryptKey = "k", verificationToken = "v" });
        var dingtalk = await connect("dingtalk", new { appSecret = "d", appKey = "a", robotCode = "r" });
        var telegram = await connect("telegram", new { botToken = "12345678:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" });
        return
        [
            ("wecom, opens", _ => Tencent(wecom.Path, "ww1", Guid.NewGuid().ToString("N"), text)),
            ("wecom, joins", n => Tencent(wecom.Path, "ww1", $"u{n % People}", text)),
            ("wechat, joins", n => Tencent(wechat.Path, "wx1", $"u{n % People}", text)),
            ("feishu, joins", n => Feishu(feishu.Path, $"oc_{n % People}", text)),
            ("dingtalk, joins", n => Dingtalk(dingtalk.Path, $"cid{n % People}", text)),
            ("telegram, joins", n => Telegram(telegram.Path, telegram.Secret!, n % People, text)),
        ];
    }

    private static HttpRequestMessage Tencent(string path, string receiver, string from, string text)
    {
        var now = TimeProvider.System.GetUtcNow();
        var signer = new TencentSigner("t", s_key, receiver);
        return signer.Request(path, signer.Text(from, Random.Shared.NextInt64().ToString(CultureInfo.InvariantCulture), text, now), now);
    }

    private static HttpRequestMessage Feishu(string path, string chat, string text)
    {
        var now = TimeProvider.System.GetUtcNow();
        var json = JsonSerializer.Serialize(new
        {
            schema = "2.0",
            header = new { event_id = Guid.NewGuid(), event_type = "im.message.receive_v1", token = "v" },
            @event = new
            {
                sender = new { sender_id = new { open_id = "ou_1" }, sender_type = "user" },
                message = new
                {
                    message_id = $"om_{Guid.NewGuid():N}", create_time = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), chat_id = chat, message_type = "text",
                    content = JsonSerializer.Serialize(new { text }),
                },
            },
        });
        return new FeishuSigner("k").Request(path, json, now);
    }

    private static HttpRequestMessage Dingtalk(string path, string conversation, string text)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            msgId = Guid.NewGuid(), conversationId = conversation, conversationType = "1", senderId = "s", senderStaffId = "m1", senderNick = "Li", msgtype = "text", text = new { content = text },
        });
        return DingtalkSigner.Stamp(new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) }, "d", TimeProvider.System.GetUtcNow());
    }

    private static HttpRequestMessage Telegram(string path, string secret, int chat, string text)
    {
        var id = Random.Shared.Next();
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            update_id = id,
            message = new
            {
                message_id = id, date = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), chat = new { id = chat, type = "private" }, from = new { id = chat, first_name = "Li" }, text,
            },
        });
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Headers.Add("X-Telegram-Bot-Api-Secret-Token", secret);
        return request;
    }
}
