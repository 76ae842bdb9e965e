using Microsoft.Extensions.DependencyInjection;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Sla.Tickets;
using ServiceMesh.Testing;
using Xunit;

namespace ServiceMesh.Sla.Tests.Service;

public sealed class Timers_firing(SlaApp app)
{
    // A promise laid so that one of its instants lies this far ahead of now.
    private static readonly TimeSpan _soon = TimeSpan.FromMilliseconds(300);

    private readonly Vendor _vendor = app.NewVendor();
    private readonly Guid _ticket = Guid.CreateVersion7();

    [Fact]
    public async Task A_warning_comes_when_its_share_is_used_up()
    {
        var opened = Vendor.Now + _soon - TimeSpan.FromMinutes(15);
        await app.DeliverAsync(_vendor.Triaged(_ticket, opened));
        await Eventually.Async(async () => (await app.PublishedAsync(_ticket)).OfType<SlaWarned>().Any());
        var warned = Assert.Single((await app.PublishedAsync(_ticket)).OfType<SlaWarned>());
        Assert.Equal(("firstResponse", 50, 1, opened.AddMinutes(15), opened.AddMinutes(30)), (warned.Clock, warned.Percent, warned.Cycle, warned.OccurredAt, warned.DueAt));
        Assert.Single((await app.PublishedAsync(_ticket)).OfType<SlaClocksChanged>());
        Assert.Equal(opened.AddMinutes(22.5), await app.ArmedAsync(_ticket));
    }

    [Fact]
    public async Task A_breach_is_recorded_at_the_due_instant_with_the_first_escalation()
    {
        var opened = Vendor.Now + _soon - TimeSpan.FromMinutes(30);
        await app.DeliverAsync(_vendor.Triaged(_ticket, opened));
        await Eventually.Async(async () => (await app.PublishedAsync(_ticket)).OfType<SlaEscalated>().Any());

        var published = await app.PublishedAsync(_ticket);
        var due = opened.AddMinutes(30);
        var breached = Assert.Single(published.OfType<SlaBreached>());
        Assert.Equal(("firstResponse", due, due, 1), (breached.Clock, breached.OccurredAt, breached.DueAt, breached.Cycle));
        var escalated = Assert.Single(published.OfType<SlaEscalated>());
        Assert.Equal(("firstResponse", 1, "manager", due), (escalated.Clock, escalated.Level, escalated.Role, escalated.DueAt));
        // Found in time, each is told by itself.
        Assert.Equal((null, null), (breached.Together, escalated.Together));
        var changed = published.OfType<SlaClocksChanged>().Last();
        Assert.Equal((ClockState.Breached, due, 0L), (changed.Clocks[0].State, changed.Clocks[0].BreachedAt, changed.Clocks[0].RemainingSeconds));
        Assert.True(changed.OccurredAt >= due);
        Assert.Equal(opened.AddMinutes(45), await app.ArmedAsync(_ticket));
    }

    [Fact]
    public async Task The_second_escalation_comes_half_as_long_again_after()
    {
        var (ticket, opened) = await AheadOfAsync(TimeSpan.FromMinutes(45), (id, at) => app.DeliverAsync(_vendor.Triaged(id, at)));
        await Eventually.Async(async () => (await app.PublishedAsync(ticket)).OfType<SlaEscalated>().Count() == 2);
        var escalated = (await app.PublishedAsync(ticket)).OfType<SlaEscalated>().ToList();
        Assert.Equal([1, 2], escalated.Select(e => e.Level));
        Assert.Equal((opened.AddMinutes(45), opened.AddMinutes(30)), (escalated[1].OccurredAt, escalated[1].DueAt));
        Assert.Single((await app.PublishedAsync(ticket)).OfType<SlaBreached>());
    }

    [Fact]
    public async Task An_escalation_that_Dispatch_says_was_taken_on_goes_no_higher()
    {
        var (ticket, _) = await AheadOfAsync(TimeSpan.FromMinutes(45), async (id, at) =>
        {
            await app.DeliverAsync(_vendor.Triaged(id, at));
            await app.DeliverAsync(new EscalationAcknowledged
            {
                Tenant = _vendor.Tenant, TicketId = id, OccurredAt = at.AddMinutes(31), PagingId = Guid.CreateVersion7(), Level = 1, Clock = "firstResponse", Cycle = 1, Step = 1, Via = "link",
                PersonName = "Lin",
            });
        });
        await Eventually.Async(async () => (await _vendor.ClocksAsync(ticket))["clocks"]![0]!["levels"]!.AsArray()
            .Any(l => l!["level"]!.ToString() == "escalation-2" && l["skippedBecause"]?.ToString() == "acknowledged"));
        Assert.Equal([1], (await app.PublishedAsync(ticket)).OfType<SlaEscalated>().Select(e => e.Level));
    }

