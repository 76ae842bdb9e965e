using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Channels.Generic;
using ServiceMesh.Intake.Webhooks;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Testing;

namespace ServiceMesh.Intake.Tests.Delivery;

public sealed class Agents_messages_on_IM(IntakeHost host)
{
    [Fact]
    public async Task Are_taken_to_the_platform_signed_and_in_order()
    {
        await using var platform = await ImReceiver.StartAsync(_ => 204);
        var vendor = await Vendor.CreateAsync(host);
        var im = await vendor.AddChannelAsync("im", platform.Url);
        var ticket = (await im.MessageAsync("c1", "Help")).Id("ticketId");
        var ids = new List<Guid>();
        for (var i = 0; i < 5; i++)
            ids.Add((await vendor.Staff.PostAsync($"/api/v1/tickets/{ticket}/messages", new { text = $"回复 {i}" })).Id());
        await Eventually.Async(async () => (await host.EventsAsync<MessageDelivered>(vendor.Tenant)).Count == 5, what: "all messages are delivered");

        Assert.Equal(ids.Select(i => $"msg_{i:N}"), platform.Requests.Select(r => r.Id));
        foreach (var received in platform.Requests)
        {
            var secret = Convert.FromBase64String(im.Secret["whsec_".Length..]);
            Assert.True(WebhookSignature.Verify(secret, received.Id, received.Timestamp, Encoding.UTF8.GetBytes(received.Body), received.Signature));
            Assert.True(WebhookSignature.IsTimely(received.Timestamp, DateTimeOffset.UtcNow));
        }

        var body = JsonDocument.Parse(platform.Requests.First().Body).RootElement;
        Assert.Equal(("message.sent", "c1", "回复 0", "Wang Fang"), (body.Text("type"), body.Text("conversationId"), body.Text("text"), body.GetProperty("author").Text("name")));
        Assert.All(await host.EventsAsync<AgentMessageSent>(vendor.Tenant), e => Assert.Equal(Channel.Im, e.Channel));
        var shown = (await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}/messages")).Items().Where(m => m.Text("kind") == "agent");
        Assert.All(shown, m => Assert.Equal("delivered", m.GetProperty("delivery").Text("state")));
        Assert.Equal(0L, await TimersAsync(vendor.Tenant));
    }

    [Fact]
    public async Task Are_offered_again_with_the_same_id_until_taken()
    {
        var tries = 0;
        await using var platform = await ImReceiver.StartAsync(_ => Interlocked.Increment(ref tries) < 3 ? 503 : 200);
        var (vendor, ticket) = await ConversationAsync(platform.Url);
        var message = (await vendor.Staff.PostAsync($"/api/v1/tickets/{ticket}/messages", new { text = "Hello" })).Id();
        for (var attempt = 1; attempt < 3; attempt++)
            await HurryAsync(message, attempt);
        await Eventually.Async(async () => (await host.EventsAsync<MessageDelivered>(vendor.Tenant)).Count == 1, what: "the message is delivered");
        Assert.Equal(3, platform.Requests.Count);
        Assert.Single(platform.Requests.Select(r => r.Id).Distinct());
    }

    [Fact]
    public async Task Fail_after_the_last_try()
    {
        await using var platform = await ImReceiver.StartAsync(_ => 302);
        var (vendor, ticket) = await ConversationAsync(platform.Url);
        var message = (await vendor.Staff.PostAsync($"/api/v1/tickets/{ticket}/messages", new { text = "Hello" })).Id();
        for (var attempt = 1; attempt < 8; attempt++)
            await HurryAsync(message, attempt);
        await Eventually.Async(async () => (await host.EventsAsync<MessageFailed>(vendor.Tenant)).Count == 1, what: "the message has failed");
        Assert.Equal("receiver-refused", (await host.EventsAsync<MessageFailed>(vendor.Tenant))[0].Reason);
        Assert.Equal(8, platform.Requests.Count);
        Assert.Equal(0L, await TimersAsync(vendor.Tenant));
    }

