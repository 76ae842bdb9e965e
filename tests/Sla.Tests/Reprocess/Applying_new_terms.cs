using ServiceMesh.Contracts;
using ServiceMesh.Sla.Tests.Service;
using Xunit;
using static ServiceMesh.Sla.Tests.Reprocess.ReprocessVendor;

namespace ServiceMesh.Sla.Tests.Reprocess;

public sealed class Applying_new_terms(SlaApp app)
{
    private static readonly string[] _mine = ["mine"];
    private static readonly string[] _own = ["own"];
    private static readonly string[] _better = ["better"];

    private readonly ReprocessVendor _vendor = new(app);

    private DateTimeOffset Opened => _vendor.Opened;

    [Fact]
    public async Task A_dry_run_counts_and_shows_and_changes_nothing()
    {
        await _vendor.PolicyAsync("PT100H");
        var (waiting, moved, ended) = (await _vendor.OpenAsync(), await _vendor.OpenAsync(), await _vendor.OpenAsync());
        await app.DeliverAsync(_vendor.Vendor.Resolved(ended, Vendor.Now.AddMinutes(-1)));
        await app.DeliverAsync(_vendor.Vendor.Paused(waiting, Opened.AddHours(1)));
        await _vendor.PolicyAsync("PT50H");

        var job = await _vendor.RunAsync(new { all = true, reason = "New contract", dryRun = true });
        Assert.Equal(("done", true, "Mei", "New contract"), (job["state"]!.ToString(), job["dryRun"]!.GetValue<bool>(), job["createdBy"]!.ToString(), job["reason"]!.ToString()));
        Assert.Equal((3, 3, 2, 2, 0, 0, 0), Counts(job));
        Assert.Equal(2, job["result"]!["clocks"]!["earlier"]!.GetValue<int>());
        var sample = job["result"]!["sample"]!.AsArray().Single(t => t!["ticketId"]!.GetValue<Guid>() == moved)!;
        var clock = Assert.Single(sample["clocks"]!.AsArray())!;
        Assert.Equal(
            ("T-20261122-000001", "resolution", "earlier", Opened.AddHours(100), Opened.AddHours(50)),
            (sample["number"]!.ToString(), clock["clock"]!.ToString(), clock["effect"]!.ToString(), clock["oldDueAt"]!.GetValue<DateTimeOffset>(),
                clock["newDueAt"]!.GetValue<DateTimeOffset>()));
        Assert.Equal((Opened.AddHours(100), 0), (await _vendor.DueAsync(moved), await _vendor.ChosenAsync(moved, waiting)));
        Assert.Single((await app.PublishedAsync(moved)).OfType<SlaClocksChanged>());
    }

    [Fact]
    public async Task A_run_puts_the_newest_terms_on_running_clocks_once()
    {
        await _vendor.PolicyAsync("PT100H");
        var (moved, ended) = (await _vendor.OpenAsync(), await _vendor.OpenAsync());
        await app.DeliverAsync(_vendor.Vendor.Resolved(ended, Vendor.Now.AddMinutes(-1)));
        await app.DeliverAsync(_vendor.Vendor.Paused(moved, Opened.AddHours(1)));
        await app.DeliverAsync(_vendor.Vendor.Resumed(moved, Opened.AddHours(3)));
        await _vendor.PolicyAsync("PT50H");

        var job = await _vendor.RunAsync(new { policies = _mine, reason = "New contract" });
        Assert.Equal((2, 2, 1, 1, 0, 0, 0), Counts(job));
        // The hours waited for the customer stay out: the pauses belong to the ticket.
        Assert.Equal((Opened.AddHours(52), Opened.AddHours(27)), (await _vendor.DueAsync(moved), await app.ArmedAsync(moved)));
        var changed = (await app.PublishedAsync(moved)).OfType<SlaClocksChanged>().Last();
        Assert.Equal(("mine", 2, Opened.AddHours(52)), (changed.Policy, changed.PolicyVersion, changed.NextDueAt));
        var clocks = await _vendor.Vendor.ClocksAsync(moved);
        Assert.Equal((2, "mine"), (clocks["policyVersion"]!.GetValue<int>(), clocks["policy"]!.ToString()));
        Assert.Equal(["cancelled False", "running True"], clocks["clocks"]!.AsArray().Select(c => $"{c!["state"]} {c["inForce"]!.GetValue<bool>()}"));

        var published = (await app.PublishedAsync(moved)).Count;
        job = await _vendor.RunAsync(new { policies = _mine, reason = "Again" });
        Assert.Equal((2, 2, 1, 0, 1, 0, 0), Counts(job));
        Assert.Equal((published, 1), ((await app.PublishedAsync(moved)).Count, await _vendor.ChosenAsync(moved)));
    }

