using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Chat;
using ServiceMesh.Intake.Tests.Attachments;
using ServiceMesh.Messaging;
using ServiceMesh.Testing;

namespace ServiceMesh.Intake.Tests.Chat;

public sealed class Web_chat(IntakeHost host)
{
    [Fact]
    public async Task Is_a_conversation_like_any_other()
    {
        var vendor = await Vendor.CreateAsync(host);
        var (visitor, _) = await Visitor.OnAsync(vendor);
        await visitor.SayAsync("The printer smokes", name: "Zhao", email: "zhao@example.com");
        var opened = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        Assert.Equal((Channel.Chat, "The printer smokes", "Zhao"), (opened.Channel, opened.Text, opened.ContactName));
        await vendor.Staff.PostAsync($"/api/v1/tickets/{opened.TicketId}/messages", new { text = "Switch it off." });
        await visitor.SayAsync("Done");
        var sent = Assert.Single(await host.EventsAsync<AgentMessageSent>(vendor.Tenant));
        var received = Assert.Single(await host.EventsAsync<CustomerMessageReceived>(vendor.Tenant));
        Assert.Equal((Channel.Chat, Channel.Chat, opened.TicketId), (sent.Channel, received.Channel, received.TicketId));
        var news = await visitor.NewsAsync();
        Assert.Equal([("customer", "The printer smokes"), ("agent", "Switch it off."), ("customer", "Done")], Visitor.Said(news));
        Assert.Equal(opened.Number, news.Text("number"));
        Assert.Equal([("customer", "Done")], Visitor.Said(await visitor.NewsAsync(news.GetProperty("entries")[1].GetProperty("place").GetInt64())));
    }

