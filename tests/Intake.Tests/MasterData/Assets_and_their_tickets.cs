using System.Text;

namespace ServiceMesh.Intake.Tests.MasterData;

public sealed class Assets_and_their_tickets(IntakeHost host)
{
    [Fact]
    public async Task Are_found_by_place_and_customer_and_an_older_client_takes_no_place_away()
    {
        var vendor = await Vendor.CreateAsync(host);
        var (customerId, productId) = (vendor.Customer, vendor.Product);
        await vendor.Staff.PutAsync($"/api/v1/assets/{vendor.Asset}", new { customerId, productId, serialNumber = "SN-1", name = "Press line", location = " Hall 3, Suzhou " });
        var kept = await vendor.Staff.PutAsync($"/api/v1/assets/{vendor.Asset}", new { customerId, productId, serialNumber = "SN-1", name = "Press line" });
        Assert.Equal("Hall 3, Suzhou", kept.Text("location"));

        foreach (var q in new[] { "suzhou", "华东", "sn-1", "press" })
            Assert.Equal([vendor.Asset], (await vendor.Staff.FetchAsync($"/api/v1/assets?q={Uri.EscapeDataString(q)}")).Items().Select(a => a.Id()));
        Assert.Empty((await vendor.Staff.FetchAsync("/api/v1/assets?q=berlin")).Items());
        var read = await vendor.Staff.FetchAsync($"/api/v1/assets/{vendor.Asset}");
        Assert.Equal(("华东机械", "ERP"), (read.Text("customerName"), read.Text("productName")));

        Assert.True((await vendor.Staff.PutAsync($"/api/v1/assets/{vendor.Asset}", new { customerId, productId, serialNumber = "SN-1", location = "" })).IsNull("location"));
        var tooLong = new { customerId, productId, serialNumber = "SN-2", location = new string('x', 201) };
        Assert.Equal("request.invalid", await vendor.Staff.RefusedAsync("/api/v1/assets", tooLong, 400));
    }

    [Fact]
    public async Task Are_listed_for_whoever_may_see_them()
    {
        var vendor = await Vendor.CreateAsync(host);
        var (other, customer) = (await Vendor.CreateAsync(host), host.Customer(vendor.Tenant, vendor.Contact));
        await vendor.OpenAsync();
        var about = (await vendor.Staff.PostAsync("/api/v1/tickets", new { subject = "It smokes", assetId = vendor.Asset })).Id();

        Assert.Equal([about], await TicketsAsync(vendor.Staff));
        Assert.Equal([about], await TicketsAsync(customer));
        Assert.Empty(await TicketsAsync(other.Staff));

        // Sold on: what was reported before stays with whoever reported it.
        var buyer = (await vendor.Staff.PostAsync("/api/v1/customers", new { name = "Buyer" })).Id();
        await vendor.Staff.PutAsync($"/api/v1/assets/{vendor.Asset}", new { customerId = buyer, productId = vendor.Product, serialNumber = "SN-1" });
        var later = (await vendor.Staff.PostAsync("/api/v1/tickets", new { subject = "It smokes again", assetId = vendor.Asset })).Id();
        Assert.Equal([about], await TicketsAsync(customer));
        Assert.Equal([later, about], await TicketsAsync(vendor.Staff));

        async Task<List<Guid>> TicketsAsync(HttpClient client) => [.. (await client.FetchAsync($"/api/v1/tickets?assetId={vendor.Asset}")).Items().Select(t => t.Id())];
    }

    [Fact]
    public async Task Come_from_a_file_with_their_place()
    {
        var vendor = await Vendor.CreateAsync(host);
        await ImportAsync("customer,product,serialNumber,location\n华东机械,ERP-1,SN-1,Hall 4\n");
        // A file from before places were kept leaves them as they are.
        await ImportAsync("customer,product,serialNumber\n华东机械,ERP-1,SN-1\n");
        var asset = await vendor.Staff.FetchAsync($"/api/v1/assets/{vendor.Asset}");
        Assert.Equal("Hall 4", asset.Text("location"));
        var ticket = (await vendor.Staff.PostAsync("/api/v1/tickets", new { subject = "It smokes", assetId = vendor.Asset })).Id();
        Assert.Equal("Hall 4", (await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}")).GetProperty("asset").Text("location"));

        async Task ImportAsync(string csv)
        {
            using var file = new StringContent(csv, Encoding.UTF8, "text/csv");
            using var response = await vendor.Staff.PostAsync("/api/v1/assets/import?dryRun=false", file);
            Assert.Equal((0, 1), (await Http.ReadAsync(response, 200)) is var r ? (r.GetProperty("failed").GetInt32(), r.GetProperty("updated").GetInt32()) : default);
        }
    }
}
