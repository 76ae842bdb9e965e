using System.Text.Json.Nodes;
using ServiceMesh.Contracts;
using Xunit;

namespace ServiceMesh.Sla.Tests.Service;

public sealed class Clocks_from_events(SlaApp app)
{
    private readonly Vendor _vendor = app.NewVendor();
    private readonly Guid _ticket = Guid.CreateVersion7();

    [Fact]
    public async Task A_triage_arms_the_clocks_and_one_timer()
    {
        var opened = Vendor.Now;
        await app.DeliverAsync(_vendor.Triaged(_ticket, opened, severity: 2));

        var changed = Assert.IsType<SlaClocksChanged>(Assert.Single(await app.PublishedAsync(_ticket)));
        Assert.Equal(("premium", 1, opened + TimeSpan.FromMinutes(30)), (changed.Policy, changed.PolicyVersion, changed.NextDueAt));
        Assert.Equal(
            [("firstResponse", 1800L, opened.AddMinutes(30)), ("diagnosis", 7200L, opened.AddHours(2)), ("resolution", 86_400L, opened.AddHours(24))],
            changed.Clocks.Select(c => (c.Clock, c.TargetSeconds, c.DueAt!.Value)));
        Assert.All(changed.Clocks, c => Assert.Equal((ClockState.Running, opened, 1), (c.State, c.StartedAt, c.Cycle)));
        Assert.InRange(changed.Clocks[0].RemainingSeconds, 1795, 1800);
        Assert.Equal(opened.AddMinutes(15), await app.ArmedAsync(_ticket));
    }

    [Fact]
    public async Task An_answered_call_meets_first_response_at_the_answer()
    {
        var opened = Vendor.Now;
        await app.DeliverAsync(_vendor.Triaged(_ticket, opened.AddMinutes(-2), answeredAt: opened.AddMinutes(-1)));
        Assert.Equal((ClockState.Met, opened.AddMinutes(-1)), await LastAsync("firstResponse", c => c.MetAt));

        var other = Guid.CreateVersion7();
        await app.DeliverAsync(_vendor.Triaged(other, opened.AddMinutes(-2)));
        await app.DeliverAsync(_vendor.Called(other, opened.AddMinutes(-1)));
        var clocks = (await app.PublishedAsync(other)).OfType<SlaClocksChanged>().Last().Clocks;
        Assert.Equal((ClockState.Met, opened.AddMinutes(-1)), (clocks[0].State, clocks[0].MetAt));
    }

    [Fact]
    public async Task A_pause_hides_the_due_and_names_its_reason()
    {
        var opened = Vendor.Now.AddHours(-1);
        await app.DeliverAsync(_vendor.Triaged(_ticket, opened));
        await app.DeliverAsync(_vendor.Answered(_ticket, opened.AddMinutes(5)));
        await app.DeliverAsync(_vendor.Paused(_ticket, opened.AddMinutes(20)));
        var changed = (await app.PublishedAsync(_ticket)).OfType<SlaClocksChanged>().Last();
        Assert.Equal([ClockState.Met, ClockState.Paused, ClockState.Paused], changed.Clocks.Select(c => c.State));
        Assert.Equal((null, PauseReason.WaitingForCustomer, (48 * 3600L) - 1200), (changed.Clocks[2].DueAt, changed.Clocks[2].PausedBy, changed.Clocks[2].RemainingSeconds));
        Assert.Null(changed.NextDueAt);
        Assert.Null(await app.ArmedAsync(_ticket));

        await app.DeliverAsync(_vendor.Resumed(_ticket, opened.AddMinutes(50)));
        Assert.Equal((ClockState.Running, opened.AddHours(48.5)), await LastAsync("resolution", c => c.DueAt));
        Assert.NotNull(await app.ArmedAsync(_ticket));
    }

    [Fact]
    public async Task Nothing_is_published_when_nothing_changed()
    {
        var opened = Vendor.Now;
        var triaged = _vendor.Triaged(_ticket, opened);
        var answered = _vendor.Answered(_ticket, opened.AddMinutes(1));
        await app.DeliverAsync(triaged);
        await app.DeliverAsync(answered);
        await app.DeliverAsync(triaged);
        await app.DeliverAsync(answered);
        await app.DeliverAsync(_vendor.CustomerWrote(_ticket, opened.AddMinutes(2)));
        await app.DeliverAsync(_vendor.Answered(_ticket, opened.AddMinutes(3)));
        await app.DeliverAsync(_vendor.Triaged(_ticket, opened, at: opened.AddMinutes(4)));
        Assert.Equal(2, (await app.PublishedAsync(_ticket)).Count);
    }