    [Fact]
    public async Task A_new_version_of_a_calendar_reaches_the_tickets_on_it_only()
    {
        await _vendor.CalendarAsync();
        await _vendor.PolicyAsync("PT100H", calendar: "own");
        await _vendor.PolicyAsync("PT100H", name: "other", level: "gold", position: 1);
        var (moved, other) = (await _vendor.OpenAsync(), await _vendor.OpenAsync("gold"));
        await _vendor.CalendarAsync($"{Opened.AddDays(2):yyyy-MM-dd}");

        var job = await _vendor.RunAsync(new { calendars = _own, reason = "An unplanned holiday" });
        Assert.Equal((2, 2, 1, 1, 0, 0, 0), Counts(job));
        Assert.Equal((Opened.AddHours(124), Opened.AddHours(100)), (await _vendor.DueAsync(moved), await _vendor.DueAsync(other)));
        Assert.Equal(2, (await _vendor.Vendor.ClocksAsync(moved))["clocks"]!.AsArray().Last()!["calendarVersion"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_policy_made_since_is_found_by_its_name()
    {
        await _vendor.PolicyAsync("PT100H");
        var ticket = await _vendor.OpenAsync();
        await _vendor.PolicyAsync("PT30H", name: "better", position: 1);
        Assert.Equal((1, 1, 1, 1, 0, 0, 0), Counts(await _vendor.RunAsync(new { policies = _better, reason = "A better contract" })));
        Assert.Equal(Opened.AddHours(30), await _vendor.DueAsync(ticket));
    }

    [Fact]
    public async Task Levels_already_past_are_skipped_and_the_missed_promise_is_told()
    {
        await _vendor.PolicyAsync("PT100H");
        var ticket = await _vendor.OpenAsync();
        await _vendor.PolicyAsync("PT5H");
        var job = await _vendor.RunAsync(new { ticketIds = new[] { ticket }, reason = "A shorter promise" });
        Assert.Equal(1, job["result"]!["clocks"]!["newlyBreached"]!.GetValue<int>());
        var notices = (await app.PublishedAsync(ticket)).Where(e => e is SlaBreached or SlaWarned or SlaEscalated).ToList();
        Assert.Equal(Opened.AddHours(5), Assert.IsType<SlaBreached>(Assert.Single(notices)).OccurredAt);
        Assert.Equal(
            ["breach ", "escalation-1 policy change", "escalation-2 policy change", "warning-50 policy change", "warning-75 policy change"],
            (await _vendor.Vendor.ClocksAsync(ticket))["clocks"]!.AsArray().Last()!["levels"]!.AsArray().Select(l => $"{l!["level"]} {l["skippedBecause"]}")
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_promise_that_is_made_no_longer_ends()
    {
        await _vendor.PolicyAsync("PT100H");
        var ticket = await _vendor.OpenAsync();
        foreach (var name in new[] { "mine", "standard", "premium" })
        {
            await _vendor.PostAsync("policies", $$$"""{"name":"{{{name}}}","calendar":"always","active":false,"rules":[{"name":"all","targets":{"resolution":"PT1H"}}]}""");
        }

        var job = await _vendor.RunAsync(new { all = true, reason = "The contract ended" });
        Assert.Equal(1, job["result"]!["clocks"]!["noLongerDue"]!.GetValue<int>());
        Assert.Null(await app.ArmedAsync(ticket));
        Assert.Null((await _vendor.Vendor.ClocksAsync(ticket))["policy"]);
    }

    [Fact]
    public async Task A_triage_that_was_late_wins_over_a_run_that_did_not_know_it()
    {
        await _vendor.PolicyAsync("PT100H");
        await _vendor.PolicyAsync("PT20H", name: "gold", level: "gold", position: 0);
        var ticket = await _vendor.OpenAsync();
        await _vendor.PolicyAsync("PT50H");
        await _vendor.RunAsync(new { all = true, reason = "New contract" });
        Assert.Equal(Opened.AddHours(50), await _vendor.DueAsync(ticket));
        // It happened before the run, and arrives after it.
        await app.DeliverAsync(_vendor.Vendor.Triaged(ticket, Opened, serviceLevel: "gold", at: Opened.AddHours(1)));
        Assert.Equal(Opened.AddHours(20), await _vendor.DueAsync(ticket));
        Assert.Equal((1, 1, 1, 0, 1, 0, 0), Counts(await _vendor.RunAsync(new { all = true, reason = "Again" })));
    }
}
