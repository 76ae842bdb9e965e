using Microsoft.Extensions.DependencyInjection;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Tests.Chat;

namespace ServiceMesh.Intake.Tests.Blocking;

public sealed class The_block_list(IntakeHost host)
{
    private const string Path = "/api/v1/channels/blocked";

    [Theory]
    [InlineData(BlockKind.Number, " 138 0000 1111 ", "+8613800001111")]
    [InlineData(BlockKind.Number, "tel:+49 30 1234567", "+49301234567")]
    [InlineData(BlockKind.Number, "somebody", null)]
    [InlineData(BlockKind.Sender, " Spam@Example.COM ", "spam@example.com")]
    [InlineData(BlockKind.Sender, "@Example.com", "@example.com")]
    [InlineData(BlockKind.Sender, "UserId-7", "UserId-7")]
    [InlineData(BlockKind.Sender, "  ", null)]
    public void Compares_in_one_form(BlockKind kind, string value, string? kept) => Assert.Equal(kept, BlockRule.Normalise(kind, value, DialPlan.ForRegion("CN")));

    [Fact]
    public async Task Turns_messages_away_until_it_says_otherwise_and_keeps_that_somebody_tried()
    {
        var vendor = await Vendor.CreateAsync(host);
        var (im, other) = (await vendor.AddChannelAsync("im"), await vendor.AddChannelAsync("im"));
        var entry = await vendor.Staff.PostAsync(Path, new { kind = "sender", value = "u7", reason = "Insults people", channelId = im.Channel });

        var from = new { id = "u7", name = "Zhao" };
        var refused = await im.MessageAsync("c1", "You are all\nfools", from: from, webhookId: "m1");
        Assert.True(refused.GetProperty("blocked").GetBoolean());
        await im.MessageAsync("c1", "You are all\nfools", from: from, webhookId: "m1");
        Assert.True((await other.MessageAsync("c1", "Hello", from: from)).GetProperty("created").GetBoolean());
        Assert.True((await im.MessageAsync("c2", "Hello", from: new { id = "u8" })).GetProperty("created").GetBoolean());
        Assert.Equal(2, (await host.EventsAsync<TicketOpened>(vendor.Tenant)).Count);

        var attempt = Assert.Single((await vendor.Staff.FetchAsync($"{Path}/attempts?entryId={entry.Id()}")).Items());
        Assert.Equal(("u7", "You are all", "im channel"), (attempt.Text("sender"), attempt.Text("text"), attempt.Text("channelName")));
        var listed = Assert.Single((await vendor.Staff.FetchAsync(Path)).Items());
        Assert.Equal((1, "Wang Fang", "Insults people", "u7"), (listed.GetProperty("attempts").GetInt32(), listed.Text("addedBy"), listed.Text("reason"), listed.Text("value")));

        await vendor.Staff.DropAsync($"{Path}/{entry.Id()}");
        Assert.True((await im.MessageAsync("c1", "Sorry", from: from)).GetProperty("created").GetBoolean());
        Assert.Empty((await vendor.Staff.FetchAsync(Path)).Items());
        var past = Assert.Single((await vendor.Staff.FetchAsync($"{Path}?past=true")).Items());
        Assert.Equal(("Wang Fang", false), (past.Text("removedBy"), past.IsNull("removedAt")));
    }

    [Fact]
    public async Task Ends_by_itself_where_an_end_was_set()
    {
        var vendor = await Vendor.CreateAsync(host);
        var im = await vendor.AddChannelAsync("im");
        await vendor.Staff.PostAsync(Path, new { kind = "sender", value = "u7", reason = "Today only", until = DateTimeOffset.UtcNow.AddHours(1) });
        Assert.True((await im.MessageAsync("c1", "Hello", from: new { id = "u7" })).GetProperty("blocked").GetBoolean());
        await host.ScalarAsync<Guid>("UPDATE blocked_senders SET until = now() - interval '1 second' WHERE tenant = $1 RETURNING id", vendor.Tenant);
        Assert.True((await im.MessageAsync("c1", "Hello", from: new { id = "u7" })).GetProperty("created").GetBoolean());
        Assert.Single((await vendor.Staff.FetchAsync($"{Path}?past=true")).Items());
        // What has run out may be put on the list again.
        await vendor.Staff.PostAsync(Path, new { kind = "sender", value = "u7", reason = "Again" });
    }

    [Fact]
    public async Task Turns_mails_of_an_address_or_a_whole_domain_away()
    {
        var vendor = await Vendor.CreateAsync(host);
        var made = await vendor.Staff.PostAsync("/api/v1/channels", new { kind = "mail", name = "Mail", settings = new { address = "reply@vendor.example" } });
        var path = new Uri(made.Text("webhookUrl")).AbsolutePath;
        await vendor.Staff.PostAsync(Path, new { kind = "sender", value = "@Spam.example", reason = "Advertisements" });
        Assert.Equal("blocked", await MailAsync("shop@spam.example"));
        Assert.Equal("opened", await MailAsync("li@huadong.example"));
        Assert.Equal("shop@spam.example", Assert.Single((await vendor.Staff.FetchAsync($"{Path}/attempts")).Items()).Text("sender"));

        async Task<string> MailAsync(string from)
        {
            using var content = new StringContent($"From: {from}\r\nTo: reply@vendor.example\r\nSubject: Offer\r\nMessage-ID: <{Guid.NewGuid():N}@x.example>\r\n\r\nBuy it.\r\n");
            content.Headers.ContentType = new("message/rfc822");
            using var answer = await host.Anonymous().PostAsync(path, content);
            return (await Http.ReadAsync(answer, 202)).Text("outcome");
        }
    }

