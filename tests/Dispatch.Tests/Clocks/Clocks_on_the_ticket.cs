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
