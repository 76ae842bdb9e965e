using ServiceMesh.Contracts;
using ServiceMesh.Testing;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Merges;

public sealed class Merged_tickets(DispatchApp app)
{
    [Fact]
    public async Task Leave_the_board_and_come_back_with_their_engineer()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var li = await vendor.EngineerAsync("Li", team);
        var (main, twin) = (await vendor.OpenAsync(), await vendor.OpenAsync());
        await vendor.ActAsync(twin, "start");
        await vendor.ActAsync(twin, "pause", new { reason = "waitingForCustomer" });
        var assigned = (await vendor.PublishedAsync<TicketAssigned>()).Count;
        var merged = Merged(vendor, twin, main);
        await app.DeliverAsync(merged);
        var detail = await vendor.DetailAsync(twin);
        Assert.Equal(("cancelled", main), (detail.GetProperty("state").GetString(), detail.GetProperty("mergedInto").GetProperty("id").GetGuid()));
        Assert.Equal("merged", Assert.Single(detail.GetProperty("pauses").EnumerateArray()).GetProperty("endedBy").GetString());
        var board = await vendor.GetAsync("/api/v1/board");
        Assert.Equal(main, Assert.Single(board.GetProperty("items").EnumerateArray()).GetProperty("id").GetGuid());
        Assert.Equal(0, board.GetProperty("counts").GetProperty("waiting").GetInt32());
        await app.DeliverAsync(merged with { OccurredAt = DateTimeOffset.UtcNow });

        await app.DeliverAsync(Unmerged(vendor, twin, main));
        detail = await vendor.DetailAsync(twin);
        Assert.Equal(("inProgress", li), (detail.GetProperty("state").GetString(), detail.GetProperty("engineerId").GetGuid()));
        Assert.Equal(2, (await vendor.GetAsync("/api/v1/board")).GetProperty("items").GetArrayLength());
        // The merge itself has told everybody: nobody is told that a ticket was cancelled or assigned.
        Assert.Empty(await vendor.PublishedAsync<TicketCancelled>());
        Assert.Equal(assigned, (await vendor.PublishedAsync<TicketAssigned>()).Count);
    }

    [Fact]
    public async Task Leave_the_queue_take_no_place_and_are_placed_again()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var li = await vendor.EngineerAsync("Li", team);
        await vendor.SendAsync(HttpMethod.Put, $"/api/v1/teams/{team}/settings", new { assignment = new { capacity = new { @case = 1 } } });
        var (main, twin, third) = (await vendor.OpenAsync(), await vendor.OpenAsync(), await vendor.OpenAsync());
        await app.DeliverAsync(Merged(vendor, twin, main));
        // Whoever had the merged one is free for the next.
        await app.DeliverAsync(Merged(vendor, main, third));
        await Eventually.Async(async () => (await vendor.DetailAsync(third)).GetProperty("state").GetString() == "assigned", what: "the third is placed");
        Assert.Equal("cancelled", (await vendor.DetailAsync(twin)).GetProperty("state").GetString());
        await app.DeliverAsync(Unmerged(vendor, twin, main));
        Assert.Equal("open", (await vendor.DetailAsync(twin)).GetProperty("state").GetString());
        await vendor.ActAsync(third, "resolve", new { resolution = "Done" });
        await Eventually.Async(async () => (await vendor.DetailAsync(twin)).GetProperty("state").GetString() == "assigned", what: "the separated one is placed");
        Assert.Equal(li, (await vendor.DetailAsync(twin)).GetProperty("engineerId").GetGuid());
    }

    [Fact]
    public async Task Stay_resolved_or_closed_if_they_were()
    {
        var vendor = app.NewVendor();
        await vendor.TeamAsync("Desk");
        var (main, resolved, closed) = (await vendor.OpenAsync(), await vendor.OpenAsync(), await vendor.OpenAsync());
        foreach (var ticket in new[] { resolved, closed }) await vendor.ActAsync(ticket, "resolve", new { resolution = "Done" });
        await vendor.ActAsync(closed, "close");
        foreach (var ticket in new[] { resolved, closed }) await app.DeliverAsync(Merged(vendor, ticket, main));
        foreach (var ticket in new[] { resolved, closed }) await app.DeliverAsync(Unmerged(vendor, ticket, main));
        Assert.Equal("resolved", (await vendor.DetailAsync(resolved)).GetProperty("state").GetString());
        Assert.Equal("closed", (await vendor.DetailAsync(closed)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_separation_that_comes_before_its_merge_waits_for_it()
    {
        var vendor = app.NewVendor();
        await vendor.TeamAsync("Desk");
        var (main, twin) = (await vendor.OpenAsync(), await vendor.OpenAsync());
        await app.DeliverAsync(Unmerged(vendor, twin, main));
        await app.DeliverAsync(Merged(vendor, twin, main));
        await Eventually.Async(async () => (await vendor.DetailAsync(twin)).GetProperty("mergedInto").ValueKind == System.Text.Json.JsonValueKind.Null, TimeSpan.FromSeconds(60), "the separation is handled");
        Assert.Equal("open", (await vendor.DetailAsync(twin)).GetProperty("state").GetString());
    }

    private static TicketsMerged Merged(Vendor vendor, Guid ticket, Guid into) =>
        new() { Tenant = vendor.Tenant, TicketId = ticket, OccurredAt = DateTimeOffset.UtcNow, IntoTicketId = into, IntoNumber = "T-1" };

    private static TicketsUnmerged Unmerged(Vendor vendor, Guid ticket, Guid from) =>
        new() { Tenant = vendor.Tenant, TicketId = ticket, OccurredAt = DateTimeOffset.UtcNow, FromTicketId = from, MergedAt = DateTimeOffset.UtcNow };
}
