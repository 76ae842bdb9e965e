using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ServiceMesh.Contracts;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Testing;

namespace ServiceMesh.Intake.Tests.Delivery;

public sealed class Notices_on_IM(IntakeHost host)
{
    [Fact]
    public async Task Go_into_the_customers_conversation_once_with_the_link_opened()
    {
        await using var platform = await ImReceiver.StartAsync(_ => 204);
        var vendor = await Vendor.CreateAsync(host);
        var im = await vendor.AddChannelAsync("im", platform.Url);
        var ticket = (await im.MessageAsync("c1", "Help")).Id("ticketId");
        var link = host.Services.GetRequiredService<LinkTokens>().Mint();
        var notice = Notice(vendor.Tenant, ticket) with
        {
            Text = "We have it: https://desk.example/p/masked follows it.", MaskedLink = "https://desk.example/p/masked", SealedToken = link.Sealed,
        };
        await host.DeliverAsync(notice, 1);
        await host.DeliverAsync(notice, 1);
        await Eventually.Async(async () => (await host.EventsAsync<MessageDelivered>(vendor.Tenant)).Any(e => e.MessageId == notice.MessageId), what: "the notice is delivered");

        var sent = JsonDocument.Parse(Assert.Single(platform.Requests).Body).RootElement;
        Assert.Equal(("c1", $"We have it: https://desk.example/p/{link.Token} follows it."), (sent.Text("conversationId"), sent.Text("text")));
        var shown = (await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}/messages")).Items().Single(m => m.Text("kind") == "agent");
        Assert.Equal(notice.Text, shown.Text("text"));
        // It answers nobody: no clock is met by it.
        Assert.Empty(await host.EventsAsync<AgentMessageSent>(vendor.Tenant));
        Assert.Equal(0L, await host.ScalarAsync<long>("SELECT count(*) FROM messages WHERE id = $1 AND sealed_token IS NOT NULL", notice.MessageId));
    }

    [Fact]
    public async Task Fail_at_once_where_there_is_no_conversation()
    {
        var vendor = await Vendor.CreateAsync(host);
        var ticket = (await vendor.Staff.PostAsync("/api/v1/tickets", new { subject = "By the portal" })).Id();
        var notice = Notice(vendor.Tenant, ticket);
        await host.DeliverAsync(notice, 1);
        Assert.Equal(notice.MessageId, Assert.Single(await host.EventsAsync<MessageFailed>(vendor.Tenant)).MessageId);
    }

    private static ReplyRequested Notice(string tenant, Guid ticket) => new()
    {
        Tenant = tenant, TicketId = ticket, OccurredAt = DateTimeOffset.UtcNow, MessageId = Guid.CreateVersion7(), Text = "We have it.",
    };
}