    [Fact]
    public async Task When_everything_is_met_the_timer_goes()
    {
        var opened = Vendor.Now.AddMinutes(-5);
        await app.DeliverAsync(_vendor.Triaged(_ticket, opened));
        await app.DeliverAsync(_vendor.Answered(_ticket, opened.AddMinutes(1)));
        await app.DeliverAsync(_vendor.Planned(_ticket, opened.AddMinutes(2)));
        Assert.NotNull(await app.ArmedAsync(_ticket));
        await app.DeliverAsync(_vendor.Resolved(_ticket, opened.AddMinutes(3)));
        Assert.Null(await app.ArmedAsync(_ticket));
        await app.DeliverAsync(_vendor.Closed(_ticket, opened.AddMinutes(4)));
        var all = (await app.PublishedAsync(_ticket)).Cast<SlaClocksChanged>().ToList();
        Assert.Equal(4, all.Count);
        Assert.All(all[^1].Clocks, c => Assert.Equal(ClockState.Met, c.State));
    }

    [Fact]
    public async Task A_re_triage_puts_new_terms_on_from_the_opening()
    {
        var opened = Vendor.Now.AddHours(-1);
        await app.DeliverAsync(_vendor.Triaged(_ticket, opened, severity: 3));
        await app.DeliverAsync(_vendor.Answered(_ticket, opened.AddMinutes(5)));
        await app.DeliverAsync(_vendor.Triaged(_ticket, opened, severity: 1, at: opened.AddMinutes(30)));
        Assert.Equal((ClockState.Running, opened.AddHours(8)), await LastAsync("resolution", c => c.DueAt));
        var explained = (await _vendor.ClocksAsync(_ticket))["clocks"]!.AsArray();
        Assert.Equal(
            ["firstResponse met True 1800", "diagnosis cancelled False 14400", "diagnosis running True 7200", "resolution cancelled False 172800", "resolution running True 28800"],
            explained.Where(c => c!["legs"] is null).Select(c => $"{c!["clock"]} {c["state"]} {c["inForce"]!.GetValue<bool>()} {c["targetSeconds"]}"));
        // An emergency since now: the hour of remote help counts from the opening too and is over, help on site can still come.
        var emergency = explained.Single(c => c!["legs"] is not null)!;
        Assert.Equal("emergency running", $"{emergency["clock"]} {emergency["state"]}");
        Assert.Equal(["remoteAssistance missed", "onSiteArrival running"], emergency["legs"]!.AsArray().Select(l => $"{l!["clock"]} {l["state"]}"));
    }

    [Fact]
    public async Task Without_a_policy_nothing_is_promised_and_that_is_explained()
    {
        foreach (var name in new[] { "premium", "standard" })
        {
            await _vendor.PostAsync("/api/v1/sla/policies", new
            {
                name, calendar = "always", active = false, rules = new[] { new { name = "any", targets = new { resolution = "PT1H" } } },
            });
        }

        await app.DeliverAsync(_vendor.Triaged(_ticket, Vendor.Now));
        Assert.Empty(await app.PublishedAsync(_ticket));
        var clocks = await _vendor.ClocksAsync(_ticket);
        Assert.Equal((null, "There is no policy.", 0), (clocks["policy"]?.ToString(), clocks["explanation"]!.ToString(), clocks["clocks"]!.AsArray().Count));
    }

