using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Domain;

namespace ServiceMesh.Intake.Tests.Duplicates;

public sealed class Looking_alike(IntakeHost host)
{
    private const string Path = "/api/v1/tickets/duplicates";
    private const string Trouble = "Nobody can log in to the portal since this morning";

    [Fact]
    public async Task Is_found_whoever_reports_by_address_number_asset_and_words()
    {
        var (vendor, stranger) = (await Vendor.CreateAsync(host), await Vendor.CreateAsync(host));
        await stranger.Staff.PostAsync("/api/v1/tickets", new { subject = Trouble, contact = new { name = "Ann", email = "ann@south.example", phone = "+49 30 1234567" } });
        var first = (await vendor.Staff.PostAsync(
            "/api/v1/tickets", new { subject = Trouble, text = "The page stays white.", contact = new { name = "Ann", email = "Ann@south.example", phone = "+49 30 1234567" } })).Id();
        await vendor.Staff.PostAsync("/api/v1/tickets", new { subject = "Invoices cannot be printed", contact = new { name = "Bob", email = "bob@south.example" } });
        var asset = (await vendor.Staff.PostAsync("/api/v1/tickets", new { subject = "It smokes", assetId = vendor.Asset })).Id();

        Assert.Equal(["same-address", "within-a-day"], await ReasonsAsync("email=ANN%40South.example", first));
        Assert.Equal(["same-number", "within-a-day"], await ReasonsAsync("phone=0049 30 1234567", first));
        Assert.Equal(["similar-text", "within-a-day"], await ReasonsAsync("subject=Since this morning nobody can log in to the portal", first));
        Assert.Equal("same-asset", (await ReasonsAsync($"assetId={vendor.Asset}", asset))[0]);
        Assert.Empty((await vendor.Staff.FetchAsync($"{Path}?subject=Something else entirely")).Items());
        // A ticket there is finds the same: another person, the same trouble.
        var second = (await vendor.Staff.PostAsync("/api/v1/tickets", new { subject = "Since this morning nobody can log in to the portal!", contact = new { name = "Cleo" } })).Id();
        Assert.Equal(["similar-text", "within-a-day"], await ReasonsAsync($"ticketId={second}", first));
        Assert.Empty(await host.EventsAsync<TicketsMerged>(vendor.Tenant));

        async Task<List<string>> ReasonsAsync(string query, Guid ticket)
        {
            var found = Assert.Single((await vendor.Staff.FetchAsync($"{Path}?{query}")).Items());
            Assert.Equal(ticket, found.Id());
            return [.. found.GetProperty("reasons").EnumerateArray().Select(r => r.GetString()!)];
        }
    }

    [Fact]
    public async Task Ends_with_the_ticket_and_begins_again_when_it_is_reopened()
    {
        var vendor = await Vendor.CreateAsync(host);
        var ticket = (await vendor.Staff.PostAsync("/api/v1/tickets", new { subject = "系统无法登录，页面空白", contact = new { name = "Zhao", phone = "138 0000 2222" } })).Id();
        Assert.Equal((1, 1), await FoundAsync());
        await host.DeliverAsync(DispatchSays.Resolved(vendor.Tenant, ticket), 1);
        Assert.Equal((1, 1), await FoundAsync());
        await host.DeliverAsync(DispatchSays.Closed(vendor.Tenant, ticket), 2);
        Assert.Equal((0, 0), await FoundAsync());
        Assert.Equal(0L, await KeptAsync());
        await host.DeliverAsync(DispatchSays.Reopened(vendor.Tenant, ticket), 3);
        Assert.Equal((1, 1), await FoundAsync());
        // An event of before the known state brings nothing back.
        await host.DeliverAsync(DispatchSays.Cancelled(vendor.Tenant, ticket), 4);
        await host.DeliverAsync(DispatchSays.Reopened(vendor.Tenant, ticket), 2);
        Assert.Equal(((0, 0), 0L), (await FoundAsync(), await KeptAsync()));

        async Task<(int, int)> FoundAsync() => (
            (await vendor.Staff.FetchAsync($"{Path}?subject=登录页面空白，系统无法登录")).Items().Count, (await vendor.Staff.FetchAsync($"{Path}?phone=%2B86 13800002222")).Items().Count);

        Task<long> KeptAsync() => host.ScalarAsync<long>("SELECT count(*) FROM unfinished_tickets WHERE tenant = $1", vendor.Tenant);
    }

    [Fact]
    public async Task Does_not_take_calls_for_alike_by_their_numbers()
    {
        var vendor = await Vendor.CreateAsync(host);
        var cti = await vendor.AddChannelAsync("cti");
        var first = (await cti.CallAsync("1", "missed", "+862155550101")).Id("ticketId");
        await cti.CallAsync("2", "missed", "+862155550102");
        Assert.Empty((await vendor.Staff.FetchAsync($"{Path}?ticketId={first}")).Items());
        var again = (await cti.CallAsync("3", "missed", "+862155550101")).Id("ticketId");
        Assert.Equal(first, Assert.Single((await vendor.Staff.FetchAsync($"{Path}?ticketId={again}")).Items()).Id());
    }

    [Fact]
    public async Task Is_looked_for_in_an_index_among_thousands()
    {
        var vendor = await Vendor.CreateAsync(host);
        var ticket = (await vendor.Staff.PostAsync("/api/v1/tickets", new { subject = Trouble })).Id();
        await using var connection = await host.DataSource.OpenConnectionAsync();
        await ExecuteAsync(
            """
            INSERT INTO unfinished_tickets (tenant, ticket_id, opened_at, marks, words)
            SELECT $1, gen_random_uuid(), now(), '{}', md5(i::text) || ' ' || md5((7 * i)::text) FROM generate_series(1, 20000) i
            """, vendor.Tenant);
        await ExecuteAsync("VACUUM ANALYZE unfinished_tickets");
        Assert.Equal(ticket, Assert.Single((await vendor.Staff.FetchAsync($"{Path}?subject=nobody can log in to the portal")).Items()).Id());
        await using var explain = new NpgsqlCommand("EXPLAIN (FORMAT JSON) SELECT ticket_id FROM unfinished_tickets WHERE tenant = $1 AND words % $2", connection)
        {
            Parameters = { new() { Value = vendor.Tenant }, new() { Value = DuplicateRule.Head(Trouble) } },
        };
        Assert.Contains("ix_unfinished_tickets_words", (string)(await explain.ExecuteScalarAsync())!, StringComparison.Ordinal);

        async Task ExecuteAsync(string sql, params object[] values)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            foreach (var value in values)
                command.Parameters.AddWithValue(value);
            await command.ExecuteNonQueryAsync();
        }
    }
}
