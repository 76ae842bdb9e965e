using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Intake.Tests.Tickets;

public sealed class Lists_and_states(IntakeHost host)
{
    [Fact]
    public async Task Customers_see_their_organisations_tickets_and_only_those()
    {
        var vendor = await Vendor.CreateAsync(host);
        var colleague = await vendor.AddContactAsync("Colleague", null);
        var stranger = (await vendor.Staff.PostAsync("/api/v1/customers", new { name = "Other" })).Id();
        var own = (await vendor.OpenAsync()).Id();
        var colleagues = (await vendor.Staff.PostAsync("/api/v1/tickets", new { subject = "x", contactId = colleague })).Id();
        var strange = (await vendor.Staff.PostAsync("/api/v1/tickets", new { subject = "x", customerId = stranger })).Id();
        var nobodys = (await vendor.Staff.PostAsync("/api/v1/tickets", new { subject = "x" })).Id();

        var customer = host.Customer(vendor.Tenant, vendor.Contact);
        Assert.Equal([colleagues, own], await Ids(customer, ""));
        Assert.Equal([own], await Ids(customer, "?mine=true"));
        Assert.Equal([nobodys, strange, colleagues, own], await Ids(vendor.Staff, ""));
        await customer.FetchAsync($"/api/v1/tickets/{colleagues}");
        foreach (var id in new[] { strange, nobodys })
        {
            await customer.FetchAsync($"/api/v1/tickets/{id}", 404);
            await customer.FetchAsync($"/api/v1/tickets/{id}/messages", 404);
            await customer.PostAsync($"/api/v1/tickets/{id}/messages", new { text = "x" }, 404);
            await customer.PostAsync($"/api/v1/tickets/{id}/close-request", new { }, 404);
            await customer.PostAsync($"/api/v1/tickets/{id}/reopen-request", new { }, 404);
        }

        Assert.Empty(await Ids(host.Customer(vendor.Tenant, Guid.NewGuid()), ""));
        Assert.Empty(await Ids(host.Customer(vendor.Tenant, null), ""));
    }

    [Fact]
    public async Task Staff_find_what_they_opened_page_by_page()
    {
        var vendor = await Vendor.CreateAsync(host);
        var mine = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            mine.Insert(0, (await vendor.OpenAsync()).Id());
            await host.Integration(vendor.Tenant).PostAsync("/api/v1/tickets", new { subject = "x" });
        }

        var seen = new List<Guid>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await vendor.Staff.FetchAsync($"/api/v1/tickets?mine=true&limit=2&cursor={cursor}");
            seen.AddRange(page.Items().Select(i => i.Id()));
            cursor = page.GetProperty("next").GetString();
        }

        Assert.Equal(mine, seen);
    }

    [Fact]
    public async Task The_copy_of_the_state_follows_dispatch_and_never_goes_back()
    {
        var vendor = await Vendor.CreateAsync(host);
        var id = (await vendor.OpenAsync()).Id();
        await host.DeliverAsync(DispatchSays.Closed(vendor.Tenant, id), 4);
        await host.DeliverAsync(DispatchSays.Resolved(vendor.Tenant, id), 3);
        Assert.Equal("closed", (await vendor.Staff.FetchAsync($"/api/v1/tickets/{id}")).Text("state"));
        await host.DeliverAsync(DispatchSays.Reopened(vendor.Tenant, id), 6);
        var reopened = await vendor.Staff.FetchAsync($"/api/v1/tickets/{id}");
        Assert.Equal("open", reopened.Text("state"));
        Assert.True(reopened.IsNull("closedAt"));
        await host.DeliverAsync(new TicketCancelled { Tenant = vendor.Tenant, TicketId = id, OccurredAt = DateTimeOffset.UtcNow, Reason = "duplicate" }, 7);
        Assert.Equal("cancelled", (await vendor.Staff.FetchAsync($"/api/v1/tickets/{id}")).Text("state"));
    }

    [Fact]
    public async Task A_page_reads_no_more_than_itself()
    {
        var plan = new List<string>();
        await using var connection = await host.DataSource.OpenConnectionAsync();
        await using var off = new Npgsql.NpgsqlCommand("SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_sort = off", connection);
        await off.ExecuteNonQueryAsync();
        foreach (var condition in new[] { "", "AND contact_id = gen_random_uuid()", "AND customer_id = gen_random_uuid()", "AND asset_id = gen_random_uuid()", "AND opened_by_kind = 'staff' AND opened_by_id = 'x'" })
        {
            await using var explain = new Npgsql.NpgsqlCommand(
                $"EXPLAIN SELECT * FROM tickets WHERE tenant = 'x' AND id < '018f0000-0000-7000-8000-000000000000' {condition} ORDER BY id DESC LIMIT 51", connection);
            await using var reader = await explain.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                plan.Add(reader.GetString(0));
        }

        await using var on = new Npgsql.NpgsqlCommand("RESET enable_seqscan; RESET enable_bitmapscan; RESET enable_sort", connection);
        await on.ExecuteNonQueryAsync();
        Assert.DoesNotContain(plan, line => line.Contains("Sort", StringComparison.Ordinal));
        Assert.Equal(5, plan.Count(line => line.Contains("Index Scan", StringComparison.Ordinal)));
    }

    private static async Task<List<Guid>> Ids(HttpClient client, string query) =>
        [.. (await client.FetchAsync($"/api/v1/tickets{query}")).Items().Select(i => i.Id())];
}
