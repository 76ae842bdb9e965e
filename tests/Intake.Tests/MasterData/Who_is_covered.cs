using ServiceMesh.Contracts;

namespace ServiceMesh.Intake.Tests.MasterData;

public sealed class Who_is_covered(IntakeHost host)
{
    [Fact]
    public async Task Is_told_before_a_ticket_is_saved()
    {
        var vendor = await Vendor.CreateAsync(host);
        var contract = await vendor.AddContractAsync("K-1", "premium", -1, 1, vendor.Product);
        var answer = await vendor.Staff.FetchAsync($"/api/v1/contracts/entitlement?contactId={vendor.Contact}&productId={vendor.Product}");
        Assert.Equal(("covered", "covered", vendor.Customer), (answer.Text("answer"), answer.Text("status"), answer.Id("customerId")));
        Assert.Equal((contract, 2), (answer.GetProperty("contract").Id("contractId"), answer.GetProperty("contract").GetProperty("weight").GetInt32()));
        Assert.Empty(await host.EventsAsync<TicketOpened>(vendor.Tenant));
    }

    [Fact]
    public async Task Counts_the_cases_and_takes_those_beyond_them_with_a_flag()
    {
        var vendor = await Vendor.CreateAsync(host);
        await SetContractAsync(vendor, new { caseLimit = 1, channels = new[] { "portal", "hotline" } });
        var query = $"/api/v1/contracts/entitlement?customerId={vendor.Customer}&productId={vendor.Product}";
        Assert.Equal(1, (await vendor.Staff.FetchAsync(query)).GetProperty("contract").GetProperty("casesLeft").GetInt32());
        Assert.Equal("channel-not-covered", (await vendor.Staff.FetchAsync(query + "&channel=im")).Text("answer"));
        await vendor.OpenAsync();
        Assert.Equal("exhausted", (await vendor.Staff.FetchAsync(query)).Text("answer"));
        var beyond = await vendor.OpenAsync();
        Assert.Equal("exhausted", beyond.GetProperty("entitlement").Text("status"));
        var opened = await host.EventsAsync<TicketOpened>(vendor.Tenant);
        Assert.Equal(["covered", "exhausted"], opened.Select(o => o.Entitlement));
        Assert.Equal([true, false], opened.Select(o => o.ContractId is not null));
    }

    [Fact]
    public async Task Counts_no_case_for_what_was_merged_cancelled_planned_or_only_promised()
    {
        var vendor = await Vendor.CreateAsync(host);
        await SetContractAsync(vendor, new { caseLimit = 9 });
        var (a, b, c) = ((await vendor.OpenAsync()).Id(), (await vendor.OpenAsync()).Id(), (await vendor.OpenAsync()).Id());
        Assert.Equal(6, await LeftAsync());
        await vendor.Staff.PostAsync($"/api/v1/tickets/{a}/merge", new { into = b }, 200);
        Assert.Equal(7, await LeftAsync());
        await vendor.Staff.PostAsync($"/api/v1/tickets/{a}/unmerge", new { }, 200);
        Assert.Equal(6, await LeftAsync());
        await host.DeliverAsync(DispatchSays.Cancelled(vendor.Tenant, c), 1);
        Assert.Equal(7, await LeftAsync());
        await vendor.Staff.PostAsync("/api/v1/tickets", new { subject = "Patch it", contactId = vendor.Contact, workType = "maintenance" });
        Assert.Equal(7, await LeftAsync());
        // Triage takes it for maintenance after all, and that counts at once; what was said before it and comes late changes nothing.
        await host.DeliverAsync(DispatchSays.Triaged(vendor.Tenant, b, WorkType.Support), 1);
        Assert.Equal(7, await LeftAsync());
        await host.DeliverAsync(DispatchSays.Triaged(vendor.Tenant, b, WorkType.Maintenance), 3);
        await host.DeliverAsync(DispatchSays.Triaged(vendor.Tenant, b, WorkType.Support), 2);
        Assert.Equal(("maintenance", 8), ((await vendor.Staff.FetchAsync($"/api/v1/tickets/{b}")).Text("workType"), await LeftAsync()));
        await host.DeliverAsync(DispatchSays.Triaged(vendor.Tenant, b, WorkType.Support), 4);
        Assert.Equal(7, await LeftAsync());
        var resolved = DispatchSays.Resolved(vendor.Tenant, b);
        await host.DeliverAsync(resolved with { Card = resolved.Card with { WorkType = WorkType.Maintenance } }, 5);
        Assert.Equal(8, await LeftAsync());
        var cti = await vendor.AddChannelAsync("cti");
        await cti.CallAsync("1", "missed", "+8613800001111");
        Assert.Equal((TicketKind.Callback, "covered", 8), ((await host.EventsAsync<TicketOpened>(vendor.Tenant))[^1].Kind, (await host.EventsAsync<TicketOpened>(vendor.Tenant))[^1].Entitlement, await LeftAsync()));

        async Task<int> LeftAsync() => (await vendor.Staff.FetchAsync($"/api/v1/contracts/entitlement?customerId={vendor.Customer}")).GetProperty("contract").GetProperty("casesLeft").GetInt32();
    }

