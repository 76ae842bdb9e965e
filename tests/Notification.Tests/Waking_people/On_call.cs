using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Waking_people;

/// <summary>A page reaches one person by everything the tenant has; each provider is one receiver that answers as its platform does.</summary>
public sealed class On_call(UsualNotificationHost usual) : IClassFixture<UsualNotificationHost>
{
    private const string Phone = "+8613812345678";
    private readonly NotificationHost _host = usual.Host;
    private readonly string _tenant = $"t-{Guid.CreateVersion7():N}";

    [Fact]
    public async Task A_page_calls_texts_mails_and_speaks_in_the_group()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = (http, _) => http.Response.WriteAsync("{\"errcode\":0,\"code\":0}");
        var root = new Uri(receiver.Url).GetLeftPart(UriPartial.Authority);
        foreach (var kind in new[] { "wecom", "dingtalk", "feishu" })
            await _host.ProvideAsync(new { name = kind, kind, url = $"{root}/{kind}?key=secret-of-the-address", secret = kind == "wecom" ? null : "SEC-key", language = "zh" }, _tenant);
        foreach (var kind in new[] { "sms-twilio", "voice-twilio" })
            await _host.ProvideAsync(new { name = kind, kind, url = $"{root}/{kind}", account = "AC1", secret = "token", sender = "+8610000000" }, _tenant);
        var email = Given.Address();
        await _host.PreferAsync(email, new { feishuId = "ou_1", quietFrom = "00:00:00", quietTo = "23:59:59.999", timeZone = "Etc/UTC" }, _tenant);
        var opened = await _host.OpenAsync(Given.Opened("", subject: "库存服务停止 <at user_id=\"all\"></at>", tenant: _tenant));
        await _host.DeliverAsync(Given.Paged(opened, email, Phone), 2);

        await Eventually.Async(() => receiver.Calls.Count == 5, TimeSpan.FromSeconds(60), "two providers and three robots were called");
        var mail = await _host.MailAsync(email);
        Assert.Contains("值班呼叫", mail.Subject, StringComparison.Ordinal);
        var calls = receiver.Calls.ToLookup(c => c.Path.Split('/')[1]);

        var wecom = JsonDocument.Parse(calls["wecom"].Single().Body).RootElement;
        Assert.Equal("13812345678", wecom.GetProperty("text").GetProperty("mentioned_mobile_list")[0].GetString());
        Assert.Contains(opened.Number, wecom.GetProperty("text").GetProperty("content").GetString(), StringComparison.Ordinal);
        // The group reads who is called, whoever of them can be mentioned.
        Assert.Contains("值班呼叫Sun Lei：工单", wecom.GetProperty("text").GetProperty("content").GetString(), StringComparison.Ordinal);

        var dingtalk = calls["dingtalk"].Single();
        var query = HttpUtility.ParseQueryString(dingtalk.Query);
        Assert.Equal(Convert.ToBase64String(HMACSHA256.HashData("SEC-key"u8, Encoding.UTF8.GetBytes($"{query["timestamp"]}\nSEC-key"))), query["sign"]);
        Assert.Contains("@13812345678", JsonDocument.Parse(dingtalk.Body).RootElement.GetProperty("text").GetProperty("content").GetString(), StringComparison.Ordinal);

