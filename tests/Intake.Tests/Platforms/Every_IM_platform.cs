using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Intake.Tests.Platforms;

/// <summary>What must hold for each kind of IM channel, whatever its platform does differently.</summary>
public sealed class Every_IM_platform(IntakeHost host)
{
    public static TheoryData<string> Kinds => ["wecom", "wechat", "feishu", "dingtalk", "telegram"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Opens_a_ticket_and_joins_it_in_one_commit_each(string kind)
    {
        var (vendor, im) = await ConnectAsync(kind);
        await TakenAsync(im, new SimulatedMessage("m1", "c1", "生产线停了\n自 8 点起"));
        await TakenAsync(im, new SimulatedMessage("m2", "c1", "有人吗？"));
        await TakenAsync(im, new SimulatedMessage("m3", "c2", "别的事"));
        var opened = await host.EventsAsync<TicketOpened>(vendor.Tenant);
        Assert.Equal(["生产线停了", "别的事"], opened.Select(o => o.Subject));
        Assert.All(opened, o => Assert.Equal((Channel.Im, im.Channel.ToString()), (o.Channel, o.ChannelId)));
        var joined = Assert.Single(await host.EventsAsync<CustomerMessageReceived>(vendor.Tenant));
        Assert.Equal(("有人吗？", opened[0].TicketId), (joined.Text, joined.TicketId));
        Assert.Equal(2L, await host.ScalarAsync<long>(
            """
            SELECT count(DISTINCT x.xid) FROM (
                SELECT t.xmin::text AS xid FROM tickets t WHERE t.tenant = $1
                UNION ALL SELECT w.xmin::text FROM webhooks w WHERE w.tenant = $1 AND w.ticket_id <> (SELECT ticket_id FROM messages WHERE tenant = $1)
                UNION ALL SELECT v.xmin::text FROM conversations v WHERE v.tenant = $1 AND v.ticket_id <> (SELECT ticket_id FROM messages WHERE tenant = $1)) x
            """, vendor.Tenant));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Repeating_a_message_in_any_order_changes_nothing(string kind)
    {
        var (vendor, im) = await ConnectAsync(kind);
        SimulatedMessage[] said = [new("m1", "c1", "Help"), new("m2", "c1", "More")];
        await TakenAsync(im, said[0]);
        var retries = Enumerable.Range(0, 3).SelectMany(_ => said).Append(said[1]).ToArray();
        Random.Shared.Shuffle(retries);
        await Task.WhenAll(retries.Select(m => TakenAsync(im, m)));
        Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        Assert.Equal("More", Assert.Single(await host.EventsAsync<CustomerMessageReceived>(vendor.Tenant)).Text);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Is_told_from_everybody_else(string kind)
    {
        var (vendor, im) = await ConnectAsync(kind);
        var (_, stranger) = await ConnectAsync(kind);
        var said = new SimulatedMessage("m1", "c1", "Let me in");
        await RefusedAsync(im, said, r => new(HttpMethod.Post, im.Path) { Content = r.Content });
        await RefusedAsync(stranger, said, r => Redirected(r, im.Path), "another tenant's secret");
        if (im.SignsBody)
        {
            await RefusedAsync(im, said, r => Changed(r, b => b.Replace('a', 'b')), "a changed body");
        }
        else
        {
            await RefusedAsync(im, said, r => Redirected(r, im.Path[..^4] + "0000"), "a wrong secret in the address");
            await RefusedAsync(im, said, r => Redirected(r, im.Path[..^32] + stranger.Path[^32..]), "another tenant's secret in the address");
            Assert.Equal(32, im.Path.Split('/')[^1].Length);
        }

        if (im.SignsTime)
        {
            foreach (var away in new[] { TimeSpan.FromMinutes(-61), TimeSpan.FromMinutes(61) })
            {
                using var late = await im.SendAsync(host.Anonymous(), said, DateTimeOffset.UtcNow + away);
                Assert.Equal("webhook.outside-window", (await Http.ReadAsync(late, 401)).Text("code"));
            }
        }

        Assert.Empty(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        Assert.Equal(0L, await host.ScalarAsync<long>("SELECT count(*) FROM webhooks WHERE tenant = $1", vendor.Tenant));
        Assert.Equal(0L, await host.ScalarAsync<long>("SELECT count(*) FROM conversations WHERE tenant = $1", vendor.Tenant));
        await TakenAsync(im, said);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Is_answered_through_its_own_API(string kind)
    {
        var (vendor, im) = await ConnectAsync(kind);
        await TakenAsync(im, new SimulatedMessage("m1", "c1", "Help"));
        var ticket = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant)).TicketId;
        var text = string.Join('\n', Enumerable.Range(0, 200).Select(i => $"第 {i} 行：请先重启服务，再看日志"));
        await vendor.Staff.PostAsync($"/api/v1/tickets/{ticket}/messages", new { text });
        await vendor.Staff.PostAsync($"/api/v1/tickets/{ticket}/messages", new { text = "好了吗？" });
        await Eventually.Async(async () => (await host.EventsAsync<MessageDelivered>(vendor.Tenant)).Count == 2, what: "both messages are sent");
        Assert.Equal(text + "\n好了吗？", string.Join('\n', im.Delivered.Select(d => d.Text)));
        Assert.Single(im.Delivered.Select(d => d.To).Distinct());
        var shown = (await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}/messages")).Items().Where(m => m.Text("kind") == "agent");
        // None of these platforms says whether anybody got it.
        Assert.All(shown, m => Assert.Equal("sent", m.GetProperty("delivery").Text("state")));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Goes_on_behind_the_parts_that_arrived(string kind)
    {
        var (vendor, im) = await ConnectAsync(kind);
        await TakenAsync(im, new SimulatedMessage("m1", "c1", "Help"));
        var ticket = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant)).TicketId;
        // Feishu takes the whole text at once, the others in parts.
        im.FailingSending = kind == "feishu" ? 0 : 1;
        var text = string.Join('\n', Enumerable.Range(0, 450).Select(i => $"第 {i} 行：请先重启服务，再看日志"));
        var message = (await vendor.Staff.PostAsync($"/api/v1/tickets/{ticket}/messages", new { text })).Id();
        await Eventually.Async(async () => await host.ScalarAsync<int>("SELECT attempts FROM messages WHERE id = $1", message) == 1, what: "the first try failed");
        Assert.Equal(im.FailingSending, im.Delivered.Count);
        await host.ScalarAsync<string>(
            "UPDATE messaging.timers SET due_at = clock_timestamp() WHERE kind = 'deliver-message' AND key = $1 RETURNING key", message.ToString("N"));
        await Eventually.Async(async () => (await host.EventsAsync<MessageDelivered>(vendor.Tenant)).Count == 1, what: "the message is sent");
        Assert.Equal(text, string.Join('\n', im.Delivered.Select(d => d.Text)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Keeps_files_until_somebody_of_the_tenant_asks(string kind)
    {
        var (vendor, im) = await ConnectAsync(kind);
        var (stranger, _) = await ConnectAsync(kind);
        await TakenAsync(im, new SimulatedMessage("m1", "c1", "", File: "picture-1"));
        await TakenAsync(im, new SimulatedMessage("m2", "c1", "", File: "gone"));
        var opened = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        Assert.Equal("[图片]", opened.Text);
        var entries = (await vendor.Staff.FetchAsync($"/api/v1/tickets/{opened.TicketId}/messages")).Items();
        var files = entries.Select(e => Assert.Single(e.GetProperty("attachments").EnumerateArray())).ToList();
        Assert.All(files, f => Assert.Equal("picture", f.Text("kind")));
        var path = $"/api/v1/tickets/{opened.TicketId}/attachments/";
        using var file = await vendor.Staff.GetAsync(path + files[0].Id());
        Assert.Equal(SimulatedIm.FileBytes, await file.Content.ReadAsByteArrayAsync());
        Assert.Equal(("image/png", "attachment"), (file.Content.Headers.ContentType!.MediaType, file.Content.Headers.ContentDisposition!.DispositionType));
        Assert.Contains("nosniff", file.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal("attachment.gone", (await vendor.Staff.FetchAsync(path + files[1].Id(), 410)).Text("code"));
        Assert.Equal("ticket.not-found", (await stranger.Staff.FetchAsync(path + files[0].Id(), 404)).Text("code"));
        Assert.Equal("attachment.not-found", (await vendor.Staff.FetchAsync(path + Guid.NewGuid(), 404)).Text("code"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Has_settings_of_which_secrets_are_never_shown(string kind)
    {
        var (vendor, im) = await ConnectAsync(kind);
        var shown = await vendor.Staff.FetchAsync($"/api/v1/channels/{im.Channel}");
        var given = System.Text.Json.JsonSerializer.SerializeToElement(im.Settings).EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!);
        foreach (var secret in new[] { "secret", "appSecret", "token", "encodingAesKey", "encryptKey", "verificationToken", "botToken" }.Where(given.ContainsKey))
            Assert.DoesNotContain(given[secret], shown.ToString(), StringComparison.Ordinal);
        if (!im.SignsBody)
            Assert.EndsWith("/s/***", shown.Text("webhookUrl"), StringComparison.Ordinal);
        var path = $"/api/v1/channels/{im.Channel}";
        Assert.Equal("channel.setting", await vendor.Staff.RefusedAsync("/api/v1/channels", new { kind, name = "x" }, 400));
        Assert.Equal("channel.setting", await vendor.Staff.RefusedAsync("/api/v1/channels", new { kind, name = "x", settings = new { nonsense = "1" } }, 400));
        Assert.Equal("channel.outbound-url", await vendor.Staff.RefusedAsync(
            "/api/v1/channels", new { kind, name = "x", settings = im.Settings, outboundUrl = "https://x.example.com" }, 400));
        await vendor.Staff.PutAsync(path, new { name = "renamed" });
        await TakenAsync(im, new SimulatedMessage("m1", "c1", "Still the same secrets"));
        var first = given.Keys.First(k => k is "token" or "encryptKey" or "appSecret" or "botToken");
        await vendor.Staff.PutAsync(path, new { name = "renamed", settings = new Dictionary<string, string?> { [first] = null } }, 400);
        await vendor.Staff.PutAsync(path, new { name = "off", active = false });
        using var off = await im.SendAsync(host.Anonymous(), new SimulatedMessage("m2", "c1", "Nobody here"));
        Assert.Equal("channel.not-found", (await Http.ReadAsync(off, 404)).Text("code"));
    }

    private async Task<(Vendor Vendor, SimulatedIm Im)> ConnectAsync(string kind)
    {
        var vendor = await Vendor.CreateAsync(host);
        var im = host.Platforms.Add(kind);
        await im.ConnectAsync(vendor);
        return (vendor, im);
    }

    private async Task TakenAsync(SimulatedIm im, SimulatedMessage message)
    {
        using var answer = await im.SendAsync(host.Anonymous(), message);
        Assert.Equal((200, im.Acknowledgement), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    private async Task RefusedAsync(SimulatedIm im, SimulatedMessage message, Func<HttpRequestMessage, HttpRequestMessage> forge, string what = "no signature")
    {
        using var request = forge(im.Request(message, DateTimeOffset.UtcNow));
        using var answer = await host.Anonymous().SendAsync(request);
        Assert.True((int)answer.StatusCode == 401, $"{what}: {(int)answer.StatusCode}");
    }

    private static HttpRequestMessage Redirected(HttpRequestMessage request, string path)
    {
        var query = request.RequestUri!.OriginalString.IndexOf('?', StringComparison.Ordinal);
        request.RequestUri = new Uri(path + (query < 0 ? "" : request.RequestUri.OriginalString[query..]), UriKind.Relative);
        return request;
    }

    private static HttpRequestMessage Changed(HttpRequestMessage request, Func<string, string> change)
    {
        var content = request.Content!;
        var body = change(content.ReadAsStringAsync().GetAwaiter().GetResult());
        request.Content = new StringContent(body, System.Text.Encoding.UTF8, content.Headers.ContentType!.MediaType!);
        return request;
    }
}
