using ServiceMesh.Contracts;

namespace ServiceMesh.Intake.Tests.Conversations;

public sealed class Reopening(IntakeHost host)
{
    [Fact]
    public async Task Is_possible_for_as_long_as_the_tenant_says()
    {
        var vendor = await Vendor.CreateAsync(host);
        Assert.Equal(7, (await vendor.Staff.FetchAsync("/api/v1/tickets/settings")).GetProperty("reopenWindowDays").GetInt32());
        await vendor.Staff.PutAsync("/api/v1/tickets/settings", new { reopenWindowDays = 40 });
        Assert.Equal("request.invalid", (await vendor.Staff.PutAsync("/api/v1/tickets/settings", new { reopenWindowDays = 400 }, 400)).Text("code"));
        var answer = await vendor.OpenAsync();
        var (ticket, link) = (answer.Id(), $"/api/v1/progress/{answer.Text("progressUrl").Split('/')[^1]}");
        var customer = host.Customer(vendor.Tenant, vendor.Contact);
        await host.DeliverAsync(DispatchSays.Closed(vendor.Tenant, ticket, 39), 1);
        await customer.PostAsync($"/api/v1/tickets/{ticket}/messages", new { text = "Again" });
        Assert.True((await host.Anonymous().FetchAsync($"{link}/conversation")).GetProperty("takesReplies").GetBoolean());
        Assert.Single(await host.EventsAsync<ReopenRequested>(vendor.Tenant));
        await host.DeliverAsync(DispatchSays.Closed(vendor.Tenant, ticket, 41), 2);
        Assert.Equal("ticket.closed", await customer.RefusedAsync($"/api/v1/tickets/{ticket}/messages", new { text = "x" }, 409));
        await host.Anonymous().FetchAsync($"{link}/conversation", 404);
    }

    [Fact]
    public async Task Later_opens_a_linked_ticket_on_IM_and_never_with_a_window_of_none()
    {
        var vendor = await Vendor.CreateAsync(host);
        await vendor.Staff.PutAsync("/api/v1/tickets/settings", new { reopenWindowDays = 0 });
        var im = await vendor.AddChannelAsync("im");
        var first = (await im.MessageAsync("c", "First")).Id("ticketId");
        await host.DeliverAsync(DispatchSays.Closed(vendor.Tenant, first, 0.5), 1);
        var second = await im.MessageAsync("c", "Second");
        Assert.True(second.GetProperty("created").GetBoolean());
        Assert.Equal(first, (await vendor.Staff.FetchAsync($"/api/v1/tickets/{second.Id("ticketId")}")).GetProperty("linkedTicket").Id());
        // What the gateway tells of the tenant does not change what was decided here.
        await host.DeliverAsync(new TenantChanged { Tenant = vendor.Tenant, OccurredAt = DateTimeOffset.UtcNow, TenantId = Guid.CreateVersion7(), Name = "x", TimeZone = "Europe/Berlin", Languages = ["en"], Brand = "x" }, 1);
        Assert.Equal(0, (await vendor.Staff.FetchAsync("/api/v1/tickets/settings")).GetProperty("reopenWindowDays").GetInt32());
    }
}