    [Fact]
    public async Task Every_order_of_arrival_ends_the_same()
    {
        var opened = Vendor.Now.AddDays(-3);
        var random = new Random(20_261_122);
        var expected = "";
        for (var round = 0; round < 8; round++)
        {
            var ticket = Guid.CreateVersion7();
            Event[] events =
            [
                _vendor.Triaged(ticket, opened, severity: 4),
                _vendor.CustomerWrote(ticket, opened.AddMinutes(3)),
                _vendor.Answered(ticket, opened.AddMinutes(10)),
                _vendor.Paused(ticket, opened.AddMinutes(30)),
                _vendor.Paused(ticket, opened.AddMinutes(90), PauseReason.WaitingForVendor, PauseReason.WaitingForCustomer),
                _vendor.Resumed(ticket, opened.AddMinutes(120), PauseReason.WaitingForVendor),
                _vendor.Triaged(ticket, opened, severity: 2, at: opened.AddHours(3)),
                _vendor.Planned(ticket, opened.AddHours(4)),
                _vendor.Resolved(ticket, opened.AddHours(5)),
                _vendor.Closed(ticket, opened.AddHours(6)),
                _vendor.Reopened(ticket, opened.AddHours(50)),
                _vendor.Resolved(ticket, opened.AddHours(51)),
            ];
            if (round > 0)
            {
                random.Shuffle(events);
            }

            foreach (var e in events.Append(events[3]))
            {
                await app.DeliverAsync(e);
            }

            var clocks = await _vendor.ClocksAsync(ticket);
            var levels = clocks["clocks"]!.AsArray().Select(c => c!["levels"]!.AsArray()).ToList();
            levels.ForEach(l => l.Clear());
            var actual = $"{clocks["policy"]} {clocks["rule"]} {clocks["leftOut"]} {clocks["clocks"]} {Print((await app.PublishedAsync(ticket)).OfType<SlaClocksChanged>().Last())}";
            Assert.Equal(expected = round == 0 ? actual : expected, actual);
        }

        Assert.Contains("MetLate", expected, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_that_arrive_at_once_lose_nothing()
    {
        var opened = Vendor.Now.AddHours(-1);
        var answers = Enumerable.Range(1, 20).Select(minute => _vendor.Answered(_ticket, opened.AddMinutes(minute))).ToList();
        await Task.WhenAll(answers.Cast<Event>().Append(_vendor.Triaged(_ticket, opened)).Append(_vendor.Resolved(_ticket, opened.AddMinutes(30))).Select(e => app.DeliverAsync(e)));
        Assert.Equal(22, await app.CountAsync("facts", _vendor.Tenant));
        Assert.Equal((ClockState.Met, opened.AddMinutes(1)), await LastAsync("firstResponse", c => c.MetAt));
        Assert.Equal((ClockState.Met, opened.AddMinutes(30)), await LastAsync("resolution", c => c.MetAt));
    }

    [Fact]
    public async Task A_cancelled_ticket_promises_nothing_more()
    {
        var opened = Vendor.Now.AddMinutes(-1);
        await app.DeliverAsync(_vendor.Triaged(_ticket, opened));
        await app.DeliverAsync(_vendor.Cancelled(_ticket, opened.AddSeconds(30)));
        Assert.All((await app.PublishedAsync(_ticket)).OfType<SlaClocksChanged>().Last().Clocks, c => Assert.Equal(ClockState.Cancelled, c.State));
        Assert.Null(await app.ArmedAsync(_ticket));
    }

    [Fact]
    public async Task Facts_wait_for_the_triage()
    {
        var opened = Vendor.Now.AddMinutes(-5);
        await app.DeliverAsync(_vendor.Answered(_ticket, opened.AddMinutes(1)));
        Assert.Empty(await app.PublishedAsync(_ticket));
        Assert.Empty((await _vendor.ClocksAsync(_ticket))["clocks"]!.AsArray());
        await app.DeliverAsync(_vendor.Triaged(_ticket, opened));
        Assert.Equal((ClockState.Met, opened.AddMinutes(1)), await LastAsync("firstResponse", c => c.MetAt));
    }

    private static string Print(SlaClocksChanged changed) =>
        string.Join("; ", changed.Clocks.Select(c => $"{c.Clock} {c.Cycle} {c.State} {c.StartedAt:O} {c.DueAt:O} {c.MetAt:O} {c.BreachedAt:O} {c.TargetSeconds}"));

    private async Task<(ClockState, T)> LastAsync<T>(string clock, Func<ClockView, T> part)
    {
        var view = (await app.PublishedAsync(_ticket)).OfType<SlaClocksChanged>().Last().Clocks.Single(c => c.Clock == clock);
        return (view.State, part(view));
    }
}
