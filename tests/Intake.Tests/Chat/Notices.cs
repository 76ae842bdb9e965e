using Microsoft.Extensions.DependencyInjection;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Chat;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Tests.Chat;

/// <summary>What Notification says in a web chat, the survey's invitation above all.</summary>
public sealed class Notices(IntakeHost host)
{
    private const string Masked = "https://desk.example/s/***";

    [Fact]
    public async Task Are_shown_to_the_visitor_alone_with_the_link_open_and_told_of_when_read()
    {
        var vendor = await Vendor.CreateAsync(host);
        var (visitor, ticket) = await ChatAsync(vendor);
        var link = host.Services.GetRequiredService<LinkTokens>().Mint();
        var notice = Notice(vendor.Tenant, ticket, link.Sealed);
        await host.DeliverAsync(notice, 1);
        await host.DeliverAsync(notice, 2);

        var news = await visitor.NewsAsync();
        Assert.Equal([("customer", "Hello"), ("agent", $"How did we do? https://desk.example/s/{link.Token}")], Visitor.Said(news));
        Assert.Empty(Visitor.Said(await visitor.Another().NewsAsync()));
        var shown = (await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}/messages")).Items().Single(m => m.Text("kind") == "agent");
        Assert.Equal(notice.Text, shown.Text("text"));
        Assert.Equal(0L, await host.ScalarAsync<long>("SELECT count(*) FROM messages m WHERE strpos(m::text, $1) > 0", link.Token));

        Assert.Empty(await host.EventsAsync<MessageDelivered>(vendor.Tenant));
        await visitor.ReadAsync(news.GetProperty("entries")[1].GetProperty("place").GetInt64());
        await FireAsync(vendor, ticket, notice.MessageId);
        Assert.Equal(notice.MessageId, Assert.Single(await host.EventsAsync<MessageDelivered>(vendor.Tenant)).MessageId);
        Assert.Empty(await host.EventsAsync<MessageFailed>(vendor.Tenant));
        // It answers nobody: no clock is met by it.
        Assert.Empty(await host.EventsAsync<AgentMessageSent>(vendor.Tenant));
    }

    [Fact]
    public async Task Fail_when_the_visitor_has_gone_so_that_they_go_another_way()
    {
        var vendor = await Vendor.CreateAsync(host);
        var (_, ticket) = await ChatAsync(vendor);
        var notice = Notice(vendor.Tenant, ticket, host.Services.GetRequiredService<LinkTokens>().Mint().Sealed);
        await host.DeliverAsync(notice, 1);
        for (var i = 0; i < 2; i++) await FireAsync(vendor, ticket, notice.MessageId);
        var failed = Assert.Single(await host.EventsAsync<MessageFailed>(vendor.Tenant));
        Assert.Equal((notice.MessageId, "unread"), (failed.MessageId, failed.Reason));
        Assert.Empty(await host.EventsAsync<MessageUnread>(vendor.Tenant));
    }

    private async Task<(Visitor Visitor, Guid Ticket)> ChatAsync(Vendor vendor)
    {
        var (visitor, _) = await Visitor.OnAsync(vendor);
        await visitor.SayAsync("Hello");
        return (visitor, Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant)).TicketId!.Value);
    }

    private async Task FireAsync(Vendor vendor, Guid ticket, Guid message)
    {
        await using var work = await host.Services.GetRequiredService<IWorkFactory>().BeginAsync(default);
        await new UnreadTimer().FireAsync(new FiredTimer(UnreadTimer.Kind, message.ToString("N"), DateTimeOffset.UtcNow, vendor.Tenant, ticket, null), work, default);
        await work.CommitAsync(default);
    }

    private static ReplyRequested Notice(string tenant, Guid ticket, string sealedToken) => new()
    {
        Tenant = tenant, TicketId = ticket, OccurredAt = DateTimeOffset.UtcNow, MessageId = Guid.CreateVersion7(),
        Text = $"How did we do? {Masked}", MaskedLink = Masked, SealedToken = sealedToken,
    };
}
