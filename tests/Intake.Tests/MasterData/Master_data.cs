using ServiceMesh.Contracts;

namespace ServiceMesh.Intake.Tests.MasterData;

public sealed class Master_data(IntakeHost host)
{
    [Fact]
    public async Task Is_created_read_changed_and_announced()
    {
        var vendor = await Vendor.CreateAsync(host);
        var contract = await vendor.AddContractAsync("K-1", "premium", -1, 1, vendor.Product);

        await vendor.Staff.PutAsync($"/api/v1/customers/{vendor.Customer}", new { name = " 华东机械有限公司 ", region = "Shanghai" });
        await vendor.Staff.PutAsync($"/api/v1/products/{vendor.Product}", new { code = "ERP-2", name = "ERP Cloud" });
        await vendor.Staff.PutAsync(
            $"/api/v1/assets/{vendor.Asset}", new { customerId = vendor.Customer, productId = vendor.Product, serialNumber = "SN-2", name = "Line 3" });
        await vendor.Staff.PutAsync(
            $"/api/v1/contacts/{vendor.Contact}",
            new { customerId = vendor.Customer, name = "Li Wei", email = "Li.Wei@Example.com", phones = new[] { "021/5555 0100 ext 7", "138 0000 1111" }, language = "en" });
        await vendor.Staff.PutAsync(
            $"/api/v1/contracts/{contract}",
            new { customerId = vendor.Customer, number = "K-1", startsOn = "2026-01-01", endsOn = "2026-12-31", serviceLevel = "standard", productIds = Array.Empty<Guid>() });

        Assert.Equal("华东机械有限公司", (await vendor.Staff.FetchAsync($"/api/v1/customers/{vendor.Customer}")).Text("name"));
        Assert.Equal("ERP-2", (await vendor.Staff.FetchAsync($"/api/v1/products/{vendor.Product}")).Text("code"));
        Assert.Equal("SN-2", (await vendor.Staff.FetchAsync($"/api/v1/assets/{vendor.Asset}")).Text("serialNumber"));
        Assert.Equal("2026-12-31", (await vendor.Staff.FetchAsync($"/api/v1/contracts/{contract}")).Text("endsOn"));
        var contact = await vendor.Staff.FetchAsync($"/api/v1/contacts/{vendor.Contact}");
        Assert.Equal(["+862155550100;ext=7", "+8613800001111"], contact.GetProperty("phones").EnumerateArray().Select(p => p.GetString()));
        Assert.Equal("li.wei@example.com", contact.Text("email"));

        var events = await host.EventsAsync(vendor.Tenant);
        Assert.Equal([1L, 2L], Sequences<CustomerChanged>());
        Assert.Equal([1L, 2L], Sequences<ProductChanged>());
        Assert.Equal([1L, 2L], Sequences<AssetChanged>());
        Assert.Equal([1L, 2L], Sequences<ContactChanged>());
        Assert.Equal([1L, 2L], Sequences<ContractChanged>());
        Assert.Equal(["+862155550100", "+8613800001111"], events.OfType<ContactChanged>().Last().Phones);
        Assert.Equal("Wang Fang", events.OfType<CustomerChanged>().Last().By.Name);

        IEnumerable<long> Sequences<T>() where T : Event => events.OfType<T>().Select(e => e.Stream!.Sequence);
    }

    [Fact]
    public async Task Keeps_its_natural_keys_unique_in_the_tenant_only()
    {
        var vendor = await Vendor.CreateAsync(host);
        await vendor.AddContractAsync("K-1", "premium", -1, 1);
        Assert.Equal("product.code-taken", await vendor.Staff.RefusedAsync("/api/v1/products", new { code = "ERP-1", name = "Other" }, 409));
        var asset = new { customerId = vendor.Customer, productId = vendor.Product, serialNumber = " SN-1 " };
        Assert.Equal("asset.serial-number-taken", await vendor.Staff.RefusedAsync("/api/v1/assets", asset, 409));
        var contract = new { customerId = vendor.Customer, number = "K-1", startsOn = "2026-01-01", endsOn = "2026-12-31", serviceLevel = "standard" };
        Assert.Equal("contract.number-taken", await vendor.Staff.RefusedAsync("/api/v1/contracts", contract, 409));
        await Vendor.CreateAsync(host);
    }