    [Theory]
    [InlineData(410, "receiver-gone")]
    [InlineData(null, "no-outbound-url")]
    public async Task Fail_at_once_where_nobody_will_ever_take_them(int? status, string reason)
    {
        await using var platform = await ImReceiver.StartAsync(_ => status ?? 200);
        var (vendor, ticket) = await ConversationAsync(status is null ? null : platform.Url);
        await vendor.Staff.PostAsync($"/api/v1/tickets/{ticket}/messages", new { text = "Hello" });
        await Eventually.Async(async () => (await host.EventsAsync<MessageFailed>(vendor.Tenant)).Count == 1, what: "the message has failed");
        Assert.Equal(reason, (await host.EventsAsync<MessageFailed>(vendor.Tenant))[0].Reason);
        var shown = (await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}/messages")).Items()[^1];
        Assert.Equal(("failed", reason), (shown.GetProperty("delivery").Text("state"), shown.GetProperty("delivery").Text("reason")));
    }

    [Theory]
    [InlineData("https://localhost.example.test.invalid/", "unreachable")]
    [InlineData("https://localhost:1/", "target-forbidden")]
    [InlineData("http://127.0.0.1:{0}/hook", "target-forbidden")]
    [InlineData("https://169.254.169.254/latest/meta-data", "target-forbidden")]
    public async Task Never_reach_into_private_networks(string url, string reason)
    {
        await using var canary = await ImReceiver.StartAsync(_ => 200);
        using var http = new PlatformHttp(Options.Create(new IntakeOptions()));
        var box = new SecretBox(new ConfigurationBuilder().AddInMemoryCollection(TestIdentity.Settings).Build());
        var sender = new Intake.Delivery.OutboundSender(new AdapterTable([new GenericAdapter(http, TimeProvider.System)], box), host.Services.GetRequiredService<LinkTokens>(), TimeProvider.System);
        var target = string.Format(CultureInfo.InvariantCulture, url, new Uri(canary.Url).Port);
        var outcome = await sender.SendAsync(Outbound(target), TestContext.Current.CancellationToken);
        Assert.Equal(reason, outcome.Reason);
        Assert.Empty(canary.Requests);
    }

    private static Intake.Delivery.OutboundMessage Outbound(string url) => new(
        new OpenedChannel(
            new Persistence.ChannelRow
            {
                Tenant = "t", Id = Guid.NewGuid(), Kind = Persistence.ChannelKind.Im, Name = "im", SealedSecret = [], OutboundUrl = url, Active = true,
                CreatedAt = DateTimeOffset.UtcNow,
            },
            new byte[32], new Dictionary<string, string>()),
        new Persistence.MessageRow
        {
            Tenant = "t", Id = Guid.NewGuid(), TicketId = Guid.NewGuid(), Kind = Persistence.MessageKind.Agent, Text = "x", Channel = Channel.Im,
            AuthorKind = ActorKind.Staff, At = DateTimeOffset.UtcNow,
        },
        "T-20261122-000001", "c1");

    private async Task<(Vendor Vendor, Guid Ticket)> ConversationAsync(string? url)
    {
        var vendor = await Vendor.CreateAsync(host);
        var im = await vendor.AddChannelAsync("im", url);
        return (vendor, (await im.MessageAsync("c1", "Help")).Id("ticketId"));
    }

    /// <summary>Waits until a try was written down, then makes the timer of the next one due.</summary>
    private async Task HurryAsync(Guid message, int attempt)
    {
        await Eventually.Async(
            async () => await host.ScalarAsync<int>("SELECT attempts FROM messages WHERE id = $1", message) == attempt, what: $"try {attempt} is written down");
        await host.ScalarAsync<string>("UPDATE messaging.timers SET due_at = clock_timestamp() WHERE kind = 'deliver-message' AND key = $1 RETURNING key", message.ToString("N"));
    }

    private Task<long> TimersAsync(string tenant) =>
        host.ScalarAsync<long>("SELECT count(*) FROM messaging.timers WHERE tenant = $1 AND kind = 'deliver-message'", tenant);
}
