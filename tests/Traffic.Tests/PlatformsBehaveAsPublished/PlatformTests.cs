using System.Net.Http.Json;
using System.Text.Json;
using System.Xml.Linq;
using ServiceMesh.Traffic.Platforms;

namespace ServiceMesh.Traffic.Tests.PlatformsBehaveAsPublished;

public sealed class PlatformTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The example of WeCom's own documentation (加解密库, 验证URL).</summary>
    [Fact]
    public void The_documented_example_is_signed_and_opened_as_documented()
    {
        const string Encrypted = "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==";
        var company = new WecomPlatform("wx5823bf96d3bd56c7", "218", "secret", "QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C");

        Assert.Equal("477715d11cdb4164915debcba66cb864d751f3e6", TencentSigner.Sign("QDG6eK", "1409659813", "1372623149", Encrypted));
        Assert.Equal("hello", XElement.Parse(company.Decrypt(Encrypted)).Element("Content")!.Value);
    }

    [Fact]
    public void What_a_member_writes_is_signed_encrypted_and_can_be_opened_with_the_key_only()
    {
        var company = WecomPlatform.Of(WecomPlatform.NewApplication());
        var (query, body) = company.Written("member", "4712", "订单 <B-1> & 发票", DateTimeOffset.UtcNow);
        var encrypted = XElement.Parse(body).Element("Encrypt")!.Value;

        Assert.DoesNotContain("B-1", body, StringComparison.Ordinal);
        Assert.Contains("msg_signature=", query, StringComparison.Ordinal);
        var opened = XElement.Parse(company.Decrypt(encrypted));
        Assert.Equal(("member", "4712", "订单 <B-1> & 发票"), (opened.Element("FromUserName")!.Value, opened.Element("MsgId")!.Value, opened.Element("Content")!.Value));
    }

    [Fact]
    public async Task Answers_are_taken_from_whoever_holds_the_newest_access_token()
    {
        await using var platforms = await LoopbackPlatforms.StartAsync(new Uri("http://127.0.0.1:0"), Ct);
        var settings = WecomPlatform.NewApplication();
        var company = WecomPlatform.Of(settings);
        platforms.Add(company);
        using var http = new HttpClient { BaseAddress = platforms.Address };

        Assert.Equal(40001, await CodeAsync(await http.GetAsync($"/wecom/cgi-bin/gettoken?corpid={settings["corpId"]}&corpsecret=wrong", Ct)));
        var token = (await http.GetFromJsonAsync<JsonElement>($"/wecom/cgi-bin/gettoken?corpid={settings["corpId"]}&corpsecret={settings["secret"]}", Ct)).GetProperty("access_token").GetString();
        var message = new { touser = "member", msgtype = "text", agentid = 1000002, text = new { content = "done" } };
        Assert.Equal(42001, await CodeAsync(await http.PostAsJsonAsync($"/wecom/cgi-bin/message/send?access_token={settings["corpId"]}-old", message, Ct)));
        Assert.Equal(0, await CodeAsync(await http.PostAsJsonAsync($"/wecom/cgi-bin/message/send?access_token={token}", message, Ct)));
        Assert.Equal([new WecomMessage("member", "done")], company.Delivered);
    }

    [Fact]
    public async Task Robots_and_telephones_keep_what_they_are_told()
    {
        await using var platforms = await LoopbackPlatforms.StartAsync(new Uri("http://127.0.0.1:0"), Ct);
        using var http = new HttpClient();

        Assert.Equal(0, await CodeAsync(await http.PostAsJsonAsync(platforms.Robot, new { msgtype = "text", text = new { content = "P1" } }, Ct)));
        Assert.Equal(40008, await CodeAsync(await http.PostAsJsonAsync(platforms.Robot, new { msgtype = "image" }, Ct)));
        using var form = new FormUrlEncodedContent([new("To", "+8613700000001"), new("From", "+8621"), new("Twiml", "<Response/>")]);
        using var called = await http.PostAsync(new Uri($"{platforms.Telephone}/2010-04-01/Accounts/AC1/Calls.json"), form, Ct);

        Assert.Equal(201, (int)called.StatusCode);
        Assert.Equal("P1", Assert.Single(platforms.Said).Text);
        Assert.Equal(("+8613700000001", "<Response/>"), (Assert.Single(platforms.Calls).To, platforms.Calls[0].Script));
    }

    /// <summary>The example of Twilio's documentation on the security of webhooks.</summary>
    [Fact]
    public void The_telephone_signs_as_documented()
    {
        var parameters = new Dictionary<string, string>
        {
            ["CallSid"] = "CA1234567890ABCDE", ["Caller"] = "+14158675309", ["Digits"] = "1234", ["From"] = "+14158675309", ["To"] = "+18005551212",
        };
        Assert.Equal("RSOYDt4T1cUTdK1PDd93/VVr8B8=", Telephone.Sign("12345", "https://mycompany.com/myapp.php?foo=1&bar=2", parameters));
    }

    private static async Task<int> CodeAsync(HttpResponseMessage answer)
    {
        using (answer) return (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("errcode").GetInt32();
    }
}
