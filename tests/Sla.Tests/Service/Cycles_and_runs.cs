using ServiceMesh.Contracts;
using ServiceMesh.Testing;
using Xunit;

namespace ServiceMesh.Sla.Tests.Service;

/// <summary>Sla tells the window of a policy, Dispatch decides by it, and Sla follows; levels say in which cycle and run they are.</summary>
public sealed class Cycles_and_runs(SlaApp app)
{
    private static readonly TimeSpan _soon = TimeSpan.FromMilliseconds(300);

    private readonly Vendor _vendor = app.NewVendor();
    private readonly Guid _ticket = Guid.CreateVersion7();

    [Fact]
    public async Task The_window_of_the_policy_goes_with_the_clocks()
    {
        await PolicyAsync(new { resolution = "PT8H" }, "P30D");
        await app.DeliverAsync(_vendor.Triaged(_ticket, Vendor.Now));
        Assert.Equal(30 * 86_400, Assert.IsType<SlaClocksChanged>(Assert.Single(await app.PublishedAsync(_ticket))).ReopenWindowSeconds);
    }

    [Theory]
    [InlineData(8, false, 1)] // by a window of thirty days that Dispatch knew, though the policy's own is seven by now
    [InlineData(2, true, 2)]
    public async Task A_reopening_is_what_Dispatch_says_in_every_order_of_arrival(int days, bool began, int cycle)
    {
        await PolicyAsync(new { resolution = "PT8H" });
        var opened = Vendor.Now.AddDays(-20);
        for (var turn = 0; turn < 4; turn++)
        {
            var ticket = Guid.CreateVersion7();
            Event[] events =
            [
                _vendor.Triaged(ticket, opened), _vendor.Resolved(ticket, opened.AddHours(1)), _vendor.Closed(ticket, opened.AddDays(1)),
                _vendor.Reopened(ticket, opened.AddDays(days), began),
            ];
            foreach (var e in events.Skip(turn).Concat(events.Take(turn)))
            {
                await app.DeliverAsync(e);
            }

            Assert.Equal(cycle, (await app.PublishedAsync(ticket)).OfType<SlaClocksChanged>().Last().Clocks.Max(c => c.ServiceCycle));
        }
    }

    [Fact]
    public async Task A_level_of_the_second_unanswered_message_names_its_run_and_its_cycle()
    {
        await PolicyAsync(new { nextResponse = "PT1H" });
        var second = Vendor.Now + _soon - TimeSpan.FromHours(1);
        await app.DeliverAsync(_vendor.CustomerWrote(_ticket, second.AddMinutes(-90)));
        await app.DeliverAsync(_vendor.Answered(_ticket, second.AddMinutes(-60)));
        await app.DeliverAsync(_vendor.CustomerWrote(_ticket, second));
        await app.DeliverAsync(_vendor.Triaged(_ticket, second.AddHours(-2)));
        await Eventually.Async(async () => (await app.PublishedAsync(_ticket)).OfType<SlaEscalated>().Any());
        var escalated = Assert.Single((await app.PublishedAsync(_ticket)).OfType<SlaEscalated>());
        Assert.Equal(("nextResponse", 2, 1, 1, second.AddHours(1)), (escalated.Clock, escalated.Cycle, escalated.ServiceCycle, escalated.Level, escalated.DueAt));
    }

    [Fact]
    public async Task A_level_for_the_customer_is_told_with_that_role_once_per_clock_and_cycle_by_share_and_by_time_before_due()
    {
        // Half of eight hours, and an hour before five: both four hours after the start.
        var (status, body) = await _vendor.PostAsync("/api/v1/sla/policies", new
        {
            name = "premium", calendar = "always", warnAt = Array.Empty<int>(), escalations = Array.Empty<object>(), rules = new[] { new { name = "any", targets = new { diagnosis = "PT5H", resolution = "PT8H" } } },
            clocks = new { diagnosis = new { escalations = new[] { new { level = 3, role = "customer", offset = "-PT1H" } } }, resolution = new { escalations = new[] { new { level = 2, role = "customer", percent = 50 } } } },
        });
        Assert.True((int)status is 200 or 201, $"{status} {body}");
        var (start, again) = (Vendor.Now + _soon - TimeSpan.FromHours(4), Guid.CreateVersion7());
        await app.DeliverAsync(_vendor.Triaged(_ticket, start));
        // The same ticket a month ago, solved and reopened since.
        await app.DeliverAsync(_vendor.Resolved(again, start.AddDays(-30).AddHours(1)));
        await app.DeliverAsync(_vendor.Reopened(again, start, newCycle: true));
        await app.DeliverAsync(_vendor.Triaged(again, start.AddDays(-30)));
        foreach (var (ticket, cycle) in new[] { (_ticket, 1), (again, 2) })
        {
            await Eventually.Async(async () => (await app.PublishedAsync(ticket)).OfType<SlaEscalated>().Count() >= 2, what: $"the levels of cycle {cycle}");
            // Whatever looks at the clocks again tells nothing twice.
            await app.DeliverAsync(_vendor.CustomerWrote(ticket, Vendor.Now));
            Assert.Equal(
                [("diagnosis", 3, "customer", cycle, start.AddHours(4), start.AddHours(5)), ("resolution", 2, "customer", cycle, start.AddHours(4), start.AddHours(8))],
                (await app.PublishedAsync(ticket)).OfType<SlaEscalated>().OrderBy(e => e.Clock, StringComparer.Ordinal).Select(e => (e.Clock, e.Level, e.Role, e.Cycle, e.OccurredAt, e.DueAt)));
        }
    }

    [Fact]
    public async Task A_breached_clock_that_new_terms_drop_says_that_it_is_over()
    {
        await PolicyAsync(new { diagnosis = "PT1H", resolution = "PT48H" });
        var opened = Vendor.Now.AddHours(-3);
        await app.DeliverAsync(_vendor.Triaged(_ticket, opened));
        await PolicyAsync(new { resolution = "PT48H" });
        await app.DeliverAsync(_vendor.Triaged(_ticket, opened, severity: 2, at: opened.AddHours(2)));
        var clocks = (await app.PublishedAsync(_ticket)).OfType<SlaClocksChanged>().Last().Clocks;
        Assert.Equal(
            [("diagnosis", ClockState.Breached, opened.AddHours(2)), ("resolution", ClockState.Running, null)],
            clocks.OrderBy(c => c.Clock, StringComparer.Ordinal).Select(c => (c.Clock, c.State, c.CancelledAt)));
    }

    private async Task PolicyAsync(object targets, string reopenWindow = "P7D")
    {
        var (status, body) = await _vendor.PostAsync("/api/v1/sla/policies", new
        {
            name = "premium", calendar = "always", reopenWindow, rules = new[] { new { name = "any", targets } },
        });
        Assert.True((int)status is 200 or 201, $"{status} {body}");
    }
}
