using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Intake.Tests.Conversations;

public sealed class Talking_in_a_ticket(IntakeHost host)
{
    [Fact]
    public async Task Goes_both_ways_and_keeps_notes_from_the_customer()
    {
        var vendor = await Vendor.CreateAsync(host);
        var ticket = (await vendor.OpenAsync()).Id();
        var customer = host.Customer(vendor.Tenant, vendor.Contact);
        await vendor.Staff.PostAsync($"/api/v1/tickets/{ticket}/messages", new { text = "We are on it." });
        await vendor.Staff.PostAsync($"/api/v1/tickets/{ticket}/notes", new { text = "Arson?" });
        await customer.PostAsync($"/api/v1/tickets/{ticket}/messages", new { text = "Hurry." });
        Assert.Equal("access.role-missing", await customer.RefusedAsync($"/api/v1/tickets/{ticket}/notes", new { text = "x" }, 403));

        Assert.Equal(
            [("customer", "It smokes."), ("agent", "We are on it."), ("note", "Arson?"), ("customer", "Hurry.")], await Said(vendor.Staff, ticket));
        Assert.Equal([("customer", "It smokes."), ("agent", "We are on it."), ("customer", "Hurry.")], await Said(customer, ticket));
        var sent = Assert.Single(await host.EventsAsync<AgentMessageSent>(vendor.Tenant));
        Assert.Equal((Channel.Email, "We are on it.", "Wang Fang"), (sent.Channel, sent.Text, sent.By.Name));
        var received = Assert.Single(await host.EventsAsync<CustomerMessageReceived>(vendor.Tenant));
        Assert.Equal((Channel.Portal, vendor.Contact.ToString()), (received.Channel, received.By.Id));
        Assert.Equal("Arson?", Assert.Single(await host.EventsAsync<NoteAdded>(vendor.Tenant)).Text);
    }

    [Fact]
    public async Task Is_paged_oldest_first()
    {
        var vendor = await Vendor.CreateAsync(host);
        var ticket = (await vendor.OpenAsync()).Id();
        for (var i = 0; i < 4; i++)
            await vendor.Staff.PostAsync($"/api/v1/tickets/{ticket}/messages", new { text = $"{i}" });
        var seen = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}/messages?limit=2&cursor={cursor}");
            Assert.True(page.Items().Count <= 2);
            seen.AddRange(page.Items().Select(m => m.Text("text")));
            cursor = page.GetProperty("next").GetString();
        }

        Assert.Equal(["It smokes.", "0", "1", "2", "3"], seen);
    }

    [Fact]
    public async Task Counts_once_per_key()
    {
        var vendor = await Vendor.CreateAsync(host);
        var ticket = (await vendor.OpenAsync()).Id();
        var first = await vendor.Staff.PostAsync($"/api/v1/tickets/{ticket}/messages", new { text = "Once" }, key: "k");
        Assert.Equal(first.Id(), (await vendor.Staff.PostAsync($"/api/v1/tickets/{ticket}/messages", new { text = "Once" }, key: "k")).Id());
        Assert.Single(await host.EventsAsync<AgentMessageSent>(vendor.Tenant));
        foreach (var text in new[] { "", "   ", new string('x', 20_001), "a\u0007b" })
            Assert.Equal("request.invalid", await vendor.Staff.RefusedAsync($"/api/v1/tickets/{ticket}/messages", new { text }, 400));
        await vendor.Staff.PostAsync($"/api/v1/tickets/{Guid.NewGuid()}/messages", new { text = "x" }, 404);
    }

    [Fact]
    public async Task Ends_for_the_customer_a_week_after_closing()
    {
        var vendor = await Vendor.CreateAsync(host);
        var ticket = (await vendor.OpenAsync()).Id();
        var customer = host.Customer(vendor.Tenant, vendor.Contact);
        await host.DeliverAsync(DispatchSays.Closed(vendor.Tenant, ticket, 3), 1);
        await customer.PostAsync($"/api/v1/tickets/{ticket}/messages", new { text = "Broken again" });
        Assert.Single(await host.EventsAsync<ReopenRequested>(vendor.Tenant));
        await host.DeliverAsync(DispatchSays.Closed(vendor.Tenant, ticket, 8), 2);
        Assert.Equal("ticket.closed", await customer.RefusedAsync($"/api/v1/tickets/{ticket}/messages", new { text = "x" }, 409));
        await vendor.Staff.PostAsync($"/api/v1/tickets/{ticket}/messages", new { text = "Afterword" });
    }

    [Fact]
    public async Task Asks_to_close_and_to_reopen_where_that_makes_sense()
    {
        var vendor = await Vendor.CreateAsync(host);
        var ticket = (await vendor.OpenAsync()).Id();
        var customer = host.Customer(vendor.Tenant, vendor.Contact);
        Assert.Equal("ticket.not-resolved", await customer.RefusedAsync($"/api/v1/tickets/{ticket}/reopen-request", new { reason = "x" }, 409));
        await host.DeliverAsync(DispatchSays.Resolved(vendor.Tenant, ticket), 1);
        await customer.PostAsync($"/api/v1/tickets/{ticket}/reopen-request", new { reason = "Not solved" }, 202);
        Assert.Equal("Not solved", Assert.Single(await host.EventsAsync<ReopenRequested>(vendor.Tenant)).Reason);
        using var empty = await customer.PostAsync(new Uri($"/api/v1/tickets/{ticket}/close-request", UriKind.Relative), null);
        Assert.Equal(202, (int)empty.StatusCode);
        Assert.Equal(ActorKind.Customer, Assert.Single(await host.EventsAsync<CloseRequested>(vendor.Tenant)).By.Kind);
        await host.DeliverAsync(DispatchSays.Closed(vendor.Tenant, ticket, 9), 2);
        Assert.Equal("ticket.closed", await customer.RefusedAsync($"/api/v1/tickets/{ticket}/close-request", new { }, 409));
        Assert.Equal("ticket.closed", await customer.RefusedAsync($"/api/v1/tickets/{ticket}/reopen-request", new { }, 409));
    }

    private static async Task<List<(string, string)>> Said(HttpClient client, Guid ticket) =>
        [.. (await client.FetchAsync($"/api/v1/tickets/{ticket}/messages")).Items().Select((JsonElement m) => (m.Text("kind"), m.Text("text")))];
}