        var feishu = JsonDocument.Parse(calls["feishu"].Single().Body).RootElement;
        var stamp = feishu.GetProperty("timestamp").GetString();
        Assert.Equal(Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes($"{stamp}\nSEC-key"), Array.Empty<byte>())), feishu.GetProperty("sign").GetString());
        var text = feishu.GetProperty("content").GetProperty("text").GetString()!;
        Assert.EndsWith("<at user_id=\"ou_1\"></at>", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<at user_id=\"all\"", text, StringComparison.Ordinal);

        var sms = calls["sms-twilio"].Single();
        Assert.Equal("/sms-twilio/2010-04-01/Accounts/AC1/Messages.json", sms.Path);
        Assert.Equal("Basic " + Convert.ToBase64String("AC1:token"u8), sms.Authorization);
        Assert.Equal((Phone, "+8610000000"), (HttpUtility.ParseQueryString(sms.Body)["To"], HttpUtility.ParseQueryString(sms.Body)["From"]));
        var said = XElement.Parse(HttpUtility.ParseQueryString(calls["voice-twilio"].Single().Body)["Twiml"]!);
        Assert.Equal(2, said.Descendants("Say").Count(s => s.Value.Contains("值班呼叫", StringComparison.Ordinal)));
        Assert.Contains("按 1", said.Elements("Gather").Last().Value, StringComparison.Ordinal);
        Assert.DoesNotContain("http", said.Value, StringComparison.Ordinal);

        await Eventually.Async(async () => (await _host.PublishedAsync<NotificationDelivered>()).Count(d => d.TicketId == opened.TicketId && d.Template == "on-call-paged") == 6);
        Assert.DoesNotContain("secret-of-the-address", await _host.DumpAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("SEC-key", await _host.DumpAsync(), StringComparison.Ordinal);
        Assert.All((await _host.PublishedAsync<NotificationDelivered>()).Where(d => d.Channel == "sms"), d => Assert.Equal("+86***78", d.MaskedRecipient));
    }

    [Theory]
    [InlineData("wecom", "{\"errcode\":45009}", "throttled")]
    [InlineData("wecom", "{\"errcode\":93000}", "authentication-failed")]
    [InlineData("dingtalk", "{\"errcode\":310000}", "authentication-failed")]
    [InlineData("feishu", "{\"code\":19021}", "authentication-failed")]
    [InlineData("feishu", "{\"code\":9499}", "throttled")]
    [InlineData("feishu", "not json", "receiver-error")]
    public async Task A_robots_own_code_decides_not_its_200(string kind, string answer, string failure)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = (http, _) => http.Response.WriteAsync(answer);
        await _host.ProvideAsync(new { name = kind, kind, url = receiver.Url }, _tenant);
        var opened = await _host.OpenAsync(Given.Opened("", tenant: _tenant));
        await _host.DeliverAsync(Given.Paged(opened, Given.Address(), Phone), 2);
        await Eventually.Async(async () => await _host.ScalarAsync<long>($"SELECT count(*) FROM deliveries WHERE tenant = '{_tenant}' AND channel = 'robot' AND failure = '{failure}'") == 1);
    }

    [Theory]
    [InlineData(401, "authentication-failed", true)]
    [InlineData(400, "refused", false)]
    [InlineData(503, "throttled", true)]
    public async Task A_phone_providers_status_says_whether_to_try_again(int status, string failure, bool again)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = (http, _) =>
        {
            http.Response.StatusCode = status;
            return Task.CompletedTask;
        };
        await _host.ProvideAsync(new { name = "sms", kind = "sms-http", url = receiver.Url, secret = "bearer" }, _tenant);
        var opened = await _host.OpenAsync(Given.Opened("", tenant: _tenant));
        await _host.DeliverAsync(Given.Paged(opened, Given.Address(), Phone, "sms"), 2);
        var failed = await Eventually.Async(async () => (await _host.PublishedAsync<NotificationFailed>()).FirstOrDefault(f => f.TicketId == opened.TicketId));
        Assert.Equal((failure, again ? 4 : 1), (failed.Reason, failed.Attempts));
        Assert.Equal("Bearer bearer", receiver.Calls.First().Authorization);
        Assert.Equal(failed.DeliveryId.ToString("N"), Assert.Single(receiver.Calls.Select(c => c.IdempotencyKey).Distinct()));
    }

    [Fact]
    public async Task A_page_reaches_who_chose_a_channel_that_cannot_wake_them_or_whose_mail_came_back()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var (deaf, bounced) = (Given.Address(), Given.Address());
        var opened = await _host.OpenAsync(Given.Opened("", tenant: _tenant));
        await _host.DeliverAsync(Given.Paged(opened, deaf, Phone, "voice"), 2);
        await _host.MailAsync(deaf, "值班呼叫");
        await _host.ExecuteAsync($"INSERT INTO people (tenant, address, suppressed, suppressed_at) VALUES ('{_tenant}', '{bounced}', 'bounced', now())");
        await _host.DeliverAsync(Given.Paged(opened, bounced, null, "email"), 3);
        await _host.MailAsync(bounced, "值班呼叫");

        // Nobody needs an address to be woken by telephone.
        await _host.ProvideAsync(new { name = "sms", kind = "sms-http", url = receiver.Url }, _tenant);
        await _host.DeliverAsync(Given.Paged(opened, "", Phone, "email"), 4);
        await Eventually.Async(() => receiver.Calls.Count == 1, TimeSpan.FromSeconds(60), "a text went out");
        Assert.Equal(0L, await _host.ScalarAsync<long>($"SELECT count(*) FROM deliveries WHERE tenant = '{_tenant}' AND template = 'on-call-paged' AND state = 'dropped'"));
    }

    [Fact]
    public async Task An_acknowledged_page_that_still_waits_is_dropped()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = (http, _) =>
        {
            http.Response.StatusCode = 429;
            http.Response.Headers.RetryAfter = "3600";
            return Task.CompletedTask;
        };
        await _host.ProvideAsync(new { name = "sms", kind = "sms-http", url = receiver.Url }, _tenant);
        var opened = await _host.OpenAsync(Given.Opened("", tenant: _tenant));
        var page = Given.Paged(opened, Given.Address(), Phone, "sms");
        await _host.DeliverAsync(page, 2);
        await Eventually.Async(async () => await _host.ScalarAsync<long>($"SELECT count(*) FROM deliveries WHERE tenant = '{_tenant}' AND attempts = 1") == 1);
        await _host.DeliverAsync(new EscalationAcknowledged
        {
            Tenant = _tenant, TicketId = opened.TicketId, OccurredAt = DateTimeOffset.UtcNow, PagingId = page.PagingId, Level = 1, Cycle = 1, Step = 1, Via = "desk", PersonName = "Sun Lei",
        }, 3);
        Assert.Equal("no-longer-true", (await _host.PublishedAsync<NotificationDropped>()).Last(d => d.TicketId == opened.TicketId && d.Channel == "sms").Reason);
    }

    [Theory]
    [InlineData("{\"name\":\"x\",\"kind\":\"telex\",\"url\":\"http://127.0.0.1/\"}", "request.invalid")]
    [InlineData("{\"name\":\"x\",\"kind\":\"wecom\"}", "request.invalid")]
    [InlineData("{\"name\":\"x\",\"kind\":\"voice-twilio\"}", "request.invalid")]
    [InlineData("{\"name\":\"x\",\"kind\":\"wecom\",\"url\":\"nonsense\"}", "provider.bad-target")]
    [InlineData("{\"name\":\"x\",\"kind\":\"wecom\",\"url\":\"http://127.0.0.1/\",\"templates\":[\"all\"]}", "request.invalid")]
    public async Task A_provider_that_makes_no_sense_is_refused(string body, string code)
    {
        using var admin = _host.Staff(_tenant);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await admin.PostAsync("/api/v1/notifications/providers", content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(code, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
