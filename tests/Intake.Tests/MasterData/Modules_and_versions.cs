using ServiceMesh.Contracts;

namespace ServiceMesh.Intake.Tests.MasterData;

public sealed class Modules_and_versions(IntakeHost host)
{
    private static readonly string[] s_modules = [" FI ", "MM"];

    [Fact]
    public async Task Go_with_the_ticket()
    {
        var vendor = await VendorAsync();
        var customer = host.Customer(vendor.Tenant, vendor.Contact);

        var ticket = (await customer.PostAsync("/api/v1/tickets", new { subject = "Cannot post", assetId = vendor.Asset, module = "fi" })).Id();

        var opened = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        Assert.Equal(("FI", "16.5"), (opened.Module, opened.Version));
        var view = await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}");
        Assert.Equal(("FI", "16.5"), (view.Text("module"), view.Text("version")));
    }

    [Fact]
    public async Task Are_told_and_stay_where_an_older_client_says_nothing_of_modules()
    {
        var vendor = await VendorAsync();

        var kept = await vendor.Staff.PutAsync($"/api/v1/products/{vendor.Product}", new { code = "ERP-1", name = "ERP Cloud" });

        Assert.Equal(["FI", "MM"], kept.GetProperty("modules").EnumerateArray().Select(m => m.GetString()));
        Assert.Equal(["FI", "MM"], (await host.EventsAsync<ProductChanged>(vendor.Tenant))[^1].Modules!);
        Assert.Equal("16.5", (await host.EventsAsync<AssetChanged>(vendor.Tenant))[^1].Version);
        Assert.Equal("FI", (await vendor.Staff.FetchAsync("/api/v1/products")).Items()[0].GetProperty("modules")[0].GetString());
    }

    [Fact]
    public async Task A_module_is_one_of_the_products_own()
    {
        var vendor = await VendorAsync();

        Assert.Equal("module.unknown", await vendor.Staff.RefusedAsync("/api/v1/tickets", new { subject = "x", productId = vendor.Product, module = "HR" }, 400));
        Assert.Equal("module.unknown", await vendor.Staff.RefusedAsync("/api/v1/tickets", new { subject = "x", module = "FI" }, 400));
        Assert.Empty(await host.EventsAsync<TicketOpened>(vendor.Tenant));
    }

    [Theory]
    [InlineData("""["FI","fi"]""")]
    [InlineData("""["FI",""]""")]
    [InlineData("""["FI",null]""")]
    [InlineData("""["F\nI"]""")]
    public async Task Names_that_make_no_sense_are_refused(string modules)
    {
        var vendor = await Vendor.CreateAsync(host);
        var body = new { code = "X", name = "X", modules = System.Text.Json.JsonDocument.Parse(modules).RootElement };
        Assert.Equal("request.invalid", await vendor.Staff.RefusedAsync("/api/v1/products", body, 400));
    }

    private async Task<Vendor> VendorAsync()
    {
        var vendor = await Vendor.CreateAsync(host);
        await vendor.Staff.PutAsync($"/api/v1/products/{vendor.Product}", new { code = "ERP-1", name = "ERP", modules = s_modules });
        await vendor.Staff.PutAsync($"/api/v1/assets/{vendor.Asset}", new { customerId = vendor.Customer, productId = vendor.Product, serialNumber = "SN-1", version = "16.5" });
        return vendor;
    }
}
