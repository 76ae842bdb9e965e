using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain.Paging;
using Xunit;
using static ServiceMesh.Dispatch.Tests.Paging.OnCall;

namespace ServiceMesh.Dispatch.Tests.Paging;

/// <summary>A clock that recurs numbers its runs, not the ticket's cycles; and a paging lasts no longer than its clocks.</summary>
public sealed class Runs_and_ends_of_clocks(DispatchApp app)
{
    private const string Next = "nextResponse";

    [Fact]
    public async Task The_second_unanswered_message_pages_although_the_first_was_taken_on()
    {
        var (vendor, _, ticket) = await OpenAsync(app);
        await app.DeliverAsync(Escalated(vendor, ticket, clock: Next, run: 1, cycle: 1));
        await vendor.ActAsync(ticket, "acknowledge");
        // Whoever took the first run on is asked nothing more about that one.
        await app.DeliverAsync(Escalated(vendor, ticket, "manager", 2, Next, run: 1, cycle: 1));
        Assert.Single(await vendor.PublishedAsync<OnCallPaged>());

        await app.DeliverAsync(Escalated(vendor, ticket, clock: Next, run: 2, cycle: 1));
        var pages = await vendor.PublishedAsync<OnCallPaged>();
        Assert.Equal([(Next, 1, "Li"), (Next, 1, "Li")], pages.Select(p => (p.Clock, p.Level, p.Person.Name)));
        await vendor.ActAsync(ticket, "acknowledge");
        Assert.Equal([(Next, 1, 1), (Next, 2, 1)], (await vendor.PublishedAsync<EscalationAcknowledged>()).Select(e => (e.Clock!, e.Run!.Value, e.Cycle)));
    }

    [Fact]
    public async Task What_escalated_in_an_earlier_cycle_pages_nobody_and_a_run_of_this_one_does()
    {
        var (vendor, _, ticket) = await OpenAsync(app);
        await vendor.ActAsync(ticket, "resolve", new { resolution = "Restarted" });
        await app.ExecuteAsync($"UPDATE tickets SET resolved_at = resolved_at - interval '8 days' WHERE id = '{ticket}'");
        await vendor.ActAsync(ticket, "reopen", new { reason = "Again" });
        await app.DeliverAsync(Escalated(vendor, ticket, clock: Next, run: 3, cycle: 1));
        await app.DeliverAsync(Escalated(vendor, ticket, run: 1));
        Assert.Empty(await vendor.PublishedAsync<OnCallPaged>());
        await app.DeliverAsync(Escalated(vendor, ticket, clock: Next, run: 4, cycle: 2));
        Assert.Single(await vendor.PublishedAsync<OnCallPaged>());
    }

    [Theory]
    [InlineData(ClockState.Met)]
    [InlineData(ClockState.MetLate)]
    [InlineData(ClockState.Cancelled)]
    public async Task Meeting_or_cancelling_the_clock_ends_the_paging_at_once(ClockState state)
    {
        var (vendor, _, ticket) = await OpenAsync(app);
        await app.DeliverAsync(Changed(vendor, ticket, 1, Clock("resolution", ClockState.Breached)));
        await app.DeliverAsync(Escalated(vendor, ticket, cycle: 1, sequence: 2));
        await app.DeliverAsync(Changed(vendor, ticket, 3, Clock("resolution", ClockState.Breached), Clock(Next, ClockState.Met)));
        Assert.Equal(["active"], await PagingsAsync(vendor, ticket));
        await app.DeliverAsync(Changed(vendor, ticket, 5, Clock("resolution", state)));
        Assert.Equal(["stopped clock-met"], await PagingsAsync(vendor, ticket));
        Assert.Equal(0, await app.ExecuteAsync($"UPDATE messaging.timers SET due_at = due_at WHERE kind = 'paging' AND key = '{ticket}'"));
        // What was told before that and arrives only now wakes nobody.
        await app.DeliverAsync(Escalated(vendor, ticket, "manager", 2, cycle: 1, sequence: 4));
        Assert.Single(await vendor.PublishedAsync<OnCallPaged>());
    }

    [Fact]
    public async Task Two_clocks_that_joined_page_until_both_are_over()
    {
        var (vendor, _, ticket) = await OpenAsync(app);
        await app.DeliverAsync(Escalated(vendor, ticket, cycle: 1));
        await app.DeliverAsync(Escalated(vendor, ticket, clock: Next, run: 2, cycle: 1));
        Assert.Single(await vendor.PublishedAsync<OnCallPaged>());
        await app.DeliverAsync(Changed(vendor, ticket, 1, Clock("resolution", ClockState.MetLate), Clock(Next, ClockState.MetLate, 1), Clock(Next, ClockState.Breached, 2)));
        Assert.Equal(["active"], await PagingsAsync(vendor, ticket));
        await app.DeliverAsync(Changed(vendor, ticket, 2, Clock("resolution", ClockState.MetLate), Clock(Next, ClockState.MetLate, 2)));
        Assert.Equal(["stopped clock-met"], await PagingsAsync(vendor, ticket));
    }

    [Fact]
    public void Over_are_alarms_whose_clocks_are_all_met_or_cancelled()
    {
        string[] one = ["resolution/1/1", "resolution/1/2"];
        Assert.False(AlarmKeys.AreOver(one, []));
        Assert.False(AlarmKeys.AreOver(one, [Clock("resolution", ClockState.Met, 2, 2), Clock("resolution", ClockState.Breached)]));
        Assert.True(AlarmKeys.AreOver(one, [Clock("resolution", ClockState.Breached) with { CancelledAt = DateTimeOffset.UtcNow }]));
        // Of a clock that recurs only the last runs are told.
        Assert.True(AlarmKeys.AreOver(["update/1/1"], [Clock("update", ClockState.Met, 2), Clock("update", ClockState.Running, 3)]));
        Assert.False(AlarmKeys.AreOver(["update/3/1"], [Clock("update", ClockState.Met, 2), Clock("update", ClockState.Running, 3)]));
        Assert.False(AlarmKeys.AreOver(["resolution/1/1", "manual/7"], [Clock("resolution", ClockState.Met)]));
        Assert.Equal([new ClimbedLadder("a/b", 2, 3), new ClimbedLadder(null, 0, 0)], AlarmKeys.Ladders(["a/b/2/1", "a/b/2/3", "manual/7"]));
    }
}
