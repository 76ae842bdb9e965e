using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Clocks;

public sealed class What_the_board_orders_by
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Without_clocks_nothing_is_due() => Assert.Equal(new ClockSummary(Ticket.NeverDue, false), ClockSummary.Of([]));

    [Fact]
    public void The_earliest_running_promise_counts() => Assert.Equal(
        new ClockSummary(s_noon, false),
        ClockSummary.Of([Clock(ClockState.Running, 1), Clock(ClockState.Running, 0), Clock(ClockState.Met, -1), Clock(ClockState.Cancelled, -2)]));

    [Fact]
    public void A_missed_promise_stays_at_the_head_until_it_is_met()
    {
        Assert.Equal(new ClockSummary(s_noon.AddHours(-1), true), ClockSummary.Of([Clock(ClockState.Breached, -1), Clock(ClockState.Running, 1)]));
        Assert.Equal(new ClockSummary(s_noon.AddHours(1), false), ClockSummary.Of([Clock(ClockState.MetLate, -1), Clock(ClockState.Running, 1)]));
    }

    [Fact]
    public void Paused_promises_have_no_due() =>
        Assert.Equal(Ticket.NeverDue, ClockSummary.Of([Clock(ClockState.Paused, 1) with { DueAt = null }]).DueKey);

    [Fact]
    public void An_earlier_cycle_is_over() => Assert.Equal(
        new ClockSummary(s_noon.AddHours(2), false),
        ClockSummary.Of([Clock(ClockState.Breached, -9), Clock(ClockState.Running, 2) with { Cycle = 2 }]));

    internal static ClockView Clock(ClockState state, double hours) => new()
    {
        Clock = "resolution",
        State = state,
        StartedAt = s_noon.AddDays(-1),
        TargetSeconds = 3600,
        DueAt = s_noon.AddHours(hours),
        BreachedAt = state == ClockState.Breached ? s_noon.AddHours(hours) : null,
        RemainingSeconds = 0,
        Cycle = 1,
    };
}
