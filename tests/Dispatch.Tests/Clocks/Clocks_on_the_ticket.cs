using ServiceMesh.Contracts;
using ServiceMesh.Testing;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Clocks;

public sealed class Clocks_on_the_ticket(DispatchApp app)
{
    [Fact]
    public async Task Follow_the_newest_state_whatever_the_order_of_arrival()
    {
        var vendor = app.NewVendor();
        var ticket = await vendor.OpenAsync();
        var version = (await vendor.DetailAsync(ticket)).GetProperty("version").GetInt32();
        await app.DeliverAsync(Changed(vendor, ticket, 2, What_the_board_orders_by.Clock(ClockState.Met, 1)));
        await app.DeliverAsync(Changed(vendor, ticket, 1, What_the_board_orders_by.Clock(ClockState.Running, 1)));
        var row = await vendor.DetailAsync(ticket);
        Assert.Equal("met", Assert.Single(row.GetProperty("clocks").EnumerateArray()).GetProperty("state").GetString());
        Assert.Equal(version, row.GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Wait_for_their_ticket()
    {
        var vendor = app.NewVendor();
        var opening = vendor.Opening();
        await app.DeliverAsync(Changed(vendor, opening.AggregateId, 1, What_the_board_orders_by.Clock(ClockState.Running, 1)));
        await app.DeliverAsync(opening);
        await Eventually.Async(
            async () => (await vendor.DetailAsync(opening.AggregateId)).GetProperty("clocks").GetArrayLength() == 1, what: "the clocks arrive");
    }

    [Fact]
    public async Task Are_counted_as_breached_and_due_soon_and_put_the_pressing_first()
    {
        var vendor = app.NewVendor();
        var now = DateTimeOffset.UtcNow;
        var calm = await vendor.OpenAsync();
        var soon = await vendor.OpenAsync();
        var late = await vendor.OpenAsync();
        var far = await vendor.OpenAsync();
        var running = What_the_board_orders_by.Clock(ClockState.Running, 0);
        await app.DeliverAsync(Changed(vendor, far, 1, running with { DueAt = now.AddHours(5) }));
        await app.DeliverAsync(Changed(vendor, soon, 1, running with { DueAt = now.AddMinutes(5) }));
        await app.DeliverAsync(Changed(vendor, late, 1, What_the_board_orders_by.Clock(ClockState.Breached, 0) with { BreachedAt = now.AddMinutes(-5) }));
        var board = await vendor.GetAsync("/api/v1/board");
        Assert.Equal([late, soon, far, calm], board.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetGuid()));
        Assert.Equal(1, board.GetProperty("counts").GetProperty("breached").GetInt32());
        Assert.Equal(1, board.GetProperty("counts").GetProperty("dueSoon").GetInt32());
    }

    [Fact]
    public async Task Narrow_the_board_to_what_its_counters_count()
    {
        var vendor = app.NewVendor();
        var now = DateTimeOffset.UtcNow;
        var (soon, late, both, waiting, resolved) =
            (await vendor.OpenAsync(), await vendor.OpenAsync(), await vendor.OpenAsync(), await vendor.OpenAsync(), await vendor.OpenAsync());
        await vendor.OpenAsync();
        var running = What_the_board_orders_by.Clock(ClockState.Running, 0) with { DueAt = now.AddMinutes(5) };
        var breached = What_the_board_orders_by.Clock(ClockState.Breached, 0) with { BreachedAt = now.AddMinutes(-5) };
        await app.DeliverAsync(Changed(vendor, soon, 1, running));
        await app.DeliverAsync(Changed(vendor, late, 1, breached));
        await app.DeliverAsync(Changed(vendor, both, 1, running, breached with { BreachedAt = now.AddMinutes(-4) }));
        await vendor.ActAsync(waiting, "pause", new { reason = "scheduled" });
        await app.DeliverAsync(Changed(vendor, waiting, 1, running with { DueAt = now.AddMinutes(6) }));
        await vendor.ActAsync(resolved, "resolve", new { resolution = "Done" });
        await app.DeliverAsync(Changed(vendor, resolved, 1, breached));

        Assert.Equal([late, both], await IdsAsync("due=breached"));
        Assert.Equal([soon, waiting], await IdsAsync("due=soon"));
        Assert.Equal([waiting], await IdsAsync("due=soon&state=waiting"));
        var counts = (await vendor.GetAsync("/api/v1/board?due=soon")).GetProperty("counts");
        Assert.Equal((2, 2), (counts.GetProperty("breached").GetInt32(), counts.GetProperty("dueSoon").GetInt32()));
        using var client = vendor.As();
        foreach (var query in new[] { "due=never", "due=1", "due=soon&open=false", "due=breached&state=closed" })
        {
            using var refused = await client.GetAsync($"/api/v1/board?{query}", TestContext.Current.CancellationToken);
            Assert.Equal(System.Net.HttpStatusCode.BadRequest, refused.StatusCode);
        }

        async Task<IEnumerable<Guid>> IdsAsync(string query) =>
            [.. (await vendor.GetAsync($"/api/v1/board?{query}")).GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetGuid())];
    }

    [Fact]
    public async Task Are_counted_for_one_engineer_apart()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("ERP");
        var (li, wang) = (await vendor.EngineerAsync("Li", team), await vendor.EngineerAsync("Wang", team));
        var (soon, late, resolved, others) = (await vendor.OpenAsync(), await vendor.OpenAsync(), await vendor.OpenAsync(), await vendor.OpenAsync());
        foreach (var ticket in new[] { soon, late, resolved, others }) await vendor.ActAsync(ticket, "assign", new { engineerId = ticket == others ? wang : li });
        var running = What_the_board_orders_by.Clock(ClockState.Running, 0) with { DueAt = DateTimeOffset.UtcNow.AddMinutes(5) };
        foreach (var ticket in new[] { soon, resolved, others }) await app.DeliverAsync(Changed(vendor, ticket, 1, running));
        await app.DeliverAsync(Changed(vendor, late, 1, What_the_board_orders_by.Clock(ClockState.Breached, 0) with { BreachedAt = DateTimeOffset.UtcNow.AddMinutes(-5) }));
        await vendor.ActAsync(resolved, "resolve", new { resolution = "Done" });

        var counts = (await vendor.GetAsync($"/api/v1/board?engineer={li}")).GetProperty("counts");
        Assert.Equal((2, 1, 1, 1), (Of("assigned"), Of("resolved"), Of("breached"), Of("dueSoon")));
        int Of(string counter) => counts.GetProperty(counter).GetInt32();
    }

    private static SlaClocksChanged Changed(Vendor vendor, Guid ticket, long sequence, params ClockView[] clocks) => new()
    {
        Tenant = vendor.Tenant,
        TicketId = ticket,
        OccurredAt = DateTimeOffset.UtcNow,
        Clocks = clocks,
        NextDueAt = clocks.Min(c => c.DueAt),
        Stream = new StreamPosition("sla", ticket, sequence),
    };
}