    [Fact]
    public async Task Keeps_a_message_once_however_often_it_is_sent()
    {
        var vendor = await Vendor.CreateAsync(host);
        var (visitor, _) = await Visitor.OnAsync(vendor);
        foreach (var id in new[] { "first-message", "second-message" })
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => visitor.SayAsync(id, id)));
        Assert.True((await visitor.SayAsync("first-message", "first-message")).GetProperty("repeated").GetBoolean());
        Assert.Equal([("customer", "first-message"), ("customer", "second-message")], Visitor.Said(await visitor.NewsAsync()));
        Assert.Equal(["first-message", "second-message"], (await visitor.NewsAsync()).GetProperty("entries").EnumerateArray().Select(e => e.Text("clientId")));
        Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        Assert.Single(await host.EventsAsync<CustomerMessageReceived>(vendor.Tenant));
    }

    [Fact]
    public async Task Takes_nobody_for_a_contact_by_what_he_says_of_himself()
    {
        var vendor = await Vendor.CreateAsync(host);
        var (visitor, secret) = await Visitor.OnAsync(vendor);
        await visitor.SayAsync("It is me", email: "li.wei@example.com");
        Assert.Null(Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant)).ContactId);

        var known = visitor.Another();
        await known.SayAsync("It is really me", identity: Identity(secret, "li.wei@example.com", 60));
        Assert.Equal(vendor.Contact, (await host.EventsAsync<TicketOpened>(vendor.Tenant))[^1].ContactId);
        foreach (var forged in new[] { Identity(secret, "li.wei@example.com", -60), Identity("whsec_" + Convert.ToBase64String(new byte[32]), "li.wei@example.com", 60), "x.y", "no" })
            Assert.Equal("chat.identity", (await visitor.Another().SayAsync("Not me", status: 401, identity: forged)).Text("code"));
        Assert.Equal(2, (await host.EventsAsync<TicketOpened>(vendor.Tenant)).Count);
    }

    [Fact]
    public async Task Shows_a_visitor_nothing_of_others()
    {
        var vendor = await Vendor.CreateAsync(host);
        var (one, _) = await Visitor.OnAsync(vendor);
        var two = one.Another();
        var file = await one.UploadAsync(Upload.Png, "a.png");
        await one.SayAsync("Mine", files: [file]);
        await two.SayAsync("Also mine");
        Assert.Equal([("customer", "Also mine")], Visitor.Said(await two.NewsAsync()));
        Assert.Equal((200, 404), (await one.DownloadAsync(file), await two.DownloadAsync(file)));
        var tickets = await host.EventsAsync<TicketOpened>(vendor.Tenant);
        var note = await vendor.Staff.UploadedAsync("n.log", "x"u8.ToArray());
        await vendor.Staff.PostAsync($"/api/v1/tickets/{tickets[0].TicketId}/notes", new { text = "Secret", attachmentIds = new[] { note } });
        Assert.Equal((1, 404), (Visitor.Said(await one.NewsAsync()).Count, await one.DownloadAsync(note)));

        // Also not when both turn out to be about the same.
        await vendor.Staff.PostAsync($"/api/v1/tickets/{tickets[1].TicketId}/merge", new { into = tickets[0].TicketId }, 200);
        await two.SayAsync("Still there?");
        await vendor.Staff.PostAsync($"/api/v1/tickets/{tickets[0].TicketId}/messages", new { text = "For both" });
        Assert.Equal([("customer", "Still there?"), ("agent", "For both")], Visitor.Said(await two.NewsAsync()));
        Assert.Equal([("customer", "Mine"), ("agent", "For both")], Visitor.Said(await one.NewsAsync()));
        Assert.Equal((200, 404), (await one.DownloadAsync(file), await two.DownloadAsync(file)));
        Assert.Equal("chat.session", (await new Visitor(host.Anonymous(), Guid.Parse(one.Path[6..]), "short").NewsAsync(status: 401)).Text("code"));
        Assert.Equal("channel.not-found", (await new Visitor(host.Anonymous(), Guid.NewGuid()).NewsAsync(status: 404)).Text("code"));
    }

    [Fact]
    public async Task Opens_a_linked_ticket_when_the_last_is_over()
    {
        var vendor = await Vendor.CreateAsync(host);
        var (visitor, _) = await Visitor.OnAsync(vendor);
        await visitor.SayAsync("First");
        var first = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        await host.DeliverAsync(DispatchSays.Closed(vendor.Tenant, first.TicketId!.Value, 8), 1);
        await visitor.SayAsync("Second");
        var second = (await host.EventsAsync<TicketOpened>(vendor.Tenant))[^1];
        Assert.NotEqual(first.TicketId, second.TicketId);
        Assert.Equal(first.Number, (await vendor.Staff.FetchAsync($"/api/v1/tickets/{second.TicketId}")).GetProperty("linkedTicket").Text("number"));
        Assert.Equal([("customer", "Second")], Visitor.Said(await visitor.NewsAsync()));
    }

    [Fact]
    public async Task Marks_what_was_read_and_sends_the_rest_by_mail()
    {
        var vendor = await Vendor.CreateAsync(host);
        var (visitor, _) = await Visitor.OnAsync(vendor);
        await visitor.SayAsync("Hello");
        var ticket = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant)).TicketId!.Value;
        var read = (await vendor.Staff.PostAsync($"/api/v1/tickets/{ticket}/messages", new { text = "Read" })).Id();
        var news = await visitor.NewsAsync();
        Assert.Equal(0, news.GetProperty("staffRead").GetInt64());
        await visitor.ReadAsync(news.GetProperty("entries")[1].GetProperty("place").GetInt64());
        var unread = (await vendor.Staff.PostAsync($"/api/v1/tickets/{ticket}/messages", new { text = "Unread" })).Id();
        await vendor.Staff.PostAsync($"/api/v1/tickets/{ticket}/read", new { }, 204);
        Assert.True((await visitor.NewsAsync()).GetProperty("staffRead").GetInt64() > 0);
        Assert.Equal(read, (await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}/chat")).Id("customerRead"));
        foreach (var id in new[] { read, unread })
        {
            await using var work = await host.Services.GetRequiredService<IWorkFactory>().BeginAsync(default);
            await new UnreadTimer().FireAsync(new FiredTimer(UnreadTimer.Kind, id.ToString("N"), DateTimeOffset.UtcNow, vendor.Tenant, ticket, null), work, default);
            await work.CommitAsync(default);
        }

        var told = Assert.Single(await host.EventsAsync<MessageUnread>(vendor.Tenant));
        Assert.Equal((unread, "Unread", "Wang Fang"), (told.MessageId, told.Text, told.By.Name));
    }

    [Fact]
    public async Task Tells_at_once_what_is_new_and_who_is_typing()
    {
        var vendor = await Vendor.CreateAsync(host);
        var (visitor, _) = await Visitor.OnAsync(vendor);
        using var line = await visitor.ConnectAsync(host.Server);
        await visitor.SayAsync("Hello");
        var ticket = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant)).TicketId!.Value;
        await line.UntilAsync("\"News\"");
        await vendor.Staff.PostAsync($"/api/v1/tickets/{ticket}/messages", new { text = "Hi" });
        await line.UntilAsync("\"News\"");
        await Eventually.Async(async () => (await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}/chat")).GetProperty("online").GetBoolean(), what: "the visitor is shown as there");
        await vendor.Staff.PostAsync($"/api/v1/tickets/{ticket}/typing", new { }, 204);
        Assert.Contains("Wang Fang", await line.UntilAsync("\"Typing\""), StringComparison.Ordinal);
        // It is known for six seconds only: as the widget does, he goes on saying so.
        await Eventually.Async(async () =>
        {
            await line.InvokeAsync("Typing");
            return (await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}/chat")).GetProperty("typing").GetBoolean();
        }, what: "the visitor is shown as typing");
    }

    [Fact]
    public async Task Serves_pages_of_the_sites_it_is_for()
    {
        var vendor = await Vendor.CreateAsync(host);
        var (visitor, _) = await Visitor.OnAsync(vendor, new { origins = "https://shop.example.com", title = "帮助", color = "#102030" });
        foreach (var (origin, allowed) in new[] { ("https://shop.example.com", true), ("https://evil.example.com", false) })
        {
            using var preflight = new HttpRequestMessage(HttpMethod.Options, visitor.Path + "/messages");
            preflight.Headers.Add("Origin", origin);
            preflight.Headers.Add("Access-Control-Request-Method", "POST");
            preflight.Headers.Add("Access-Control-Request-Headers", "content-type,x-chat-session");
            using var answer = await host.Anonymous().SendAsync(preflight);
            Assert.Equal(allowed, answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var origins) && origins.Single() == origin);
        }

        // A refusal can be read by the page, too.
        using var refused = new HttpRequestMessage(HttpMethod.Get, visitor.Path + "/messages");
        refused.Headers.Add("Origin", "https://shop.example.com");
        using var refusal = await host.Anonymous().SendAsync(refused);
        Assert.Equal((HttpStatusCode.Unauthorized, "https://shop.example.com"), (refusal.StatusCode, refusal.Headers.GetValues("Access-Control-Allow-Origin").Single()));
        var script = await host.Anonymous().GetStringAsync(visitor.Path + "/widget.js");
        Assert.Contains(".panel", script, StringComparison.Ordinal);
        var state = await host.Anonymous().FetchAsync(visitor.Path + "/state");
        Assert.Equal(("帮助", "#102030", true), (state.Text("title"), state.Text("color"), state.GetProperty("staffed").GetBoolean()));
    }

    [Fact]
    public async Task Is_staffed_as_the_calendar_says_that_it_names()
    {
        var vendor = await Vendor.CreateAsync(host);
        var id = Guid.NewGuid();
        await host.DeliverAsync(Calendar(vendor.Tenant, id, open: true), 2);
        Assert.Equal("channel.setting", await vendor.Staff.RefusedAsync("/api/v1/channels", new { kind = "chat", name = "Shop", settings = new { calendar = "other-hours" } }, 400));
        var (visitor, _) = await Visitor.OnAsync(vendor, new { calendar = "chat-hours", hours = "mon-sun 00:00-24:00" });
        Assert.True((await host.Anonymous().FetchAsync(visitor.Path + "/state")).GetProperty("staffed").GetBoolean());

        // A new version closes it today: a day with hours of its own goes before the week. The older one that comes late changes nothing.
        await host.DeliverAsync(Calendar(vendor.Tenant, id, open: false), 3);
        await host.DeliverAsync(Calendar(vendor.Tenant, id, open: true), 1);
        var state = await host.Anonymous().FetchAsync(visitor.Path + "/state");
        Assert.False(state.GetProperty("staffed").GetBoolean());
        Assert.True(state.GetProperty("opensAt").GetDateTimeOffset() > DateTimeOffset.UtcNow.AddHours(12));
    }

    private static CalendarChanged Calendar(string tenant, Guid id, bool open)
    {
        OpenHours[] always = [new(0, 86400)];
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        return new CalendarChanged
        {
            Tenant = tenant, OccurredAt = DateTimeOffset.UtcNow, CalendarId = id, Name = "chat-hours", Version = 1, TimeZone = "Etc/UTC", ValidFrom = DateTimeOffset.UtcNow, Holidays = [],
            Week = [.. Enum.GetValues<DayOfWeek>().Select(d => new WeekdayHours(d, always))],
            SpecialDays = open ? [] : [.. Enumerable.Range(-1, 3).Select(d => new SpecialDayHours(today.AddDays(d), []))],
        };
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"clientId":"short","text":"x"}""")]
    [InlineData("""{"clientId":"long-enough","text":""}""")]
    [InlineData("""{"clientId":"long-enough","text":"a\u0000b"}""")]
    [InlineData("""{"clientId":"long-enough","text":"x","attachmentIds":["0199f000-0000-7000-8000-000000000000"]}""")]
    [InlineData("""{"clientId":"long-enough","text":"x","email":"nobody"}""")]
    [InlineData("[")]
    public async Task Refuses_what_makes_no_sense(string body)
    {
        var vendor = await Vendor.CreateAsync(host);
        var (visitor, _) = await Visitor.OnAsync(vendor);
        using var request = new HttpRequestMessage(HttpMethod.Post, visitor.Path + "/messages") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Chat-Session", visitor.Token);
        using var answer = await host.Anonymous().SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(await host.EventsAsync<TicketOpened>(vendor.Tenant));
    }

    private static string Identity(string secret, string email, int seconds)
    {
        var payload = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new { id = "u-1", name = "Li Wei", email, exp = DateTimeOffset.UtcNow.AddSeconds(seconds).ToUnixTimeSeconds() }));
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        return $"{payload}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(payload)))}";
    }
}
