using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.Testing;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Conversation;

public sealed class Events_from_the_conversation(DispatchApp app)
{
    [Fact]
    public async Task The_customers_answer_resumes_what_waits_for_the_customer_once()
    {
        var (vendor, ticket) = await WaitingAsync("waitingForCustomer");
        var reply = Reply(vendor, ticket);
        var message = Guid.CreateVersion7();
        await app.DeliverAsync(reply, message);
        await app.DeliverAsync(reply, message);
        await app.DeliverAsync(reply);
        var resumed = Assert.Single(await vendor.PublishedAsync<TicketResumed>());
        Assert.Equal("customer-replied", resumed.Trigger);
        Assert.Equal(ActorKind.Customer, resumed.By.Kind);
        var row = await vendor.DetailAsync(ticket);
        Assert.Equal("open", row.GetProperty("state").GetString());
        var pause = Assert.Single(row.GetProperty("pauses").EnumerateArray());
        Assert.Equal("customer-replied", pause.GetProperty("endedBy").GetString());
    }

    [Fact]
    public async Task An_engineers_message_does_not()
    {
        var (vendor, ticket) = await WaitingAsync("waitingForCustomer");
        await app.DeliverAsync(Message(vendor, ticket));
        var row = await vendor.DetailAsync(ticket);
        Assert.Equal("waiting", row.GetProperty("state").GetString());
        Assert.NotEqual(JsonValueKind.Null, row.GetProperty("lastAgentMessageAt").ValueKind);
    }

    [Fact]
    public async Task An_answer_does_not_resume_what_waits_for_somebody_else()
    {
        var (vendor, ticket) = await WaitingAsync("waitingForVendor");
        await app.DeliverAsync(Reply(vendor, ticket));
        Assert.Equal("waiting", (await vendor.DetailAsync(ticket)).GetProperty("state").GetString());
        Assert.Empty(await vendor.PublishedAsync<TicketResumed>());
    }

    [Fact]
    public async Task An_answer_from_before_the_waiting_does_not_end_it_and_moves_no_time_back()
    {
        var (vendor, ticket) = await WaitingAsync("waitingForCustomer");
        var before = (await vendor.DetailAsync(ticket)).GetProperty("lastCustomerMessageAt").GetDateTimeOffset();
        await app.DeliverAsync(Reply(vendor, ticket) with { OccurredAt = before.AddHours(-1) });
        var row = await vendor.DetailAsync(ticket);
        Assert.Equal("waiting", row.GetProperty("state").GetString());
        Assert.Equal(before, row.GetProperty("lastCustomerMessageAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task An_event_that_is_earlier_than_its_ticket_waits_for_it()
    {
        var vendor = app.NewVendor();
        var opening = vendor.Opening();
        var reply = Reply(vendor, opening.AggregateId) with { OccurredAt = opening.OccurredAt.AddMinutes(1) };
        await app.DeliverAsync(reply);
        await app.DeliverAsync(Message(vendor, opening.AggregateId) with { OccurredAt = opening.OccurredAt.AddMinutes(2) });
        await app.DeliverAsync(opening);
        await Eventually.Async(async () =>
        {
            var row = await vendor.DetailAsync(opening.AggregateId);
            return row.GetProperty("lastAgentMessageAt").ValueKind == JsonValueKind.String
                && row.GetProperty("lastCustomerMessageAt").GetDateTimeOffset() > opening.OccurredAt.AddSeconds(30);
        }, what: "both messages reach the ticket");
    }

    [Fact]
    public async Task The_customer_closes_and_reopens()
    {
        var vendor = app.NewVendor();
        var ticket = await vendor.OpenAsync();
        await vendor.ActAsync(ticket, "resolve", new { resolution = "Restarted" });
        await app.DeliverAsync(Of(new CloseRequested { Tenant = vendor.Tenant, OccurredAt = DateTimeOffset.UtcNow }, ticket));
        Assert.Equal("closed", (await vendor.DetailAsync(ticket)).GetProperty("state").GetString());
        await app.DeliverAsync(Of(new ReopenRequested { Tenant = vendor.Tenant, OccurredAt = DateTimeOffset.UtcNow.AddSeconds(1), Reason = "Again" }, ticket));
        Assert.Equal("open", (await vendor.DetailAsync(ticket)).GetProperty("state").GetString());
        var reopened = Assert.Single(await vendor.PublishedAsync<TicketReopened>());
        Assert.Equal(("Again", true, ActorKind.Customer, 1), (reopened.Reason, reopened.WasClosed, reopened.By.Kind, reopened.Card.Cycle));
        await app.DeliverAsync(Of(new ReopenRequested { Tenant = vendor.Tenant, OccurredAt = DateTimeOffset.UtcNow.AddSeconds(1) }, ticket));
        Assert.Single(await vendor.PublishedAsync<TicketReopened>());
    }

    [Fact]
    public async Task An_answered_call_is_word_from_both_sides()
    {
        var vendor = app.NewVendor();
        var ticket = await vendor.OpenAsync();
        var at = DateTimeOffset.UtcNow.AddMinutes(5);
        await app.DeliverAsync(Of(new CallAnswered { Tenant = vendor.Tenant, OccurredAt = at, CallId = Guid.CreateVersion7(), ChannelId = "pbx" }, ticket));
        var row = await vendor.DetailAsync(ticket);
        Assert.Equal(row.GetProperty("lastCustomerMessageAt").GetString(), row.GetProperty("lastAgentMessageAt").GetString());
    }

    [Fact]
    public async Task An_event_of_another_tenant_does_not_touch_the_ticket()
    {
        var (vendor, ticket) = await WaitingAsync("waitingForCustomer");
        await app.DeliverAsync(Reply(app.NewVendor(), ticket));
        Assert.Equal("waiting", (await vendor.DetailAsync(ticket)).GetProperty("state").GetString());
    }

    private async Task<(Vendor Vendor, Guid Ticket)> WaitingAsync(string reason)
    {
        var vendor = app.NewVendor();
        var ticket = await vendor.OpenAsync();
        await vendor.ActAsync(ticket, "pause", new { reason });
        return (vendor, ticket);
    }

    private static CustomerMessageReceived Reply(Vendor vendor, Guid ticket) => Of(new CustomerMessageReceived
    {
        Tenant = vendor.Tenant, OccurredAt = DateTimeOffset.UtcNow.AddSeconds(1), MessageId = Guid.CreateVersion7(), Channel = Channel.Im, Text = "Here it is",
    }, ticket);

    private static AgentMessageSent Message(Vendor vendor, Guid ticket) => Of(new AgentMessageSent
    {
        Tenant = vendor.Tenant, OccurredAt = DateTimeOffset.UtcNow.AddSeconds(1), MessageId = Guid.CreateVersion7(), Channel = Channel.Im, Text = "Which version?",
    }, ticket);

    private static T Of<T>(T e, Guid ticket) where T : TicketEvent =>
        e with { TicketId = ticket, By = new Actor(ActorKind.Customer, "c1", "Wei") };
}