    [Fact]
    public async Task Says_that_support_has_ended_or_upgrades_are_not_sold_and_takes_them_all_the_same()
    {
        var vendor = await Vendor.CreateAsync(host);
        await vendor.Staff.PutAsync($"/api/v1/products/{vendor.Product}", new
        {
            code = "ERP-1", name = "ERP", versions = new object[] { new { name = "R11", endOfSupport = Vendor.Today(-1) }, new { name = "R12", endOfSupport = Vendor.Today() }, new { name = "R13" } },
        });
        await SetContractAsync(vendor, new { upgradesIncluded = false });
        var ask = $"/api/v1/contracts/entitlement?assetId={vendor.Asset}";
        foreach (var (version, answer) in new[] { ("r11", "support-ended"), ("R12", "covered"), ("R13", "covered"), ("R14", "covered"), ((string?)null, "covered") })
        {
            await vendor.Staff.PutAsync($"/api/v1/assets/{vendor.Asset}", new { customerId = vendor.Customer, productId = vendor.Product, serialNumber = "SN-1", version });
            Assert.Equal(answer, (await vendor.Staff.FetchAsync(ask)).Text("answer"));
        }

        await vendor.Staff.PutAsync($"/api/v1/assets/{vendor.Asset}", new { customerId = vendor.Customer, productId = vendor.Product, serialNumber = "SN-1", version = "R11" });
        // An upgrade is how one gets out of it, if it was sold.
        Assert.Equal("covered", (await vendor.Staff.FetchAsync(ask + "&workType=maintenance")).Text("answer"));
        Assert.Equal("upgrade-not-included", (await vendor.Staff.FetchAsync(ask + "&requestClass=upgrade")).Text("answer"));
        Assert.Equal("covered", (await vendor.Staff.FetchAsync(ask + "&requestClass=training")).Text("answer"));
        var shown = (await vendor.Staff.FetchAsync(ask)).GetProperty("contract");
        Assert.Equal((Vendor.Today(-1), false), (shown.Text("supportedUntil"), shown.GetProperty("upgradesIncluded").GetBoolean()));
        Assert.Equal("request-class.unknown", (await vendor.Staff.FetchAsync(ask + "&requestClass=party", 400)).Text("code"));
        Assert.Equal("request.invalid", (await vendor.Staff.FetchAsync(ask + "&workType=party", 400)).Text("code"));

        foreach (var (more, status) in new (object, string)[]
        {
            (new { subject = "Down", assetId = vendor.Asset }, "support-ended"), (new { subject = "Newer", assetId = vendor.Asset, requestClass = "upgrade" }, "upgrade-not-included"),
        })
        {
            Assert.Equal(status, (await vendor.Staff.PostAsync("/api/v1/tickets", more)).GetProperty("entitlement").Text("status"));
        }

        Assert.Equal([("support-ended", null), ("upgrade-not-included", null)], (await host.EventsAsync<TicketOpened>(vendor.Tenant)).Select(o => (o.Entitlement, o.ContractId)));
        await vendor.Staff.PutAsync($"/api/v1/products/{vendor.Product}", new { code = "ERP-1", name = "ERP", versions = new[] { new { name = "R1" }, new { name = "r1" } } }, 400);
        // Without them those there are stay.
        var kept = await vendor.Staff.PutAsync($"/api/v1/products/{vendor.Product}", new { code = "ERP-1", name = "ERP" });
        Assert.Equal(["R11", "R12", "R13"], kept.GetProperty("versions").EnumerateArray().Select(v => v.Text("name")));
    }

