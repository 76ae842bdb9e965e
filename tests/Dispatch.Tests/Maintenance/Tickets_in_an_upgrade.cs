using System.Text.Json;
using ServiceMesh.Contracts;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Maintenance;

public sealed class Tickets_in_an_upgrade(DispatchApp app)
{
    [Fact]
    public async Task A_ticket_of_the_customer_is_tied_and_says_so()
    {
        var m = await Maintained.NewAsync(app);
        var run = await m.DueRunAsync("upgrade", ("productId", m.Product), ("name", "ERP 9 to 10"));
        var opening = m.Vendor.Opening() with { CustomerId = m.Customer, ProductId = m.Product };
        await app.DeliverAsync(opening);
        await app.DeliverAsync(opening);
        var tied = (await m.Vendor.DetailAsync(opening.AggregateId)).GetProperty("maintenance");
        Assert.Equal((run, "ERP 9 to 10", "due"), (tied.GetProperty("runId").GetGuid(), tied.GetProperty("planName").GetString(), tied.GetProperty("state").GetString()));
        var told = Assert.Single(await m.Vendor.PublishedAsync<TicketTiedToMaintenance>());
        Assert.Equal((opening.AggregateId, run, MaintenanceKind.Upgrade), (told.AggregateId, told.RunId, told.Kind));
        Assert.Equal(opening.Number, Assert.Single((await m.DetailAsync(run)).GetProperty("tickets").EnumerateArray()).GetProperty("number").GetString());
    }

    [Fact]
    public async Task Other_tickets_are_not()
    {
        var m = await Maintained.NewAsync(app);
        var run = await m.DueRunAsync("upgrade", ("productId", m.Product));
        var inspection = await m.DueRunAsync("inspection");
        var openings = new Dictionary<string, TicketOpened>
        {
            ["another customer"] = m.Vendor.Opening() with { CustomerId = Guid.CreateVersion7(), ProductId = m.Product },
            ["another product"] = m.Vendor.Opening() with { CustomerId = m.Customer, ProductId = Guid.CreateVersion7() },
            ["nobody known"] = m.Vendor.Opening() with { ProductId = m.Product },
            ["before the window"] = m.Vendor.Opening() with { CustomerId = m.Customer, OccurredAt = DateTimeOffset.UtcNow.AddMinutes(-30) },
            ["another tenant"] = app.NewVendor().Opening() with { CustomerId = m.Customer, ProductId = m.Product },
        };
        foreach (var opening in openings.Values) await app.DeliverAsync(opening);
        Assert.Empty(await m.Vendor.PublishedAsync<TicketTiedToMaintenance>());
        await m.ActAsync(run, "cancel", new { reason = "not today" });
        await app.DeliverAsync(m.Vendor.Opening() with { CustomerId = m.Customer, ProductId = m.Product });
        Assert.Empty(await m.Vendor.PublishedAsync<TicketTiedToMaintenance>());
        Assert.Equal("due", await m.StateAsync(inspection));
    }

    [Fact]
    public async Task An_upgrade_that_goes_on_past_its_window_still_has_its_backstop()
    {
        var m = await Maintained.NewAsync(app);
        var run = await m.DueRunAsync("upgrade");
        await m.ActAsync(run, "evidence", new { values = new { backupId = "B-17", rollbackPlan = "Restore B-17 and start the old version again." } });
        await m.ActAsync(run, "start");
        // Five hours later the four hours are over.
        await app.DeliverAsync(m.Vendor.Opening() with { CustomerId = m.Customer, OccurredAt = DateTimeOffset.UtcNow.AddHours(5) });
        Assert.Equal(run, Assert.Single(await m.Vendor.PublishedAsync<TicketTiedToMaintenance>()).RunId);
    }
}
