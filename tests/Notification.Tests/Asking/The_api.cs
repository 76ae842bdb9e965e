using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Asking;

public sealed class The_api(UsualNotificationHost usual) : IClassFixture<UsualNotificationHost>
{
    private static readonly string[] s_events = ["TicketOpened"];
    private readonly NotificationHost _host = usual.Host;

    [Fact]
    public async Task Staff_see_what_was_sent_masked_and_page_by_page()
    {
        var opened = await _host.OpenAsync(Given.Opened(Given.Address()));
        for (var i = 0; i < 4; i++) await _host.DeliverAsync(Given.Message(opened, $"Message {i}"), 2 + i);
        await Eventually.Async(async () => (await _host.PublishedAsync<NotificationDelivered>()).Count(d => d.TicketId == opened.TicketId) == 5);

        using var staff = _host.Staff("default", Roles.Agent);
        var seen = new List<JsonElement>();
        var path = $"/api/v1/notifications?ticketId={opened.TicketId}&limit=2";
        for (string? next = path; next is not null;)
        {
            var page = await staff.GetFromJsonAsync<JsonElement>(next, TestContext.Current.CancellationToken);
            seen.AddRange(page.GetProperty("items").EnumerateArray());
            next = page.GetProperty("next").GetString() is { } cursor ? $"{path}&cursor={cursor}" : null;
        }
        Assert.Equal(5, seen.Count);
        Assert.Equal("ticket-opened", seen[^1].GetProperty("template").GetString());
        Assert.All(seen, s => Assert.Equal(("a***@example.com", "delivered"), (s.GetProperty("recipient").GetString(), s.GetProperty("state").GetString())));
        Assert.Contains("/p/********", seen[^1].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Given.Open(opened.SealedProgressToken), string.Concat(seen.Select(s => s.GetRawText())), StringComparison.Ordinal);

        using var stranger = _host.Staff("other", Roles.Agent);
        Assert.Empty((await stranger.GetFromJsonAsync<JsonElement>(path, TestContext.Current.CancellationToken)).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Deliveries_are_found_by_message_channel_state_and_endpoint_and_tell_their_life()
    {
        var tenant = $"t-{Guid.CreateVersion7():N}";
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = (http, call) =>
        {
            http.Response.StatusCode = call == 1 ? 503 : 200;
            return Task.CompletedTask;
        };
        var (endpoint, _) = await receiver.RegisterAsync(_host, tenant, "TicketOpened");
        var opened = await _host.OpenAsync(Given.Opened(Given.Address(), tenant: tenant));
        await Eventually.Async(async () => (await _host.PublishedAsync<NotificationDelivered>()).Count(d => d.TicketId == opened.TicketId) == 2);

        using var staff = _host.Staff(tenant, Roles.Agent);
        async Task<JsonElement[]> FindAsync(string filter) =>
            [.. (await staff.GetFromJsonAsync<JsonElement>($"/api/v1/notifications?{filter}", TestContext.Current.CancellationToken)).GetProperty("items").EnumerateArray()];
        var hook = Assert.Single(await FindAsync($"endpointId={endpoint}"));
        Assert.Equal(("webhook", 2), (hook.GetProperty("channel").GetString(), hook.GetProperty("attempts").GetInt32()));
        Assert.Equal("email", Assert.Single(await FindAsync("template=ticket-opened&channel=email&state=delivered")).GetProperty("channel").GetString());
        Assert.Empty(await FindAsync($"endpointId={Guid.CreateVersion7()}"));
        Assert.Empty(await FindAsync("state=failed"));

        var story = await staff.GetFromJsonAsync<JsonElement>($"/api/v1/notifications/{hook.GetProperty("id").GetGuid()}", TestContext.Current.CancellationToken);
        Assert.Equal(["deferred", "accepted"], story.GetProperty("history").EnumerateArray().Select(h => h.GetProperty("what").GetString()));
        Assert.Equal(("throttled", 503), (story.GetProperty("history")[0].GetProperty("reason").GetString(), story.GetProperty("history")[0].GetProperty("status").GetInt32()));
        using var stranger = _host.Staff($"{tenant}-other", Roles.Agent);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/api/v1/notifications/{hook.GetProperty("id").GetGuid()}", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("limit=x")]
    [InlineData("ticketId=x")]
    [InlineData("cursor=!!")]
    [InlineData("cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_question_that_makes_no_sense_is_refused(string query)
    {
        using var staff = _host.Staff();
        using var answer = await staff.GetAsync($"/api/v1/notifications?{query}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("request.invalid", (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Only_the_right_people_get_in()
    {
        using var customer = _host.Staff("default", Roles.Customer);
        using var agent = _host.Staff("default", Roles.Agent);
        using var nobody = _host.Stranger();
        Assert.Equal(HttpStatusCode.Forbidden, (await customer.GetAsync("/api/v1/notifications", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await agent.GetAsync("/api/v1/webhook-endpoints", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync("/api/v1/notifications", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("{}", "request.invalid")]
    [InlineData("{\"url\":\"http://127.0.0.1/\"}", "request.invalid")]
    [InlineData("{\"url\":\"http://127.0.0.1/\",\"events\":[]}", "request.invalid")]
    [InlineData("{\"url\":\"http://127.0.0.1/\",\"events\":\"*\"}", "request.invalid")]
    [InlineData("{\"url\":\"nonsense\",\"events\":[\"*\"]}", "webhook.bad-target")]
    [InlineData("{\"url\":\"http://user:pw@127.0.0.1/\",\"events\":[\"*\"]}", "webhook.bad-target")]
    [InlineData("{\"url\":\"http://127.0.0.1/\",\"events\":[\"Everything\"]}", "webhook.unknown-event")]
    [InlineData("{\"url\":", "request.invalid")]
    public async Task An_endpoint_that_makes_no_sense_is_refused(string body, string code)
    {
        using var admin = _host.Staff();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await admin.PostAsync("/api/v1/webhook-endpoints", content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(code, (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Endpoints_are_listed_without_secrets_limited_and_the_tenants_own()
    {
        using var admin = _host.Staff("limited");
        var tries = await Task.WhenAll(Enumerable.Range(0, 25).Select(i =>
            admin.PostAsJsonAsync("/api/v1/webhook-endpoints", new { url = $"http://127.0.0.1/{i}", events = s_events }, TestContext.Current.CancellationToken)));
        Assert.Equal(20, tries.Count(t => t.StatusCode == HttpStatusCode.Created));
        Assert.Equal(5, tries.Count(t => t.StatusCode == HttpStatusCode.Conflict));
        var items = (await admin.GetFromJsonAsync<JsonElement>("/api/v1/webhook-endpoints", TestContext.Current.CancellationToken)).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(20, items.Count);
        Assert.All(items, i => Assert.DoesNotContain("ecret", i.GetRawText(), StringComparison.Ordinal));
        using var stranger = _host.Staff("other");
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.DeleteAsync($"/api/v1/webhook-endpoints/{items[0].GetProperty("id").GetString()}", TestContext.Current.CancellationToken)).StatusCode);
    }
}
