using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Intake.Tests.Platforms;

public sealed class What_platforms_do_differently(IntakeHost host)
{
    [Fact]
    public async Task WeCom_checks_an_address_and_hears_its_own_words()
    {
        var (_, wecom) = await ConnectAsync<SimulatedWecom>("wecom");
        var echo = wecom.Encrypt("1616140317555161061", wecom.Receiver);
        using var answer = await host.Anonymous().GetAsync($"{wecom.Path}?{wecom.Query(DateTimeOffset.UtcNow, echo)}&echostr={Uri.EscapeDataString(echo)}");
        Assert.Equal((200, "1616140317555161061"), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        var foreign = wecom.Encrypt("x", "ww-somebody-else");
        using var refused = await host.Anonymous().GetAsync($"{wecom.Path}?{wecom.Query(DateTimeOffset.UtcNow, foreign)}&echostr={Uri.EscapeDataString(foreign)}");
        Assert.Equal(401, (int)refused.StatusCode);
    }

    [Fact]
    public async Task WeChat_checks_an_address_by_an_open_echo()
    {
        var (_, wechat) = await ConnectAsync<SimulatedWechat>("wechat");
        var query = wechat.Query(DateTimeOffset.UtcNow, "");
        using var answer = await host.Anonymous().GetAsync($"{wechat.Path}?{query}&echostr=5838479218127813673");
        Assert.Equal((200, "5838479218127813673"), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        using var refused = await host.Anonymous().GetAsync($"{wechat.Path}?{query.Replace("&signature=", "&signature=00", StringComparison.Ordinal)}&echostr=1");
        Assert.Equal(401, (int)refused.StatusCode);
    }

    [Theory]
    [InlineData("wecom")]
    [InlineData("wechat")]
    public async Task Events_without_words_are_taken_and_open_nothing(string kind)
    {
        var (vendor, platform) = await ConnectAsync<SimulatedTencent>(kind);
        foreach (var xml in new[]
        {
            "<xml><FromUserName>u</FromUserName><MsgType>event</MsgType><Event>enter_agent</Event></xml>",
            "<xml><FromUserName>u</FromUserName><CreateTime>1</CreateTime><MsgType><![CDATA[event]]></MsgType><Event>subscribe</Event></xml>",
        })
        {
            using var answer = await host.Anonymous().SendAsync(platform.Encrypted(xml, DateTimeOffset.UtcNow));
            Assert.Equal((200, platform.Acknowledgement), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        }

        Assert.Empty(await host.EventsAsync<TicketOpened>(vendor.Tenant));
    }

    [Theory]
    [InlineData("<xml><MsgType>text</MsgType>")]
    [InlineData("<xml><MsgType>text</MsgType><MsgType>event</MsgType></xml>")]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"b\">]><xml><MsgType>text</MsgType><Content>&a;</Content></xml>")]
    [InlineData("<xml><MsgType>text</MsgType><Content>x</Content></xml>")]
    [InlineData("not xml")]
    public async Task Signed_nonsense_is_the_senders_fault(string xml)
    {
        var (vendor, wecom) = await ConnectAsync<SimulatedWecom>("wecom");
        using var answer = await host.Anonymous().SendAsync(wecom.Encrypted(xml, DateTimeOffset.UtcNow));
        Assert.Equal("request.invalid", (await Http.ReadAsync(answer, 400)).Text("code"));
        Assert.Empty(await host.EventsAsync<TicketOpened>(vendor.Tenant));
    }

    [Fact]
    public async Task Feishu_checks_an_address_without_a_signature_but_nothing_else()
    {
        var (vendor, feishu) = await ConnectAsync<SimulatedFeishu>("feishu");
        var check = JsonSerializer.Serialize(new { challenge = "1b6aef1a", token = feishu.VerificationToken, type = "url_verification" });
        using var answer = await host.Anonymous().SendAsync(feishu.Signed(check, DateTimeOffset.UtcNow, sign: false));
        Assert.Equal("1b6aef1a", (await Http.ReadAsync(answer, 200)).Text("challenge"));
        var wrong = check.Replace(feishu.VerificationToken, "other", StringComparison.Ordinal);
        using var refused = await host.Anonymous().SendAsync(feishu.Signed(wrong, DateTimeOffset.UtcNow, sign: false));
        Assert.Equal(401, (int)refused.StatusCode);
        var message = JsonSerializer.Serialize(new { schema = "2.0", header = new { event_type = "im.message.receive_v1", token = feishu.VerificationToken } });
        using var unsigned = await host.Anonymous().SendAsync(feishu.Signed(message, DateTimeOffset.UtcNow, sign: false));
        Assert.Equal(401, (int)unsigned.StatusCode);
        using var plain = await host.Anonymous().PostAsync(feishu.Path, new StringContent(check));
        Assert.Equal(401, (int)plain.StatusCode);
        Assert.Empty(await host.EventsAsync<TicketOpened>(vendor.Tenant));
    }

    [Fact]
    public async Task DingTalk_is_answered_by_the_robots_API_once_the_session_has_ended()
    {
        var (vendor, ding) = await ConnectAsync<SimulatedDingtalk>("dingtalk");
        ding.SessionLife = TimeSpan.FromSeconds(-1);
        await AskAndAnswerAsync(vendor, ding, "Hello");
        Assert.Equal([("by-api:manager01", "Hello")], ding.Delivered);
    }

    [Fact]
    public async Task DingTalk_never_sends_us_to_somebody_elses_address()
    {
        var (vendor, ding) = await ConnectAsync<SimulatedDingtalk>("dingtalk");
        await using var canary = await Delivery.ImReceiver.StartAsync(_ => 200);
        ding.Webhook = canary.Url;
        await AskAndAnswerAsync(vendor, ding, "Hello");
        Assert.Empty(canary.Requests);
        Assert.Equal([("by-api:manager01", "Hello")], ding.Delivered);
        using var sent = await ding.SendAsync(host.Anonymous(), new SimulatedMessage("m9", "c1", "", File: "elsewhere"));
        var ticket = (await host.EventsAsync<TicketOpened>(vendor.Tenant))[0].TicketId;
        var file = (await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}/messages")).Items()[^1].GetProperty("attachments")[0].Id();
        Assert.Equal("attachment.gone", (await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}/attachments/{file}", 410)).Text("code"));
    }

    [Fact]
    public async Task WeChat_takes_no_answer_after_48_hours()
    {
        var (vendor, wechat) = await ConnectAsync<SimulatedWechat>("wechat");
        using var sent = await wechat.SendAsync(host.Anonymous(), new SimulatedMessage("m1", "c1", "Help"));
        await host.ScalarAsync<string>(
            "UPDATE conversations SET last_customer_at = last_customer_at - interval '48 hours' WHERE channel_id = $1 RETURNING tenant", wechat.Channel);
        await AnswerAsync(vendor, "Hello", "outside-reply-window");
        Assert.Empty(wechat.Delivered);
        Assert.Equal(48, (await vendor.Staff.FetchAsync($"/api/v1/channels/{wechat.Channel}")).GetProperty("replyWindowHours").GetDouble());
    }

    [Fact]
    public async Task Whoever_answers_is_told_beforehand_until_when_and_how_long()
    {
        var (vendor, wechat) = await ConnectAsync<SimulatedWechat>("wechat");
        using var sent = await wechat.SendAsync(host.Anonymous(), new SimulatedMessage("m1", "c1", "Help"));
        var ticket = (await host.EventsAsync<TicketOpened>(vendor.Tenant))[0].TicketId;
        var terms = (await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}")).GetProperty("reply");
        Assert.Equal(("wechat", true, 20_000, 2_048, true), (terms.Text("kind"), terms.GetProperty("possible").GetBoolean(), terms.GetProperty("longestText").GetInt32(),
            terms.GetProperty("longestPart").GetInt32(), terms.GetProperty("inBytes").GetBoolean()));
        Assert.Equal(TimeSpan.FromHours(48), terms.GetProperty("until").GetDateTimeOffset() - terms.GetProperty("lastCustomerAt").GetDateTimeOffset());
        await vendor.Staff.PutAsync($"/api/v1/channels/{wechat.Channel}", new { name = "Off", active = false });
        Assert.False((await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}")).GetProperty("reply").GetProperty("possible").GetBoolean());

        // Nobody else hears of a platform's rules: not the customer, and not where no platform stands between.
        var portal = (await vendor.OpenAsync()).Id();
        Assert.True((await vendor.Staff.FetchAsync($"/api/v1/tickets/{portal}")).IsNull("reply"));
        Assert.True((await host.Customer(vendor.Tenant, vendor.Contact).FetchAsync($"/api/v1/tickets/{portal}")).IsNull("reply"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DingTalk_takes_answers_as_long_as_its_session_lives_or_always_by_the_robots_API(bool api)
    {
        var vendor = await Vendor.CreateAsync(host);
        var ding = (SimulatedDingtalk)host.Platforms.Add("dingtalk");
        ding.Api = api;
        ding.SessionLife = TimeSpan.FromSeconds(-5);
        await ding.ConnectAsync(vendor);
        using var sent = await ding.SendAsync(host.Anonymous(), new SimulatedMessage("m1", "c1", "Help"));
        var ticket = (await host.EventsAsync<TicketOpened>(vendor.Tenant))[0].TicketId;
        var terms = (await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}")).GetProperty("reply");
        Assert.Equal((api, 18_000), (terms.IsNull("until"), terms.GetProperty("longestPart").GetInt32()));
        if (api)
            return;
        Assert.True(terms.GetProperty("until").GetDateTimeOffset() < DateTimeOffset.UtcNow);
        await AnswerAsync(vendor, "Hello", "outside-reply-window");
        Assert.Empty(ding.Delivered);
    }

    [Theory]
    [InlineData("wecom", """{"errcode":81013,"errmsg":"user & party & tag all invalid"}""", 200, "receiver-gone")]
    [InlineData("wecom", """{"errcode":0,"errmsg":"ok","invaliduser":"c1"}""", 200, "receiver-gone")]
    [InlineData("wechat", """{"errcode":45015,"errmsg":"response out of time limit"}""", 200, "outside-reply-window")]
    [InlineData("feishu", """{"code":230002,"msg":"The bot can not be outside the group."}""", 400, "receiver-gone")]
    [InlineData("telegram", """{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}""", 403, "receiver-gone")]
    public async Task What_will_never_arrive_fails_at_once(string kind, string answer, int status, string reason)
    {
        var (vendor, platform) = await ConnectAsync<SimulatedIm>(kind);
        platform.Refusal = Results.Text(answer, "application/json", statusCode: status);
        using var sent = await platform.SendAsync(host.Anonymous(), new SimulatedMessage("m1", "c1", "Help"));
        await AnswerAsync(vendor, "Hello", reason);
    }

    [Fact]
    public async Task Nicknames_and_texts_lose_what_cannot_be_stored()
    {
        var (vendor, telegram) = await ConnectAsync<SimulatedTelegram>("telegram");
        using var sent = await telegram.SendAsync(host.Anonymous(), new SimulatedMessage("m1", "c1", "<script>alert(1)</script>\u0007 bell"));
        var opened = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        Assert.Equal(("Ada   L", "<script>alert(1)</script> bell", "en"), (opened.ContactName, opened.Text, opened.Language));
    }

    [Theory]
    [InlineData("wecom")]
    [InlineData("wechat")]
    [InlineData("feishu")]
    public async Task An_access_token_is_fetched_once_for_all_instances_and_again_when_it_is_refused(string kind)
    {
        // A database of its own: a second instance on the common one would take other tests' timers, and end with them in its hands.
        await using var own = await IntakeHost.StartOwnAsync();
        var (vendor, platform) = await ConnectAsync<SimulatedIm>(kind, own);
        await using var second = own.Start();
        var tokens = new[] { own.Services, second.Services }.Select(s => (Channels.PlatformTokens)s.GetService(typeof(Channels.PlatformTokens))!).ToArray();
        using var sent = await platform.SendAsync(own.Anonymous(), new SimulatedMessage("m1", "c1", "Help"));
        var fetched = 0;
        var channel = new Channels.OpenedChannel(
            new Persistence.ChannelRow
            {
                Tenant = vendor.Tenant, Id = Guid.NewGuid(), Kind = Persistence.ChannelKind.Wecom, Name = "x", SealedSecret = [], Active = true, CreatedAt = DateTimeOffset.UtcNow,
            },
            new byte[32], new Dictionary<string, string>());
        var got = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => tokens[i % 2].GetAsync(channel, FetchAsync, null, CancellationToken.None)));
        Assert.Equal((1, 1), (fetched, got.Distinct().Count()));
        var again = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => tokens[i % 2].GetAsync(channel, FetchAsync, got[0], CancellationToken.None)));
        Assert.Equal((2, 1), (fetched, again.Distinct().Count()));

        await AnswerAsync(vendor, "One");
        platform.RevokeToken();
        await AnswerAsync(vendor, "Two", delivered: 2);
        Assert.Equal(["One", "Two"], platform.Delivered.Select(d => d.Text));
        // One at first, one revoked by hand, one in its place.
        Assert.Equal(3, platform.TokensFetched);

        Task<Channels.FreshToken> FetchAsync(CancellationToken ct) =>
            Task.FromResult(new Channels.FreshToken($"t{Interlocked.Increment(ref fetched)}", TimeSpan.FromHours(2)));
    }

    private async Task AskAndAnswerAsync(Vendor vendor, SimulatedIm platform, string text)
    {
        using var sent = await platform.SendAsync(host.Anonymous(), new SimulatedMessage("m1", "c1", "Help"));
        await AnswerAsync(vendor, text);
    }

    private static async Task AnswerAsync(Vendor vendor, string text, string? failing = null, int delivered = 1)
    {
        var ticket = (await vendor.Host.EventsAsync<TicketOpened>(vendor.Tenant))[0].TicketId;
        await vendor.Staff.PostAsync($"/api/v1/tickets/{ticket}/messages", new { text });
        if (failing is null)
        {
            await Eventually.Async(async () => (await vendor.Host.EventsAsync<MessageDelivered>(vendor.Tenant)).Count == delivered, what: "the message is sent");
            return;
        }

        await Eventually.Async(async () => (await vendor.Host.EventsAsync<MessageFailed>(vendor.Tenant)).Count == 1, what: "the message has failed");
        Assert.Equal(failing, (await vendor.Host.EventsAsync<MessageFailed>(vendor.Tenant))[0].Reason);
    }

    private async Task<(Vendor Vendor, T Platform)> ConnectAsync<T>(string kind, IntakeHost? own = null) where T : SimulatedIm
    {
        var vendor = await Vendor.CreateAsync(own ?? host);
        var platform = vendor.Host.Platforms.Add(kind);
        await platform.ConnectAsync(vendor);
        return (vendor, (T)platform);
    }
}
