using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Intake.Tests.Webhooks;

public sealed class IM_messages(IntakeHost host)
{
    [Fact]
    public async Task Open_a_ticket_and_then_join_it()
    {
        var vendor = await Vendor.CreateAsync(host);
        var im = await vendor.AddChannelAsync("im");
        var first = await im.MessageAsync("c1", "The line stands still.\nSince 8 o'clock.");
        var second = await im.MessageAsync("c1", "Hello?");
        var other = await im.MessageAsync("c2", "Another matter");

        Assert.True(first.GetProperty("created").GetBoolean());
        Assert.False(second.GetProperty("created").GetBoolean());
        Assert.Equal(first.Id("ticketId"), second.Id("ticketId"));
        Assert.Equal(first.Text("number"), second.Text("number"));
        Assert.NotEqual(first.Id("ticketId"), other.Id("ticketId"));
        var opened = await host.EventsAsync<TicketOpened>(vendor.Tenant);
        Assert.Equal(2, opened.Count);
        Assert.Equal(("The line stands still.", Channel.Im, im.Channel.ToString()), (opened[0].Subject, opened[0].Channel, opened[0].ChannelId));
        Assert.Equal("Zhao", opened[0].ContactName);
        var received = Assert.Single(await host.EventsAsync<CustomerMessageReceived>(vendor.Tenant));
        Assert.Equal(("Hello?", Channel.Im, first.Id("ticketId")), (received.Text, received.Channel, received.TicketId!.Value));
        var conversation = (await vendor.Staff.FetchAsync($"/api/v1/tickets/{first.Id("ticketId")}/messages")).Items();
        Assert.Equal(["The line stands still.\nSince 8 o'clock.", "Hello?"], conversation.Select(m => m.Text("text")));
        Assert.All(conversation, m => Assert.Equal("customer", m.Text("kind")));
    }

