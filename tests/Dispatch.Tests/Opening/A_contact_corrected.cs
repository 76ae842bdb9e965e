using ServiceMesh.Contracts;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Opening;

public sealed class A_contact_corrected(DispatchApp app)
{
    [Fact]
    public async Task Is_shown_on_the_board_and_in_every_later_card()
    {
        var vendor = app.NewVendor();
        await vendor.EngineerAsync("Li", await vendor.TeamAsync("Desk"));
        var ticket = await vendor.OpenAsync();
        await app.DeliverAsync(new TicketContactChanged
        {
            Tenant = vendor.Tenant, TicketId = ticket, OccurredAt = DateTimeOffset.UtcNow, By = Actor.System, ContactId = Guid.NewGuid(), ContactName = "Sun Li",
            ContactEmail = "sun@example.com", CustomerId = Guid.NewGuid(), CustomerName = "Südwind", Language = "en", Entitlement = "covered", ServiceLevel = "premium",
        });
        var row = Assert.Single((await vendor.GetAsync("/api/v1/board")).GetProperty("items").EnumerateArray());
        Assert.Equal("Südwind", row.GetProperty("customerName").GetString());
        // It is found by the customer that it has, and no more by the one that it had.
        Assert.Single((await vendor.GetAsync("/api/v1/board?q=Südwind")).GetProperty("items").EnumerateArray());
        Assert.Empty((await vendor.GetAsync("/api/v1/board?q=Northwind")).GetProperty("items").EnumerateArray());
        await vendor.ActAsync(ticket, "resolve", new { resolution = "Restarted" });
        var card = (await vendor.PublishedAsync<TicketResolved>())[^1].Card;
        Assert.Equal(("Südwind", "sun@example.com"), (card.CustomerName, card.ContactEmail));
    }
}