    [Fact]
    public async Task Names_only_what_exists()
    {
        var vendor = await Vendor.CreateAsync(host);
        var other = await Vendor.CreateAsync(host);
        foreach (var customerId in new[] { Guid.NewGuid(), other.Customer })
        {
            Assert.Equal("customer.unknown", await vendor.Staff.RefusedAsync("/api/v1/contacts", new { customerId, name = "X" }, 400));
            Assert.Equal(
                "customer.unknown", await vendor.Staff.RefusedAsync("/api/v1/assets", new { customerId, productId = vendor.Product, serialNumber = "S" }, 400));
            Assert.Equal("customer.unknown", await vendor.Staff.RefusedAsync("/api/v1/contracts", Contract(customerId), 400));
        }

        Assert.Equal("product.unknown", await vendor.Staff.RefusedAsync("/api/v1/contracts", Contract(vendor.Customer, other.Product), 400));
        Assert.Equal(
            "product.unknown",
            await vendor.Staff.RefusedAsync("/api/v1/assets", new { customerId = vendor.Customer, productId = other.Product, serialNumber = "S" }, 400));

        static object Contract(Guid customerId, params Guid[] productIds) =>
            new { customerId, number = "K-9", startsOn = "2026-01-01", endsOn = "2026-12-31", serviceLevel = "standard", productIds };
    }

    [Fact]
    public async Task Refuses_bad_values()
    {
        var vendor = await Vendor.CreateAsync(host);
        Assert.Equal("request.invalid", await vendor.Staff.RefusedAsync("/api/v1/customers", new { name = "  " }, 400));
        Assert.Equal("request.invalid", await vendor.Staff.RefusedAsync("/api/v1/customers", new { name = new string('x', 201) }, 400));
        Assert.Equal("request.invalid", await vendor.Staff.RefusedAsync("/api/v1/customers", new { name = "a\nb" }, 400));
        Assert.Equal("request.invalid", await vendor.Staff.RefusedAsync("/api/v1/customers", new { region = "x" }, 400));
        foreach (var phone in new[] { "12", "/", "call me" })
            Assert.Equal("phone.invalid", await Contact(new { customerId = vendor.Customer, name = "X", phones = new[] { phone } }));
        Assert.Equal("request.invalid", await Contact(new { customerId = vendor.Customer, name = "X", email = "x@y@z" }));
        Assert.Equal("request.invalid", await Contact(new { customerId = vendor.Customer, name = "X", language = "not a tag" }));
        Assert.Equal("request.invalid", await Contact(new { customerId = "7", name = "X" }));
        var backwards = new { customerId = vendor.Customer, number = "K", startsOn = "2026-02-01", endsOn = "2026-01-01", serviceLevel = "standard" };
        Assert.Equal("contract.ends-before-start", await vendor.Staff.RefusedAsync("/api/v1/contracts", backwards, 400));

        Task<string> Contact(object body) => vendor.Staff.RefusedAsync("/api/v1/contacts", body, 400);
    }

    [Fact]
    public async Task Is_listed_newest_first_in_pages()
    {
        var vendor = await Vendor.CreateAsync(host);
        var names = Enumerable.Range(0, 5).Select(i => $"Customer {i}").ToList();
        foreach (var name in names)
            await vendor.Staff.PostAsync("/api/v1/customers", new { name });
        var seen = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await vendor.Staff.FetchAsync($"/api/v1/customers?limit=2&cursor={cursor}");
            seen.AddRange(page.Items().Select(i => i.Text("name")));
            cursor = page.GetProperty("next").GetString();
        }

