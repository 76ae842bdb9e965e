using ServiceMesh.Contracts;

namespace ServiceMesh.Intake.Tests.Tickets;

public sealed class What_a_ticket_is_about(IntakeHost host)
{
    [Fact]
    public async Task Decides_anew_what_covers_it_and_is_in_the_record()
    {
        var vendor = await Vendor.CreateAsync(host);
        var general = await vendor.AddContractAsync("K-ALL", "standard", -10, 10);
        var special = await AddAsync(vendor, "K-SN", "gold", new { assetIds = new[] { vendor.Asset } });
        var ticket = (await vendor.Staff.PostAsync("/api/v1/tickets", new { subject = "It smokes", contactId = vendor.Contact })).Id();
        Assert.Equal("standard", Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant)).ServiceLevel);

        var path = $"/api/v1/tickets/{ticket}/cover";
        var named = await vendor.Staff.PutAsync(path, new { assetId = vendor.Asset, reason = "Read the number out" });
        Assert.Equal((vendor.Asset, vendor.Product, "covered", "gold"), (named.Id("assetId"), named.Id("productId"), named.GetProperty("entitlement").Text("status"), named.GetProperty("entitlement").Text("serviceLevel")));
        var told = Assert.Single(await host.EventsAsync<TicketCoverChanged>(vendor.Tenant));
        Assert.Equal((ticket, null, general, "covered"), (told.TicketId!.Value, told.PreviousAssetId, told.PreviousContractId!.Value, told.PreviousEntitlement));
        Assert.Equal((vendor.Asset, "SN-1", vendor.Product, special, "K-SN", "gold", "covered"), (told.AssetId!.Value, told.SerialNumber, told.ProductId!.Value, told.ContractId!.Value, told.ContractNumber, told.ServiceLevel, told.Entitlement));
        Assert.Equal(("Read the number out", "Wang Fang"), (told.Reason, told.By.Name));
        var shown = await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}");
        Assert.Equal(("SN-1", "K-SN"), (shown.GetProperty("asset").Text("serialNumber"), shown.GetProperty("contract").Text("number")));

        // The same again says nothing; a contract that is named goes before; without anything it is as at the beginning.
        await vendor.Staff.PutAsync(path, new { assetId = vendor.Asset });
        Assert.Equal("standard", (await vendor.Staff.PutAsync(path, new { assetId = vendor.Asset, contractId = general })).GetProperty("entitlement").Text("serviceLevel"));
        var empty = await vendor.Staff.PutAsync(path, new { });
        Assert.True(empty.IsNull("assetId"));
        Assert.Equal([special, general, general], (await host.EventsAsync<TicketCoverChanged>(vendor.Tenant)).Select(c => c.ContractId!.Value));
    }

    [Fact]
    public async Task Says_whose_it_is_where_nobody_knew_and_is_no_case_against_itself()
    {
        var vendor = await Vendor.CreateAsync(host);
        await AddAsync(vendor, "K-1", "premium", new { caseLimit = 1 });
        var ticket = (await vendor.Staff.PostAsync("/api/v1/tickets", new { subject = "It smokes" })).Id();
        Assert.Equal("none", Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant)).Entitlement);
        foreach (var _ in new[] { 1, 2 })
        {
            var named = await vendor.Staff.PutAsync($"/api/v1/tickets/{ticket}/cover", new { assetId = vendor.Asset });
            Assert.Equal((vendor.Customer, "covered"), (named.Id("customerId"), named.GetProperty("entitlement").Text("status")));
        }

        Assert.Equal("exhausted", (await vendor.Staff.FetchAsync($"/api/v1/contracts/entitlement?customerId={vendor.Customer}")).Text("answer"));
        Assert.Equal("华东机械", Assert.Single(await host.EventsAsync<TicketCoverChanged>(vendor.Tenant)).CustomerName);
    }

    [Fact]
    public async Task Is_of_its_customer_and_for_staff_to_say_while_it_goes_on()
    {
        var (vendor, stranger) = (await Vendor.CreateAsync(host), await Vendor.CreateAsync(host));
        var other = (await vendor.Staff.PostAsync("/api/v1/customers", new { name = "Other" })).Id();
        var theirs = (await vendor.Staff.PostAsync("/api/v1/assets", new { customerId = other, productId = vendor.Product, serialNumber = "SN-2" })).Id();
        var (ticket, into) = ((await vendor.OpenAsync()).Id(), (await vendor.OpenAsync()).Id());
        Assert.Equal("asset.other-customer", await RefusedAsync(vendor.Staff, ticket, new { assetId = theirs }, 400));
        Assert.Equal("asset.unknown", await RefusedAsync(vendor.Staff, ticket, new { assetId = stranger.Asset }, 400));
        Assert.Equal("contract.unknown", await RefusedAsync(vendor.Staff, ticket, new { contractId = Guid.NewGuid() }, 400));
        Assert.Equal("ticket.not-found", await RefusedAsync(stranger.Staff, ticket, new { assetId = stranger.Asset }, 404));
        Assert.Equal("access.role-missing", await RefusedAsync(host.Customer(vendor.Tenant, vendor.Contact), ticket, new { assetId = vendor.Asset }, 403));
        await vendor.Staff.PostAsync($"/api/v1/tickets/{ticket}/merge", new { into }, 200);
        Assert.Equal("ticket.merged", await RefusedAsync(vendor.Staff, ticket, new { assetId = vendor.Asset }, 409));
        await host.DeliverAsync(DispatchSays.Closed(vendor.Tenant, into), 1);
        Assert.Equal("ticket.closed", await RefusedAsync(vendor.Staff, into, new { assetId = vendor.Asset }, 409));
        Assert.Empty(await host.EventsAsync<TicketCoverChanged>(vendor.Tenant));
        Assert.Equal("SN-2", Assert.Single((await vendor.Staff.FetchAsync("/api/v1/assets?q=n-2")).Items()).Text("serialNumber"));

        static async Task<string> RefusedAsync(HttpClient client, Guid ticket, object body, int status) => (await client.PutAsync($"/api/v1/tickets/{ticket}/cover", body, status)).Text("code");
    }

    private static async Task<Guid> AddAsync(Vendor vendor, string number, string level, object more)
    {
        var body = System.Text.Json.Nodes.JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(more))!.AsObject();
        (body["customerId"], body["number"], body["startsOn"], body["endsOn"], body["serviceLevel"]) = (vendor.Customer, number, Vendor.Today(-10), Vendor.Today(10), level);
        return (await vendor.Staff.PostAsync("/api/v1/contracts", body)).Id();
    }
}
