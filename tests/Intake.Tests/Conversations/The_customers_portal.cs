using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Intake.Tests.Conversations;

/// <summary>What a customer's own pages stand on: their tickets, what may be done with one, and a new one that goes on from an old one.</summary>
public sealed class The_customers_portal(IntakeHost host)
{
    [Fact]
    public async Task Lists_what_is_open_or_over_and_finds_by_number_and_subject()
    {
        var vendor = await Vendor.CreateAsync(host);
        var customer = host.Customer(vendor.Tenant, vendor.Contact);
        var printer = await customer.PostAsync("/api/v1/tickets", new { subject = "Printer 100% broken" });
        var invoice = (await customer.PostAsync("/api/v1/tickets", new { subject = "Invoice_1 missing" })).Id();
        var solved = (await customer.PostAsync("/api/v1/tickets", new { subject = "Scanner" })).Id();
        await host.DeliverAsync(DispatchSays.Closed(vendor.Tenant, printer.Id()), 1);
        await host.DeliverAsync(DispatchSays.Resolved(vendor.Tenant, solved), 1);
        Assert.Equal([solved, invoice], await IdsAsync(customer, "?open=true"));
        Assert.Equal([printer.Id()], await IdsAsync(customer, "?open=false"));
        Assert.Equal([invoice], await IdsAsync(customer, "?q=invoice_1"));
        Assert.Equal([printer.Id()], await IdsAsync(customer, "?q=100%25"));
        Assert.Equal([printer.Id()], await IdsAsync(customer, $"?mine=true&q={printer.Text("number")}"));
        Assert.Empty(await IdsAsync(customer, "?open=true&q=printer"));
        foreach (var query in new[] { "?q=x", "?open=true" })
            Assert.Equal("request.invalid", (await vendor.Staff.FetchAsync($"/api/v1/tickets{query}", 400)).Text("code"));
        Assert.Equal("request.invalid", (await customer.FetchAsync($"/api/v1/tickets?q={new string('x', 101)}", 400)).Text("code"));
    }

    [Fact]
    public async Task Says_what_may_be_done_with_a_ticket_at_each_of_its_states()
    {
        var vendor = await Vendor.CreateAsync(host);
        var customer = host.Customer(vendor.Tenant, vendor.Contact);
        var ticket = (await customer.PostAsync("/api/v1/tickets", new { subject = "x" })).Id();
        Assert.Equal((true, true, false), May(await customer.FetchAsync($"/api/v1/tickets/{ticket}")));
        await host.DeliverAsync(DispatchSays.Resolved(vendor.Tenant, ticket), 1);
        Assert.Equal((true, true, true), May(await customer.FetchAsync($"/api/v1/tickets/{ticket}")));
        await host.DeliverAsync(DispatchSays.Closed(vendor.Tenant, ticket, 6), 2);
        var closed = await customer.FetchAsync($"/api/v1/tickets/{ticket}");
        Assert.Equal((true, false, true), May(closed));
        Assert.Equal(closed.GetProperty("closedAt").GetDateTimeOffset().AddDays(7), closed.GetProperty("customerMay").GetProperty("until").GetDateTimeOffset());
        await host.DeliverAsync(DispatchSays.Closed(vendor.Tenant, ticket, 8), 3);
        var over = await customer.FetchAsync($"/api/v1/tickets/{ticket}");
        Assert.Equal((false, false, false), May(over));
        Assert.True(over.GetProperty("customerMay").IsNull("until"));
    }

    [Fact]
    public async Task Opens_a_ticket_that_goes_on_from_one_of_the_customers_own()
    {
        var vendor = await Vendor.CreateAsync(host);
        var customer = host.Customer(vendor.Tenant, vendor.Contact);
        var old = await customer.PostAsync("/api/v1/tickets", new { subject = "Old" });
        var next = (await customer.PostAsync("/api/v1/tickets", new { subject = "Again", linkedTicketId = old.Id() })).Id();
        Assert.Equal(old.Text("number"), (await customer.FetchAsync($"/api/v1/tickets/{next}")).GetProperty("linkedTicket").Text("number"));

        var stranger = (await vendor.Staff.PostAsync("/api/v1/customers", new { name = "Other" })).Id();
        var strange = (await vendor.Staff.PostAsync("/api/v1/tickets", new { subject = "x", customerId = stranger })).Id();
        var elsewhere = (await (await Vendor.CreateAsync(host)).OpenAsync()).Id();
        foreach (var id in new[] { strange, elsewhere, Guid.NewGuid() })
            Assert.Equal("ticket.unknown", await customer.RefusedAsync("/api/v1/tickets", new { subject = "x", linkedTicketId = id }, 400));
        Assert.Equal("ticket.unknown", await vendor.Staff.RefusedAsync("/api/v1/tickets", new { subject = "x", linkedTicketId = elsewhere }, 400));
        await vendor.Staff.PostAsync("/api/v1/tickets", new { subject = "x", linkedTicketId = strange });
    }