    [Fact]
    public async Task Turns_a_visitor_of_the_web_chat_away_by_his_conversation_or_address()
    {
        var vendor = await Vendor.CreateAsync(host);
        var (visitor, _) = await Visitor.OnAsync(vendor);
        await visitor.SayAsync("Hello");
        var ticket = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant)).TicketId;
        var conversation = (await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}")).Text("conversationId");
        var entry = (await vendor.Staff.PostAsync(Path, new { kind = "sender", value = conversation, reason = "Insults people" })).Id();
        await vendor.Staff.PostAsync(Path, new { kind = "sender", value = "@spam.example", reason = "Advertisements" });

        Assert.Equal("chat.blocked", (await visitor.SayAsync("You are all fools", "message-1", 403)).Text("code"));
        Assert.Equal("chat.blocked", (await visitor.SayAsync("You are all fools", "message-1", 403)).Text("code"));
        using var file = await host.Anonymous().SendAsync(Upload(visitor));
        Assert.Equal(403, (int)file.StatusCode);
        Assert.Equal("chat.blocked", (await visitor.Another().SayAsync("Buy", status: 403, email: "shop@spam.example")).Text("code"));
        await visitor.Another().SayAsync("Somebody else");
        Assert.Empty(await host.EventsAsync<CustomerMessageReceived>(vendor.Tenant));
        Assert.Equal("You are all fools", Assert.Single((await vendor.Staff.FetchAsync($"{Path}/attempts?entryId={entry}")).Items()).Text("text"));

        await vendor.Staff.DropAsync($"{Path}/{entry}");
        await visitor.SayAsync("Sorry");
        Assert.Single(await host.EventsAsync<CustomerMessageReceived>(vendor.Tenant));

        static HttpRequestMessage Upload(Visitor visitor)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, $"{visitor.Path}/attachments?name=a.txt") { Content = new ByteArrayContent("x"u8.ToArray()) };
            request.Headers.Add("X-Chat-Session", visitor.Token);
            return request;
        }
    }

    [Fact]
    public async Task Leaves_a_channel_the_numbers_that_it_was_set_up_with_before_until_they_are_taken_away()
    {
        var vendor = await Vendor.CreateAsync(host);
        var cti = await vendor.AddChannelAsync("cti");
        var kept = host.Services.GetRequiredService<AdapterTable>().Seal(cti.Channel, new Dictionary<string, string> { ["blockedNumbers"] = "+493099999 +8613800001111" })!;
        await host.ScalarAsync<Guid>("UPDATE channels SET sealed_settings = $2 WHERE id = $1 RETURNING id", cti.Channel, kept);
        Assert.Equal("blocked", (await cti.CallAsync("1", "ringing", "+8613800001111")).Text("callerMatch"));
        Assert.True(Assert.Single((await vendor.Staff.FetchAsync($"{Path}/attempts")).Items()).IsNull("entryId"));
        await vendor.Staff.PutAsync($"/api/v1/channels/{cti.Channel}", new { name = "PBX", settings = new Dictionary<string, string?> { ["blockedNumbers"] = null } });
        Assert.Equal("exact", (await cti.CallAsync("2", "ringing", "+8613800001111")).Text("callerMatch"));
        Assert.Equal("channel.setting", (await vendor.Staff.PutAsync($"/api/v1/channels/{cti.Channel}", new { name = "PBX", settings = new { blockedNumbers = "+8613800001111" } }, 400)).Text("code"));
    }

    [Fact]
    public async Task Is_the_tenants_and_for_those_who_run_it()
    {
        var (vendor, stranger) = (await Vendor.CreateAsync(host), await Vendor.CreateAsync(host));
        var entry = await vendor.Staff.PostAsync(Path, new { kind = "number", value = "+86 138 0000 1111", reason = "Threatens agents" });
        Assert.Equal("block.exists", await vendor.Staff.RefusedAsync(Path, new { kind = "number", value = "13800001111", reason = "Again" }, 409));
        Assert.Equal("block.value", await vendor.Staff.RefusedAsync(Path, new { kind = "number", value = "110", reason = "Short" }, 400));
        Assert.Equal("block.until", await vendor.Staff.RefusedAsync(Path, new { kind = "sender", value = "a@b.example", reason = "Past", until = "2020-01-01T00:00:00Z" }, 400));
        var channel = (await stranger.AddChannelAsync("im")).Channel;
        Assert.Equal("channel.unknown", await vendor.Staff.RefusedAsync(Path, new { kind = "sender", value = "u1", reason = "Theirs", channelId = channel }, 400));
        Assert.Empty((await stranger.Staff.FetchAsync(Path)).Items());
        Assert.Equal("block.not-found", (await stranger.Staff.DropAsync($"{Path}/{entry.Id()}", 404)).Text("code"));
        Assert.Equal("+8613800001111", Assert.Single((await vendor.Staff.FetchAsync(Path)).Items()).Text("value"));
        using var agent = host.Staff(vendor.Tenant, "agent");
        await agent.FetchAsync(Path, 403);
        var cti = await stranger.AddChannelAsync("cti");
        Assert.Equal("exact", (await cti.CallAsync("1", "ringing", "+8613800001111")).Text("callerMatch"));
    }
}
