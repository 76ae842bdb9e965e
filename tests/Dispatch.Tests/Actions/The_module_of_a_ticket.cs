using System.Net;
using ServiceMesh.Contracts;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Actions;

public sealed class The_module_of_a_ticket(DispatchApp app)
{
    private static readonly string[] s_modules = ["FI", "MM"];

    [Fact]
    public async Task Is_taken_from_the_opening_and_corrected_by_whoever_resolves()
    {
        var (vendor, ticket) = await OpenAsync("FI");
        Assert.Equal("FI", (await vendor.PublishedAsync<TicketTriaged>())[^1].Module);

        await vendor.ActAsync(ticket, "resolve", new { resolution = "Released the lock", module = " mm " });

        Assert.Equal("MM", (await vendor.PublishedAsync<TicketResolved>())[^1].Module);
        Assert.Equal("MM", (await vendor.DetailAsync(ticket)).GetProperty("module").GetString());
    }

    [Fact]
    public async Task Stays_when_nobody_says_otherwise_and_is_one_of_the_products_own()
    {
        var (vendor, ticket) = await OpenAsync("FI");

        Assert.Equal("module.unknown", await vendor.RefusedAsync(HttpStatusCode.BadRequest, ticket, "resolve", new { resolution = "Done", module = "HR" }));
        await vendor.ActAsync(ticket, "resolve", new { resolution = "Done" });

        Assert.Equal("FI", Assert.Single(await vendor.PublishedAsync<TicketResolved>()).Module);
        var without = await vendor.OpenAsync();
        Assert.Equal("module.unknown", await vendor.RefusedAsync(HttpStatusCode.BadRequest, without, "resolve", new { resolution = "Done", module = "FI" }));
    }

    [Fact]
    public async Task Goes_when_the_ticket_moves_to_another_product()
    {
        var (vendor, ticket) = await OpenAsync("FI");
        var other = await ProductAsync(vendor, "CRM", []);

        await vendor.ActAsync(ticket, "triage", new { impact = "low", urgency = "low", productId = other });

        Assert.Null((await vendor.PublishedAsync<TicketTriaged>())[^1].Module);
    }

    private async Task<(Vendor Vendor, Guid Ticket)> OpenAsync(string module)
    {
        var vendor = app.NewVendor();
        var product = await ProductAsync(vendor, "ERP", s_modules);
        var opening = vendor.Opening() with { ProductId = product, ProductName = "ERP", Module = module };
        await app.DeliverAsync(opening);
        return (vendor, opening.AggregateId);
    }

    private async Task<Guid> ProductAsync(Vendor vendor, string code, string[] modules)
    {
        var product = Guid.CreateVersion7();
        await app.DeliverAsync(new ProductChanged
        {
            Tenant = vendor.Tenant, OccurredAt = DateTimeOffset.UtcNow, ProductId = product, Code = code, Name = code, Modules = modules, Stream = new StreamPosition("intake", product, 1),
        });
        return product;
    }
}