    [Fact]
    public async Task Counts_the_visits_that_were_made_each_once_where_somebody_has_to_come()
    {
        var vendor = await Vendor.CreateAsync(host);
        await SetContractAsync(vendor, new { visitLimit = 2 });
        var query = $"/api/v1/contracts/entitlement?customerId={vendor.Customer}&productId={vendor.Product}";
        var ticket = (await vendor.OpenAsync()).Id();
        var (first, second, off) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        Assert.Equal(("covered", 2), await LeftAsync(vendor, query));

        await host.DeliverAsync(DispatchSays.Visited(vendor.Tenant, ticket, first), 1);
        await host.DeliverAsync(DispatchSays.Visited(vendor.Tenant, ticket, first), 2);
        await host.DeliverAsync(DispatchSays.VisitOff(vendor.Tenant, ticket, off), 3);
        // Another tenant's visit of the same id is another visit.
        await host.DeliverAsync(DispatchSays.Visited((await Vendor.CreateAsync(host)).Tenant, ticket, second), 4);
        Assert.Equal(("covered", 1), await LeftAsync(vendor, query + "&needsVisit=true"));

        await host.DeliverAsync(DispatchSays.Visited(vendor.Tenant, ticket, second), 5);
        Assert.Equal(("exhausted", 0), await LeftAsync(vendor, query + "&needsVisit=true"));
        Assert.Equal(("covered", 0), await LeftAsync(vendor, query));

        // What a ticket says of itself goes before its class, and a class says it for all of its tickets.
        await vendor.Staff.PutAsync("/api/v1/request-classes/on-site", new { name = new { zh = "上门", en = "On site" }, workType = "support", needsVisit = true });
        foreach (var (more, status) in new (object, string)[]
        {
            (new { subject = "Broken", contactId = vendor.Contact, needsVisit = true }, "exhausted"),
            (new { subject = "Broken", contactId = vendor.Contact, requestClass = "on-site" }, "exhausted"),
            (new { subject = "Broken", contactId = vendor.Contact, requestClass = "on-site", needsVisit = false }, "covered"),
            (new { subject = "Broken", contactId = vendor.Contact }, "covered"),
        })
        {
            Assert.Equal(status, (await vendor.Staff.PostAsync("/api/v1/tickets", more)).GetProperty("entitlement").Text("status"));
        }

        static async Task<(string, int)> LeftAsync(Vendor vendor, string query) => await vendor.Staff.FetchAsync(query) is var answer
            ? (answer.Text("answer"), answer.GetProperty("contract").GetProperty("visitsLeft").GetInt32()) : default;
    }

    [Fact]
    public async Task Is_unknown_where_nothing_says_whose_it_is()
    {
        var vendor = await Vendor.CreateAsync(host);
        var other = await Vendor.CreateAsync(host);
        var answer = await vendor.Staff.FetchAsync($"/api/v1/contracts/entitlement?productId={vendor.Product}");
        Assert.Equal(("unknown", "none"), (answer.Text("answer"), answer.Text("status")));
        Assert.Equal("unknown", (await vendor.Staff.FetchAsync($"/api/v1/contracts/entitlement?contactId={vendor.Contact}")).Text("answer"));
        Assert.Equal("contact.unknown", (await vendor.Staff.FetchAsync($"/api/v1/contracts/entitlement?contactId={other.Contact}", 400)).Text("code"));
        Assert.Equal("request.invalid", (await vendor.Staff.FetchAsync("/api/v1/contracts/entitlement", 400)).Text("code"));
        Assert.Equal("access.role-missing", (await host.Customer(vendor.Tenant, vendor.Contact)
            .FetchAsync($"/api/v1/contracts/entitlement?contactId={vendor.Contact}", 403)).Text("code"));
    }