    [Fact]
    public async Task Repeated_by_the_platform_store_nothing_new()
    {
        var vendor = await Vendor.CreateAsync(host);
        var im = await vendor.AddChannelAsync("im");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => im.MessageAsync("c1", "Help", webhookId: "msg_1")));
        var ticket = Assert.Single(answers.Select(a => a.Id("ticketId")).Distinct());
        Assert.Single(answers, a => a.GetProperty("created").GetBoolean());
        await im.MessageAsync("c1", "More", webhookId: "msg_2");
        Assert.Equal(ticket, (await im.MessageAsync("c1", "More", webhookId: "msg_2")).Id("ticketId"));
        Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        Assert.Single(await host.EventsAsync<CustomerMessageReceived>(vendor.Tenant));
    }

    [Fact]
    public async Task Of_one_conversation_arriving_at_once_open_one_ticket()
    {
        var vendor = await Vendor.CreateAsync(host);
        var im = await vendor.AddChannelAsync("im");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => im.MessageAsync("c1", $"Message {i}")));
        Assert.Single(answers.Select(a => a.Id("ticketId")).Distinct());
        Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        Assert.Equal(19, (await host.EventsAsync<CustomerMessageReceived>(vendor.Tenant)).Count);
    }

    [Fact]
    public async Task On_a_resolved_ticket_ask_once_to_reopen_it()
    {
        var vendor = await Vendor.CreateAsync(host);
        var im = await vendor.AddChannelAsync("im");
        var ticket = (await im.MessageAsync("c1", "Help")).Id("ticketId");
        await host.DeliverAsync(DispatchSays.Resolved(vendor.Tenant, ticket), 1);
        Assert.Equal(ticket, (await im.MessageAsync("c1", "Still broken")).Id("ticketId"));
        await im.MessageAsync("c1", "Really");
        Assert.Equal(2, (await host.EventsAsync<CustomerMessageReceived>(vendor.Tenant)).Count);
        Assert.Equal(ticket, Assert.Single(await host.EventsAsync<ReopenRequested>(vendor.Tenant)).TicketId);

        await host.DeliverAsync(DispatchSays.Reopened(vendor.Tenant, ticket), 2);
        await host.DeliverAsync(DispatchSays.Resolved(vendor.Tenant, ticket), 3);
        await im.MessageAsync("c1", "And again");
        Assert.Equal(2, (await host.EventsAsync<ReopenRequested>(vendor.Tenant)).Count);
    }

    [Fact]
    public async Task On_a_ticket_closed_within_a_week_ask_to_reopen_it_and_later_open_a_linked_one()
    {
        var vendor = await Vendor.CreateAsync(host);
        var im = await vendor.AddChannelAsync("im");
        var old = await im.MessageAsync("c1", "Help");
        await host.DeliverAsync(DispatchSays.Closed(vendor.Tenant, old.Id("ticketId"), 6.9), 2);
        Assert.Equal(old.Id("ticketId"), (await im.MessageAsync("c1", "Again")).Id("ticketId"));
        Assert.Single(await host.EventsAsync<ReopenRequested>(vendor.Tenant));

        await host.DeliverAsync(DispatchSays.Closed(vendor.Tenant, old.Id("ticketId"), 7.1), 5);
        var next = await im.MessageAsync("c1", "New trouble");
        Assert.True(next.GetProperty("created").GetBoolean());
        Assert.NotEqual(old.Id("ticketId"), next.Id("ticketId"));
        Assert.Single(await host.EventsAsync<ReopenRequested>(vendor.Tenant));
        var view = await vendor.Staff.FetchAsync($"/api/v1/tickets/{next.Id("ticketId")}");
        Assert.Equal(old.Text("number"), view.GetProperty("linkedTicket").Text("number"));
        Assert.Equal(next.Id("ticketId"), (await im.MessageAsync("c1", "More of it")).Id("ticketId"));
    }

    [Fact]
    public async Task Know_their_sender_by_number_or_address_but_never_guess()
    {
        var vendor = await Vendor.CreateAsync(host);
        await vendor.AddContactAsync("Twin A", "twins@example.com", "+86 139 0000 2222");
        await vendor.AddContactAsync("Twin B", "twins@example.com", "+86 139 0000 2222");
        var im = await vendor.AddChannelAsync("im");
        await im.MessageAsync("c1", "a", from: new { id = "1", phone = "138-0000-1111" });
        await im.MessageAsync("c2", "b", from: new { id = "2", email = "LI.WEI@example.com" });
        await im.MessageAsync("c3", "c", from: new { id = "3", name = "T", phone = "139-0000-2222", email = "twins@example.com", language = "en" });
        var opened = (await host.EventsAsync<TicketOpened>(vendor.Tenant)).OrderBy(o => o.Text).ToList();
        Assert.Equal([vendor.Contact, vendor.Contact, null], opened.Select(o => o.ContactId));
        Assert.Equal([vendor.Customer, vendor.Customer, null], opened.Select(o => o.CustomerId));
        Assert.Equal(("T", "twins@example.com", "en"), (opened[2].ContactName, opened[2].ContactEmail, opened[2].Language));
    }

    [Fact]
    public async Task Are_refused_when_the_signature_is_not_right()
    {
        var vendor = await Vendor.CreateAsync(host);
        var im = await vendor.AddChannelAsync("im");
        var others = await vendor.AddChannelAsync("im");
        const string Body = """{"conversationId":"c1","from":{"id":"u"},"text":"Help"}""";
        foreach (var forge in new Func<string, string>[] { _ => "", _ => "v1,", s => s[3..], s => "v2" + s[2..], s => s[..^8] + "AAAAAAA=", _ => "v1," + new string('A', 100_0) })
            Assert.Equal("webhook.bad-signature", (await im.SendRawAsync("messages", Body, 401, forge: forge)).Text("code"));
        var stolen = new Platform(host.Anonymous(), im.Channel, others.Secret);
        Assert.Equal("webhook.bad-signature", (await stolen.SendRawAsync("messages", Body, 401)).Text("code"));
        Assert.Equal("webhook.bad-signature", (await im.SendRawAsync("messages", Body, 401, webhookId: new string('x', 201))).Text("code"));
        Assert.Equal("webhook.bad-signature", (await host.Anonymous().SendRawAsync($"/webhooks/{im.Channel}/messages", Body, 401)).Text("code"));
        await im.SendRawAsync("messages", Body, 202, forge: s => "v1,AAAA " + s);
        Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
    }

    [Theory]
    [InlineData(-301)]
    [InlineData(310)]
    public async Task Are_refused_outside_their_window(int seconds)
    {
        var vendor = await Vendor.CreateAsync(host);
        var im = await vendor.AddChannelAsync("im");
        var answer = await im.MessageAsync("c1", "Help", 401, at: DateTimeOffset.UtcNow.AddSeconds(seconds));
        Assert.Equal("webhook.outside-window", answer.Text("code"));
        Assert.Empty(await host.EventsAsync<TicketOpened>(vendor.Tenant));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"conversationId":"c","from":{"id":"u"},"text":"  "}""")]
    [InlineData("""{"conversationId":"c","from":{},"text":"x"}""")]
    [InlineData("""{"conversationId":"c","from":{"id":"u","email":"no"},"text":"x"}""")]
    [InlineData("""{"conversationId":"c","conversationId":"d","from":{"id":"u"},"text":"x"}""")]
    [InlineData("""{"conversationId":"c\u0000","from":{"id":"u"},"text":"x"}""")]
    [InlineData("""{"conversationId":"c","from":{"id":"u"},"text":"x","sentAt":"2026-11-22T23:59:60Z"}""")]
    public async Task Are_refused_when_the_body_is_wrong(string body)
    {
        var vendor = await Vendor.CreateAsync(host);
        var im = await vendor.AddChannelAsync("im");
        Assert.Equal("request.invalid", (await im.SendRawAsync("messages", body, 400, "msg_1")).Text("code"));
        await im.MessageAsync("c", "The id is still free", webhookId: "msg_1");
        Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
    }

    [Fact]
    public async Task Are_bounded_and_belong_to_their_channel()
    {
        var vendor = await Vendor.CreateAsync(host);
        var im = await vendor.AddChannelAsync("im");
        Assert.Equal("request.invalid", (await im.MessageAsync("c1", new string('x', 20_001), 400)).Text("code"));
        Assert.Equal("request.too-large", (await im.MessageAsync("c1", new string('x', 300_000), 413)).Text("code"));
        Assert.Equal("channel.not-found", (await im.CallAsync("1", "ringing", null, status: 404)).Text("code"));
        var nowhere = new Platform(host.Anonymous(), Guid.NewGuid(), im.Secret);
        Assert.Equal("channel.not-found", (await nowhere.MessageAsync("c1", "x", 404)).Text("code"));
        await vendor.Staff.PutAsync($"/api/v1/channels/{im.Channel}", new { name = "off", active = false });
        Assert.Equal("channel.not-found", (await im.MessageAsync("c1", "x", 404)).Text("code"));
        Assert.Empty(await host.EventsAsync<TicketOpened>(vendor.Tenant));
    }

    [Fact]
    public async Task Over_the_channels_limit_are_put_off()
    {
        // A database of its own: a second instance on the common one would take other tests' timers, and end with them in its hands.
        await using var strict = await IntakeHost.StartOwnAsync(("Intake:ChannelRequestsPerSecond", "1"));
        var im = await (await Vendor.CreateAsync(strict)).AddChannelAsync("im");
        var statuses = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => im.StatusAsync("c1", $"{i}")));
        Assert.Contains(202, statuses);
        Assert.Contains(429, statuses);
        Assert.DoesNotContain(statuses, s => s is not (202 or 429));
    }

    [Fact]
    public async Task Have_a_secret_that_is_shown_once_and_stored_sealed()
    {
        var vendor = await Vendor.CreateAsync(host);
        var im = await vendor.AddChannelAsync("im");
        Assert.StartsWith("whsec_", im.Secret, StringComparison.Ordinal);
        var shown = await vendor.Staff.FetchAsync($"/api/v1/channels/{im.Channel}");
        Assert.False(shown.TryGetProperty("secret", out _));
        Assert.Equal($"https://service.example.com/webhooks/{im.Channel}/messages", shown.Text("webhookUrl"));
        var stored = await host.ScalarAsync<byte[]>("SELECT sealed_secret FROM channels WHERE id = $1", im.Channel);
        Assert.DoesNotContain(Convert.ToHexString(Convert.FromBase64String(im.Secret["whsec_".Length..])), Convert.ToHexString(stored), StringComparison.Ordinal);
        foreach (var url in new[] { "ftp://x.example.com", "https://u:p@x.example.com/", "nonsense" })
            Assert.Equal("channel.outbound-url", await vendor.Staff.RefusedAsync("/api/v1/channels", new { kind = "im", name = "x", outboundUrl = url }, 400));
    }
}
