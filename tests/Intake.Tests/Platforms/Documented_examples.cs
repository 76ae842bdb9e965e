using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Channels.Dingtalk;
using ServiceMesh.Intake.Channels.Feishu;
using ServiceMesh.Intake.Channels.Wechat;
using ServiceMesh.Intake.Channels.Wecom;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Tests.Platforms;

/// <summary>The adapters against the values that the platforms' public documents and sample programs give.</summary>
public sealed class Documented_examples(IntakeHost host)
{
    private const string Echo = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==";
    private const string Encrypted =
        "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==";

    private static readonly Dictionary<string, string> s_wecom = new()
    {
        ["token"] = "QDG6eK", ["corpId"] = "wx5823bf96d3bd56c7", ["encodingAesKey"] = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
    };

    private WecomAdapter Wecom => Adapter<WecomAdapter>();

    [Fact]
    public void Of_WeCom_the_check_of_an_address()
    {
        var request = Request(
            s_wecom, "", 1409659589, get: true,
            $"?msg_signature=5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3&timestamp=1409659589&nonce=263014780&echostr={Uri.EscapeDataString(Echo)}");
        var answer = Assert.IsType<InboundAnswer>(Wecom.Read(request, Wecom.Open(request)));
        Assert.Equal("1616140317555161061", answer.Body);
    }

    [Fact]
    public void Of_WeCom_a_message()
    {
        var body = $"<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName><Encrypt><![CDATA[{Encrypted}]]></Encrypt><AgentID><![CDATA[218]]></AgentID></xml>";
        var request = Request(s_wecom, body, 1409659813, query: "?msg_signature=477715d11cdb4164915debcba66cb864d751f3e6&timestamp=1409659813&nonce=1372623149");
        var message = Assert.IsType<InboundMessage>(Wecom.Read(request, Wecom.Open(request)));
        Assert.Equal(("4561255354251345929", "mycreate", "hello"), (message.Id, message.ConversationId, message.Text));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1409659813), message.SentAt);
        var stranger = new Dictionary<string, string>(s_wecom) { ["corpId"] = "wx0000000000000000" };
        Assert.Equal(401, Assert.Throws<ProblemException>(() => Wecom.Open(request with { Channel = Channel(stranger) })).Status);
        Assert.Equal("webhook.outside-window", Assert.Throws<ProblemException>(() => Wecom.Open(request with { Now = request.Now.AddSeconds(301) })).Code);
    }

    [Fact]
    public void Of_WeChat_the_encryption_of_a_reply()
    {
        const string encrypted = "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==";
        var settings = new Dictionary<string, string>
        {
            ["token"] = "pamtest", ["appId"] = "wxb11529c136998cb6", ["encodingAesKey"] = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
        };
        var signature = SimulatedTencent.Sign("pamtest", "1409304348", "xxxxxx", encrypted);
        var request = Request(
            settings, $"<xml><ToUserName><![CDATA[toUser]]></ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>", 1409304348,
            query: $"?msg_signature={signature}&timestamp=1409304348&nonce=xxxxxx");
        Assert.Equal("我是中文abcd123", Encoding.UTF8.GetString(Adapter<WechatAdapter>().Open(request).Span));
    }

    [Fact]
    public void Of_Feishu_the_encryption()
    {
        const string body = """{"encrypt":"P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk="}""";
        var request = Request(new() { ["encryptKey"] = "test key", ["verificationToken"] = "v" }, body, 1409304348);
        request.Headers["X-Lark-Request-Timestamp"] = "1409304348";
        request.Headers["X-Lark-Request-Nonce"] = "n";
        request.Headers["X-Lark-Signature"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("1409304348ntest key" + body)));
        Assert.Equal("hello world", Encoding.UTF8.GetString(Adapter<FeishuAdapter>().Open(request).Span));
    }

    [Fact]
    public void Of_DingTalk_the_signature_over_time_and_secret()
    {
        const string secret = "this is secret";
        var request = Request(new() { ["appSecret"] = secret }, "{}", 1577262236);
        request.Headers["timestamp"] = "1577262236757";
        request.Headers["sign"] = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes("1577262236757\n" + secret)));
        Assert.Equal("{}", Encoding.UTF8.GetString(Adapter<DingtalkAdapter>().Open(request).Span));
        Assert.Equal("webhook.outside-window", Assert.Throws<ProblemException>(() => Adapter<DingtalkAdapter>().Open(request with { Now = request.Now.AddHours(1.01) })).Code);
    }

    private T Adapter<T>() where T : IChannelAdapter =>
        ((IEnumerable<IChannelAdapter>)host.Services.GetService(typeof(IEnumerable<IChannelAdapter>))!).OfType<T>().Single();

    private static OpenedChannel Channel(Dictionary<string, string> settings) => new(
        new ChannelRow { Tenant = "t", Id = Guid.NewGuid(), Kind = ChannelKind.Wecom, Name = "x", SealedSecret = [], Active = true, CreatedAt = DateTimeOffset.UtcNow },
        new byte[32], settings);

    private static PlatformRequest Request(Dictionary<string, string> settings, string body, long now, bool get = false, string query = "") => new(
        Channel(settings), get, new HeaderDictionary(),
        new QueryCollection(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query)), Encoding.UTF8.GetBytes(body),
        string.Create(CultureInfo.InvariantCulture, $"https://service.example.com/webhooks/x{query}"), "", DateTimeOffset.FromUnixTimeSeconds(now));
}
