namespace ServiceMesh.Intake.Tests.MasterData;

public sealed class Searching(IntakeHost host)
{
    [Fact]
    public async Task Finds_customers_by_any_part_of_their_name()
    {
        var vendor = await Vendor.CreateAsync(host);
        var south = (await vendor.Staff.PostAsync("/api/v1/customers", new { name = "Südwind 100%_sure" })).Id();
        Assert.Equal([vendor.Customer], await FindAsync(vendor, "customers", "机械"));
        Assert.Equal([south], await FindAsync(vendor, "customers", " WIND "));
        Assert.Equal([south], await FindAsync(vendor, "customers", "100%_"));
        Assert.Empty(await FindAsync(vendor, "customers", "100_"));
        Assert.Empty(await FindAsync(vendor, "customers", "w%d"));
        Assert.Empty(await FindAsync(vendor, "customers", "wind\\"));
        Assert.Equal([south, vendor.Customer], await FindAsync(vendor, "customers", "  "));
    }

    [Fact]
    public async Task Finds_products_by_name_and_code()
    {
        var vendor = await Vendor.CreateAsync(host);
        var pump = (await vendor.Staff.PostAsync("/api/v1/products", new { code = "HX-200", name = "Heat pump" })).Id();
        Assert.Equal([pump], await FindAsync(vendor, "products", "pump"));
        Assert.Equal([pump], await FindAsync(vendor, "products", "hx-"));
        Assert.Equal([vendor.Product], await FindAsync(vendor, "products", "erp"));
        Assert.Equal([pump], await FindAsync(host.Customer(vendor.Tenant, vendor.Contact), "products", "heat"));
    }

    [Fact]
    public async Task Finds_contracts_by_number_plan_and_customer_and_shows_whose_they_are()
    {
        var (vendor, other) = (await Vendor.CreateAsync(host), await Vendor.CreateAsync(host));
        var contract = await vendor.AddContractAsync("K-2026/07", "premium", -1, 1);
        await other.AddContractAsync("K-2026/07", "premium", -1, 1);
        Assert.Equal([contract], await FindAsync(vendor, "contracts", "2026/"));
        Assert.Equal([contract], await FindAsync(vendor, "contracts", "机械"));
        Assert.Empty(await FindAsync(vendor, "contracts", "2026%07"));
        var name = (await vendor.Staff.FetchAsync($"/api/v1/customers/{vendor.Customer}")).Text("name");
        Assert.Equal(name, (await vendor.Staff.FetchAsync("/api/v1/contracts?q=k-2026")).Items().Single().Text("customerName"));
        Assert.Equal(name, (await vendor.Staff.FetchAsync($"/api/v1/contracts/{contract}")).Text("customerName"));
    }

    [Fact]
    public async Task Names_what_is_known_by_id_and_nothing_of_other_tenants()
    {
        var (vendor, other) = (await Vendor.CreateAsync(host), await Vendor.CreateAsync(host));
        var (first, second) = (await vendor.AddContractAsync("K-1", "premium", -1, 1), await vendor.AddContractAsync("K-2", "premium", -1, 1));
        var theirs = await other.AddContractAsync("K-1", "premium", -1, 1);
        Assert.Equal([first], await NamedAsync($"contracts?id={first}&id={theirs}&id={Guid.NewGuid()}"));
        Assert.Equal([second, first], await NamedAsync($"contracts?id={first}&id={second}"));
        Assert.Equal([vendor.Product], await NamedAsync($"products?id={vendor.Product}&id={other.Product}"));
        foreach (var wrong in new[] { "id=x", string.Join('&', Enumerable.Range(0, 201).Select(_ => $"id={Guid.NewGuid()}")) })
            Assert.Equal("request.invalid", (await vendor.Staff.FetchAsync($"/api/v1/contracts?{wrong}", 400)).Text("code"));

        async Task<List<Guid>> NamedAsync(string list) => [.. (await vendor.Staff.FetchAsync($"/api/v1/{list}")).Items().Select(i => i.Id())];
    }

    [Theory]
    [InlineData("li w")]
    [InlineData("WEI@example")]
    [InlineData("+86 138-0000")]
    [InlineData("0000 1111")]
    [InlineData("008613800001111")]
    [InlineData("013800001111")]
    public async Task Finds_contacts_by_name_address_and_number(string q)
    {
        var vendor = await Vendor.CreateAsync(host);
        await vendor.AddContactAsync("Han Meimei", "han@example.org", "+86 21 5555 0100");
        Assert.Equal([vendor.Contact], await FindAsync(vendor, "contacts", q));
        var elsewhere = (await vendor.Staff.PostAsync("/api/v1/customers", new { name = "Other" })).Id();
        Assert.Empty(await FindAsync(vendor, $"contacts?customerId={elsewhere}", q));
    }

    [Fact]
    public async Task Shows_nobody_more_than_lists_do()
    {
        var vendor = await Vendor.CreateAsync(host);
        var other = await Vendor.CreateAsync(host);
        await vendor.AddContactAsync("Li Lei", null, "+86 138 0000 2222");
        var customer = host.Customer(vendor.Tenant, vendor.Contact);
        Assert.Equal([vendor.Contact], await FindAsync(customer, "contacts", "138 0000"));
        Assert.Equal([other.Contact], await FindAsync(other, "contacts", "138 0000"));
        Assert.Equal([other.Customer], await FindAsync(other, "customers", "华东"));
    }

    [Fact]
    public async Task Goes_on_page_by_page()
    {
        var vendor = await Vendor.CreateAsync(host);
        foreach (var i in Enumerable.Range(0, 3))
            await vendor.Staff.PostAsync("/api/v1/customers", new { name = $"Branch {i}" });
        var first = await vendor.Staff.FetchAsync("/api/v1/customers?q=branch&limit=2");
        var second = await vendor.Staff.FetchAsync($"/api/v1/customers?q=branch&limit=2&cursor={first.Text("next")}");
        Assert.Equal(["Branch 2", "Branch 1", "Branch 0"], first.Items().Concat(second.Items()).Select(i => i.Text("name")));
        Assert.True(second.IsNull("next"));
    }

    [Theory]
    [InlineData("customers")]
    [InlineData("contacts")]
    [InlineData("products")]
    [InlineData("contracts")]
    public async Task Refuses_what_is_no_search(string list)
    {
        var vendor = await Vendor.CreateAsync(host);
        foreach (var q in new[] { new string('x', 101), "a%00b", "a%0Ab" })
            Assert.Equal("request.invalid", (await vendor.Staff.FetchAsync($"/api/v1/{list}?q={q}", 400)).Text("code"));
    }

    [Fact]
    public async Task Has_indexes_where_the_database_offers_trigrams()
    {
        await Vendor.CreateAsync(host);
        var offered = await host.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm')");
        Assert.Equal(offered ? 4L : 0L, await host.ScalarAsync<long>("SELECT count(*) FROM pg_indexes WHERE indexname LIKE 'ix\\_%\\_search'"));
    }

    private static Task<List<Guid>> FindAsync(Vendor vendor, string list, string q) => FindAsync(vendor.Staff, list, q);

    private static async Task<List<Guid>> FindAsync(HttpClient client, string list, string q) =>
        [.. (await client.FetchAsync($"/api/v1/{list}{(list.Contains('?', StringComparison.Ordinal) ? '&' : '?')}q={Uri.EscapeDataString(q)}")).Items().Select(i => i.Id())];
}