    [Fact]
    public async Task Nobodys_ticket_is_not_that_of_an_account_without_a_contact()
    {
        var vendor = await Vendor.CreateAsync(host);
        var nobodys = (await vendor.Staff.PostAsync("/api/v1/tickets", new { subject = "x" })).Id();
        await host.Customer(vendor.Tenant, null).FetchAsync($"/api/v1/tickets/{nobodys}", 404);
    }

    [Fact]
    public async Task A_progress_link_closes_and_reopens_as_the_portal_does()
    {
        var vendor = await Vendor.CreateAsync(host);
        var opened = await vendor.OpenAsync();
        var (ticket, link) = (opened.Id(), $"/api/v1/progress/{opened.Text("progressUrl").Split('/')[^1]}");
        var anybody = host.Anonymous();
        Assert.Equal("ticket.not-resolved", await anybody.RefusedAsync($"{link}/reopen-request", new { reason = "x" }, 409));
        await host.DeliverAsync(DispatchSays.Resolved(vendor.Tenant, ticket), 1);
        Assert.Equal((true, true, true), May((await anybody.FetchAsync($"{link}/conversation")).GetProperty("may")));
        await anybody.PostAsync($"{link}/reopen-request", new { reason = "Still smokes" }, 202);
        await anybody.PostAsync($"{link}/close-request", new { }, 202);
        var asked = Assert.Single(await host.EventsAsync<ReopenRequested>(vendor.Tenant));
        Assert.Equal(("Still smokes", ticket, ActorKind.Customer, "Li Wei"), (asked.Reason, asked.TicketId!.Value, asked.By.Kind, asked.By.Name));
        Assert.Equal(ticket, Assert.Single(await host.EventsAsync<CloseRequested>(vendor.Tenant)).TicketId);
        await host.DeliverAsync(DispatchSays.Closed(vendor.Tenant, ticket, 8), 2);
        Assert.Equal("ticket.closed", await anybody.RefusedAsync($"{link}/close-request", new { }, 409));
        Assert.Equal("ticket.closed", await anybody.RefusedAsync($"{link}/reopen-request", new { }, 409));
        Assert.Equal("request.invalid", await anybody.RefusedAsync($"{link}/reopen-request", new { reason = new string('x', 2_001) }, 400));
        Assert.Equal("progress.not-found", await anybody.RefusedAsync("/api/v1/progress/wrong/close-request", new { }, 404));
    }

    [Fact]
    public async Task Contacts_made_before_Dispatch_listened_are_told_once_more()
    {
        await using var own = await IntakeHost.StartOwnAsync();
        var vendor = await Vendor.CreateAsync(own);
        await using (var before = own.DataSource.CreateCommand(
            "DELETE FROM messaging.outbox; DELETE FROM \"__EFMigrationsHistory\" WHERE \"MigrationId\" = '20261123190000_RetellContacts'"))
            await before.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        for (var start = 1; start <= 2; start++)
        {
            await using var again = own.Start();
            again.CreateClient().Dispose();
            await Eventually.Async(async () => await own.ScalarAsync<long>("SELECT count(*) FROM messaging.timers WHERE kind = 'retell-contacts'") == 0);
            var told = Assert.Single((await TestOutbox.ReadAsync(own.DataSource)).OfType<ContactChanged>());
            Assert.Equal((vendor.Contact, vendor.Customer, "Li Wei", "li.wei@example.com", ActorKind.System), (told.ContactId, told.CustomerId, told.Name, told.Email, told.By.Kind));
            Assert.Equal(["+8613800001111"], told.Phones);
        }
    }

    private static (bool Reply, bool Close, bool Reopen) May(JsonElement shown)
    {
        var may = shown.TryGetProperty("customerMay", out var inner) ? inner : shown;
        return (may.GetProperty("reply").GetBoolean(), may.GetProperty("close").GetBoolean(), may.GetProperty("reopen").GetBoolean());
    }

    private static async Task<List<Guid>> IdsAsync(HttpClient client, string query) => [.. (await client.FetchAsync($"/api/v1/tickets{query}")).Items().Select(i => i.Id())];
}