        Assert.Equal([.. names.AsEnumerable().Reverse(), "华东机械"], seen);
        foreach (var query in new[] { "limit=0", "limit=201", "limit=x", "cursor=no-cursor", "cursor=AAAA" })
            Assert.Equal("request.invalid", (await vendor.Staff.FetchAsync($"/api/v1/customers?{query}", 400)).Text("code"));
    }

    [Fact]
    public async Task Every_kind_of_channel_says_what_it_needs()
    {
        var vendor = await Vendor.CreateAsync(host);
        var kinds = (await vendor.Staff.FetchAsync("/api/v1/channels/kinds")).Items().ToDictionary(k => k.Text("kind"));
        Assert.Equal(Enum.GetNames<Persistence.ChannelKind>().Select(n => n.ToLowerInvariant()).Order(), kinds.Keys.Order());
        foreach (var (kind, view) in kinds)
        {
            var required = view.GetProperty("settings").EnumerateArray().Where(s => s.GetProperty("required").GetBoolean()).Select(s => s.Text("name")).ToList();
            // Without them it is refused by the name of the first; what has none is made at once, and says its secret if it said it would.
            var body = new { kind, name = $"a {kind}" };
            if (required.Count == 0)
            {
                var made = await vendor.Staff.PostAsync("/api/v1/channels", body);
                Assert.Equal(view.GetProperty("showsSecret").GetBoolean(), made.GetProperty("secret").ValueKind == System.Text.Json.JsonValueKind.String);
            }
            else
            {
                Assert.Contains(required[0], (await vendor.Staff.PostAsync("/api/v1/channels", body, 400)).Text("detail"), StringComparison.Ordinal);
            }
        }

        Assert.Equal("access.role-missing", (await host.Staff(vendor.Tenant, "manager").FetchAsync("/api/v1/channels/kinds", 403)).Text("code"));
    }

    [Fact]
    public async Task Is_changed_by_those_whose_work_it_is()
    {
        var vendor = await Vendor.CreateAsync(host);
        Assert.Equal("access.role-missing", await host.Staff(vendor.Tenant, "engineer").RefusedAsync("/api/v1/customers", new { name = "X" }, 403));
        Assert.Equal("access.role-missing", await host.Staff(vendor.Tenant, "agent").RefusedAsync("/api/v1/products", new { code = "X", name = "X" }, 403));
        Assert.Equal("access.role-missing", await host.Staff(vendor.Tenant, "manager").RefusedAsync("/api/v1/channels", new { kind = "im", name = "X" }, 403));
        Assert.Equal(
            "access.role-missing", await host.Customer(vendor.Tenant, vendor.Contact).RefusedAsync("/api/v1/customers", new { name = "X" }, 403));
        Assert.Equal("access.sign-in-required", await host.Anonymous().RefusedAsync("/api/v1/customers", new { name = "X" }, 401));
    }

    [Fact]
    public async Task Shows_customers_only_their_own()
    {
        var vendor = await Vendor.CreateAsync(host);
        var stranger = (await vendor.Staff.PostAsync("/api/v1/customers", new { name = "Other" })).Id();
        var strangersAsset = (await vendor.Staff.PostAsync(
            "/api/v1/assets", new { customerId = stranger, productId = vendor.Product, serialNumber = "SN-9" })).Id();
        await vendor.AddContractAsync("K-1", "premium", -1, 1);
        var customer = host.Customer(vendor.Tenant, vendor.Contact);
        Assert.Equal([vendor.Customer], (await customer.FetchAsync("/api/v1/customers")).Items().Select(i => i.Id()));
        Assert.Equal([vendor.Asset], (await customer.FetchAsync($"/api/v1/assets?customerId={stranger}")).Items().Select(i => i.Id()));
        Assert.Equal([vendor.Contact], (await customer.FetchAsync("/api/v1/contacts")).Items().Select(i => i.Id()));
        Assert.Single((await customer.FetchAsync("/api/v1/contracts")).Items());
        await customer.FetchAsync($"/api/v1/customers/{stranger}", 404);
        await customer.FetchAsync($"/api/v1/assets/{strangersAsset}", 404);
        Assert.Empty((await host.Customer(vendor.Tenant, null).FetchAsync("/api/v1/assets")).Items());
    }
}