    [Fact]
    public async Task Follows_from_a_contract_that_was_named()
    {
        var vendor = await Vendor.CreateAsync(host);
        var stranger = await Vendor.CreateAsync(host);
        var contract = await vendor.AddContractAsync("K-1", "premium", -1, 1);
        var answer = await vendor.Staff.FetchAsync($"/api/v1/contracts/entitlement?contractId={contract}");
        Assert.Equal((4, vendor.Customer), (answer.GetProperty("contract").GetProperty("weight").GetInt32(), answer.Id("customerId")));
        await vendor.Staff.PostAsync("/api/v1/tickets", new { subject = "Down", contractId = contract });
        var opened = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        Assert.Equal((contract, vendor.Customer), (opened.ContractId!.Value, opened.CustomerId!.Value));
        Assert.Equal("contract.unknown", await stranger.Staff.RefusedAsync("/api/v1/tickets", new { subject = "Down", contractId = contract }, 400));
        var others = (await vendor.Staff.PostAsync("/api/v1/customers", new { name = "Other" })).Id();
        Assert.Equal(
            "contract.other-customer", await vendor.Staff.RefusedAsync("/api/v1/tickets", new { subject = "Down", customerId = others, contractId = contract }, 400));
    }

    [Fact]
    public async Task Contracts_carry_what_credits_are_reckoned_from()
    {
        var vendor = await Vendor.CreateAsync(host);
        var contract = await SetContractAsync(vendor, new
        {
            monthlyFee = 12000.50m, currency = "CNY", casePrice = 800m, monthlyCreditCapPercent = 20m, plan = "gold", caseLimit = 50, visitLimit = 12,
            channels = new[] { "hotline", "im" }, upgradesIncluded = true, endOfSupport = "2030-12-31", assetIds = new[] { vendor.Asset },
        });
        var told = Assert.Single(await host.EventsAsync<ContractChanged>(vendor.Tenant));
        Assert.Equal((12000.50m, "CNY", 800m, 20m), (told.MonthlyFee, told.Currency, told.CasePrice, told.MonthlyCreditCapPercent));
        Assert.Equal(("gold", 50, 12, true, new DateOnly(2030, 12, 31)), (told.Plan, told.CaseLimit, told.VisitLimit, told.UpgradesIncluded, told.EndOfSupport));
        Assert.Equal([Channel.Hotline, Channel.Im], told.Channels);
        var shown = await vendor.Staff.FetchAsync($"/api/v1/contracts/{contract}");
        Assert.Equal((12000.50m, "gold"), (shown.GetProperty("monthlyFee").GetDecimal(), shown.Text("plan")));
        var theirs = await host.Customer(vendor.Tenant, vendor.Contact).FetchAsync($"/api/v1/contracts/{contract}");
        Assert.True(theirs.IsNull("monthlyFee") && theirs.IsNull("casePrice"));
        foreach (var wrong in new object[] { new { monthlyFee = -1, currency = "CNY" }, new { monthlyFee = 1.00001m, currency = "CNY" }, new { currency = "yuan" },
            new { monthlyCreditCapPercent = 101 }, new { caseLimit = 0 }, new { visitLimit = 0 }, new { channels = new[] { "fax" } } })
        {
            await SetContractAsync(vendor, wrong, 400);
        }

        Assert.Equal("contract.currency-missing", (await SetContractRawAsync(vendor, new { monthlyFee = 1 }, 400)).Text("code"));
        Assert.Equal("asset.unknown", (await SetContractRawAsync(vendor, new { assetIds = new[] { Guid.NewGuid() } }, 400)).Text("code"));
    }

    private static async Task<Guid> SetContractAsync(Vendor vendor, object more, int status = 201) =>
        await SetContractRawAsync(vendor, more, status) is var answer && status == 201 ? answer.Id() : Guid.Empty;

    private static Task<System.Text.Json.JsonElement> SetContractRawAsync(Vendor vendor, object more, int status)
    {
        var body = System.Text.Json.Nodes.JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(more))!.AsObject();
        body["customerId"] = vendor.Customer;
        body["number"] = $"K-{Guid.NewGuid():N}";
        body["startsOn"] = Vendor.Today(-1);
        body["endsOn"] = Vendor.Today(1);
        body["serviceLevel"] = "premium";
        return vendor.Staff.PostAsync("/api/v1/contracts", body, status);
    }
}