    [Fact]
    public async Task A_firing_that_finds_nothing_to_do_says_nothing_and_arms_the_next_instant()
    {
        var opened = Vendor.Now;
        await app.DeliverAsync(_vendor.Triaged(_ticket, opened));
        await using (var work = await app.Services.GetRequiredService<IWorkFactory>().BeginAsync(TestContext.Current.CancellationToken))
        {
            work.Arm(ClockTimer.For(_vendor.Tenant, _ticket, work.Now));
            await work.CommitAsync(TestContext.Current.CancellationToken);
        }

        await Eventually.Async(async () => await app.ArmedAsync(_ticket) == opened.AddMinutes(15));
        Assert.Single(await app.PublishedAsync(_ticket));
    }

    [Fact]
    public async Task A_pause_holds_warnings_back_and_resuming_brings_them_on()
    {
        var opened = Vendor.Now.AddHours(-47);
        await app.DeliverAsync(_vendor.Planned(_ticket, opened.AddMinutes(1)));
        await app.DeliverAsync(_vendor.Paused(_ticket, opened.AddMinutes(2)));
        await app.DeliverAsync(_vendor.Triaged(_ticket, opened, answeredAt: opened));
        Assert.Null(await app.ArmedAsync(_ticket));
        // Of 48 hours two minutes are used up: half of them will be, soon after now, if it went on this long ago.
        var resumed = Vendor.Now + _soon - TimeSpan.FromHours(24) + TimeSpan.FromMinutes(2);
        await app.DeliverAsync(_vendor.Resumed(_ticket, resumed));
        await Eventually.Async(async () => (await app.PublishedAsync(_ticket)).OfType<SlaWarned>().Any());
        var warned = Assert.Single((await app.PublishedAsync(_ticket)).OfType<SlaWarned>());
        Assert.Equal(("resolution", 50, resumed.AddHours(48).AddMinutes(-2)), (warned.Clock, warned.Percent, warned.DueAt));
    }

    [Fact]
    public async Task After_an_outage_each_ticket_is_told_of_once()
    {
        var own = new SlaApp();
        await own.InitializeAsync();
        try
        {
            var vendor = own.NewVendor();
            var isUp = true;
            // It is down before the promise falls due.
            var (ticket, opened) = await AheadOfAsync(TimeSpan.FromMinutes(30), async (id, at) =>
            {
                if (!isUp)
                {
                    own.Start();
                }

                await own.DeliverAsync(vendor.Triaged(id, at));
                await own.StopAsync();
                isUp = false;
            });
            await Eventually.Async(() => Vendor.Now > opened.AddMinutes(30));
            own.Start();
            await Eventually.Async(async () => (await own.PublishedAsync(ticket)).OfType<SlaBreached>().Any());
            Assert.Equal(opened.AddMinutes(30), Assert.Single((await own.PublishedAsync(ticket)).OfType<SlaBreached>()).OccurredAt);
            Assert.Equal(opened.AddMinutes(45), await own.ArmedAsync(ticket));
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_triage_that_comes_late_tells_the_breach_and_only_the_highest_levels()
    {
        var opened = Vendor.Now.AddHours(-3.5);
        await app.DeliverAsync(_vendor.Triaged(_ticket, opened));
        var published = await app.PublishedAsync(_ticket);
        Assert.Equal([("firstResponse", opened.AddMinutes(30))], published.OfType<SlaBreached>().Select(b => (b.Clock, b.OccurredAt)));
        Assert.Equal([("firstResponse", 2)], published.OfType<SlaEscalated>().Select(e => (e.Clock, e.Level)));
        Assert.Equal([("diagnosis", 75)], published.OfType<SlaWarned>().Select(w => (w.Clock, w.Percent)));
        // Each person is told once of all of it: the events bear one key, and the gravest comes first.
        Assert.Equal(["SlaBreached", "SlaEscalated", "SlaWarned"], published.Where(e => e is not SlaClocksChanged).Select(e => e.GetType().Name));
        Assert.NotNull(published.OfType<SlaBreached>().Single().Together?.Key);
        Assert.Single(published.OfType<SlaBreached>().Select(e => e.Together!.Key)
            .Concat(published.OfType<SlaEscalated>().Select(e => e.Together!.Key)).Concat(published.OfType<SlaWarned>().Select(e => e.Together!.Key)).Distinct());
        var levels = (await _vendor.ClocksAsync(_ticket))["clocks"]![0]!["levels"]!.AsArray();
        Assert.Equal(
            ["warning-50 overtaken", "warning-75 overtaken", "breach ", "escalation-1 overtaken", "escalation-2 "],
            levels.OrderBy(l => (string?)l!["reachedAt"]).ThenBy(l => (string?)l!["level"]).Select(l => $"{l!["level"]} {l["skippedBecause"]}"));
    }
    /// <summary>Does something with a new ticket before an instant of it comes; a machine that was too busy for that gets more time, with another ticket.</summary>
    /// <param name="since">How long after its opening that instant is.</param>
    /// <param name="act">What is to be done before.</param>
    private static async Task<(Guid Ticket, DateTimeOffset Opened)> AheadOfAsync(TimeSpan since, Func<Guid, DateTimeOffset, Task> act)
    {
        for (var ahead = _soon; ; ahead *= 4)
        {
            var (ticket, opened) = (Guid.CreateVersion7(), Vendor.Now + ahead - since);
            await act(ticket, opened);
            if (Vendor.Now < opened + since)
            {
                return (ticket, opened);
            }
        }
    }
}
