using System.Net;
using System.Net.Http.Json;
using ServiceMesh.Contracts;

namespace ServiceMesh.Intake.Tests.MasterData;

public sealed class Brands(IntakeHost host)
{
    private const string Path = "/api/v1/products/brands";

    [Fact]
    public async Task A_product_is_sold_under_one_of_the_tenants_brands_or_none()
    {
        var vendor = await Vendor.CreateAsync(host);
        await vendor.Staff.PutAsync($"{Path}/nova", new { nameZh = " 新星 ", nameEn = "Nova" });
        await vendor.Staff.PutAsync($"{Path}/nova", new { nameZh = "新星", nameEn = "Nova Care" });

        var told = await host.EventsAsync<BrandChanged>(vendor.Tenant);
        Assert.Equal([("nova", "新星", "Nova"), ("nova", "新星", "Nova Care")], told.Select(b => (b.Code, b.NameZh, b.NameEn)));
        Assert.Single(told.Select(b => b.BrandId).Distinct());
        Assert.Equal([1L, 2L], told.Select(b => b.Stream!.Sequence));
        var listed = Assert.Single((await vendor.Staff.FetchAsync(Path)).Items());
        Assert.Equal(("nova", "Nova Care"), (listed.Text("code"), listed.Text("nameEn")));

        var product = await vendor.Staff.PutAsync($"/api/v1/products/{vendor.Product}", new { code = "ERP-1", name = "ERP", brand = "nova" });
        Assert.Equal("nova", product.Text("brand"));
        Assert.Equal("nova", (await vendor.Staff.FetchAsync($"/api/v1/products/{vendor.Product}")).Text("brand"));
        // A client that knows nothing of brands takes none away; an empty one does.
        Assert.Equal("nova", (await vendor.Staff.PutAsync($"/api/v1/products/{vendor.Product}", new { code = "ERP-1", name = "ERP" })).Text("brand"));
        Assert.True((await vendor.Staff.PutAsync($"/api/v1/products/{vendor.Product}", new { code = "ERP-1", name = "ERP", brand = "" })).IsNull("brand"));
        Assert.Equal([null, "nova", "nova", null], (await host.EventsAsync<ProductChanged>(vendor.Tenant)).Where(p => p.ProductId == vendor.Product).Select(p => p.Brand));
    }

    [Fact]
    public async Task Another_tenants_brand_is_unknown_and_nothing_is_stored()
    {
        var (vendor, other) = (await Vendor.CreateAsync(host), await Vendor.CreateAsync(host));
        await other.Staff.PutAsync($"{Path}/theirs", new { nameZh = "他们", nameEn = "Theirs" });
        var before = (await host.EventsAsync(vendor.Tenant)).Count;

        Assert.Empty((await vendor.Staff.FetchAsync(Path)).Items());
        Assert.Equal("brand.unknown", await vendor.Staff.RefusedAsync("/api/v1/products", new { code = "B", name = "B", brand = "theirs" }, 400));
        foreach (var (code, body) in new (string, object)[]
        {
            ("Nova", new { nameZh = "新", nameEn = "N" }), ("no%20va", new { nameZh = "新", nameEn = "N" }), (new string('a', 41), new { nameZh = "新", nameEn = "N" }),
            ("nova", new { nameZh = "新", nameEn = "" }), ("nova", new { nameEn = "N" }), ("nova", new { nameZh = "新", nameEn = "N\nBcc: x@example.com" }),
        })
        {
            using var answer = await vendor.Staff.PutAsJsonAsync($"{Path}/{code}", body, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
        using var refused = await host.Staff(vendor.Tenant, "agent").PutAsJsonAsync($"{Path}/nova", new { nameZh = "新", nameEn = "N" }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal(before, (await host.EventsAsync(vendor.Tenant)).Count);
    }

    [Fact]
    public async Task A_retired_brand_sells_nothing_until_it_is_taken_up_again()
    {
        var (vendor, other) = (await Vendor.CreateAsync(host), await Vendor.CreateAsync(host));
        await vendor.Staff.PutAsync($"{Path}/nova", new { nameZh = "新星", nameEn = "Nova" });
        await vendor.Staff.PutAsync($"/api/v1/products/{vendor.Product}", new { code = "ERP-1", name = "ERP", brand = "nova" });
        async Task<HttpStatusCode> RetireAsync(HttpClient who, string code) => (await who.DeleteAsync($"{Path}/{code}", TestContext.Current.CancellationToken)).StatusCode;

        Assert.Equal(HttpStatusCode.Forbidden, await RetireAsync(host.Staff(vendor.Tenant, "agent"), "nova"));
        Assert.Equal(HttpStatusCode.NotFound, await RetireAsync(other.Staff, "nova"));
        Assert.Equal(HttpStatusCode.NoContent, await RetireAsync(vendor.Staff, "nova"));
        Assert.Equal(HttpStatusCode.NotFound, await RetireAsync(vendor.Staff, "nova"));

        Assert.Empty((await vendor.Staff.FetchAsync(Path)).Items());
        Assert.True((await vendor.Staff.FetchAsync($"/api/v1/products/{vendor.Product}")).IsNull("brand"));
        Assert.Equal("brand.unknown", await vendor.Staff.RefusedAsync("/api/v1/products", new { code = "B", name = "B", brand = "nova" }, 400));
        await vendor.Staff.PutAsync($"{Path}/nova", new { nameZh = "新星", nameEn = "Nova" });
        Assert.Single((await vendor.Staff.FetchAsync(Path)).Items());
        var told = await host.EventsAsync<BrandChanged>(vendor.Tenant);
        Assert.Equal([false, true, false], told.Select(b => b.Retired));
        Assert.Equal([1L, 2L, 3L], told.Select(b => b.Stream!.Sequence));
        Assert.Equal([null, "nova", null], (await host.EventsAsync<ProductChanged>(vendor.Tenant)).Where(p => p.ProductId == vendor.Product).Select(p => p.Brand));
    }

    [Fact]
    public async Task The_progress_page_speaks_under_the_brand()
    {
        var vendor = await Vendor.CreateAsync(host);
        await vendor.Staff.PutAsync($"{Path}/nova", new { nameZh = "新星", nameEn = "Nova" });
        await vendor.Staff.PutAsync($"/api/v1/products/{vendor.Product}", new { code = "ERP-1", name = "ERP", brand = "nova" });
        var opened = await vendor.Staff.PostAsync("/api/v1/tickets", new { subject = "x", productId = vendor.Product, contact = new { name = "王丽", email = "wang@example.com", language = "zh-CN" } });
        var link = opened.Text("progressUrl")!;
        Assert.Equal("新星", (await host.Anonymous().FetchAsync($"/api/v1/progress/{link[(link.LastIndexOf('/') + 1)..]}/conversation")).Text("brand"));
    }
}
