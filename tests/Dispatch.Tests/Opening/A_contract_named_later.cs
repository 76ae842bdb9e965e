using ServiceMesh.Contracts;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Opening;

public sealed class A_contract_named_later(DispatchApp app)
{
    [Fact]
    public async Task Is_told_to_the_clocks_by_a_triage_that_changes_nothing_else()
    {
        var vendor = app.NewVendor();
        await vendor.EngineerAsync("Li", await vendor.TeamAsync("Desk"));
        var ticket = await vendor.OpenAsync();
        var first = Assert.Single(await vendor.PublishedAsync<TicketTriaged>());
        var cover = Cover(vendor, ticket);
        await app.DeliverAsync(cover);

        var again = (await vendor.PublishedAsync<TicketTriaged>())[^1];
        Assert.Equal(2, (await vendor.PublishedAsync<TicketTriaged>()).Count);
        Assert.Equal((cover.AssetId, cover.ContractId, cover.ProductId, "premium", "covered"), (again.AssetId, again.ContractId, again.ProductId, again.ServiceLevel, again.Entitlement));
        Assert.Equal((first.Severity, first.Impact, first.WorkType, first.DecidedBy, first.EngineerId), (again.Severity, again.Impact, again.WorkType, again.DecidedBy, again.EngineerId));
        // The clocks start where they did; the database keeps microseconds.
        Assert.Equal(first.OpenedAt, again.OpenedAt, TimeSpan.FromMilliseconds(1));
        Assert.Equal((first.Severity, "Read the number out"), (again.PreviousSeverity, again.Reason));
        Assert.Equal("Südwind", Assert.Single((await vendor.GetAsync("/api/v1/board")).GetProperty("items").EnumerateArray()).GetProperty("customerName").GetString());

        // Once it is resolved its clocks are over: the card says what it was about, and nothing is triaged any more.
        await vendor.ActAsync(ticket, "resolve", new { resolution = "Restarted" });
        await app.DeliverAsync(cover with { AssetId = null, SerialNumber = null });
        Assert.Equal(2, (await vendor.PublishedAsync<TicketTriaged>()).Count);
        Assert.Equal(cover.AssetId, (await vendor.PublishedAsync<TicketResolved>())[^1].Card.AssetId);
    }

    private static TicketCoverChanged Cover(Vendor vendor, Guid ticket) => new()
    {
        Tenant = vendor.Tenant, TicketId = ticket, OccurredAt = DateTimeOffset.UtcNow, By = Actor.System, PreviousEntitlement = "none", CustomerId = Guid.NewGuid(),
        CustomerName = "Südwind", AssetId = Guid.NewGuid(), SerialNumber = "SN-1", ProductId = Guid.NewGuid(), ProductName = "ERP", ContractId = Guid.NewGuid(),
        ContractNumber = "K-1", ServiceLevel = "premium", Entitlement = "covered", Reason = "Read the number out",
    };
}
