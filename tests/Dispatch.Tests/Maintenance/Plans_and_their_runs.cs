using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Maintenance;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Messaging;
using ServiceMesh.Testing;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Maintenance;

public sealed class Plans_and_their_runs(DispatchApp app)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_plan_makes_the_runs_of_a_good_year_and_tells_each_once()
    {
        var m = await Maintained.NewAsync(app);
        var plan = await m.PlanAsync("inspection");
        Assert.EndsWith("SKIP=BACKWARD", plan.GetProperty("rule").GetString(), StringComparison.Ordinal);
        var runs = await m.RunsAsync();
        Assert.InRange(runs.Count, 12, 14);
        Assert.All(runs, r =>
        {
            var on = DateOnly.Parse(r.GetProperty("occursOn").GetString()!, null);
            Assert.Equal(DateTime.DaysInMonth(on.Year, on.Month), on.Day);
            Assert.Equal(("scheduled", "covered", "Northwind; Ltd, \\ 北风"), (r.GetProperty("state").GetString(), r.GetProperty("cover").GetString(), r.GetProperty("customerName").GetString()));
            Assert.Equal(17, r.GetProperty("from").GetDateTimeOffset().UtcDateTime.Hour);
        });
        var told = await m.Vendor.PublishedAsync<MaintenanceRunScheduled>();
        Assert.Equal(runs.Select(r => r.GetProperty("id").GetGuid()).Order(), told.Select(e => e.Card.RunId).Order());
        Assert.All(told, e => Assert.Equal(("C-1", MaintenanceKind.Inspection, 1L), (e.Card.ContractNumber, e.Card.Kind, e.Stream!.Sequence)));
    }

    /// <summary>A process that dies before its commit, and timers that fire many at once: one run for an occurrence, told once.</summary>
    [Fact]
    public async Task There_is_one_run_for_an_occurrence_whatever_dies_or_repeats()
    {
        var m = await Maintained.NewAsync(app);
        var plan = (await m.PlanAsync("patch", ("rule", "FREQ=WEEKLY"))).GetProperty("id").GetGuid();
        var before = (await m.RunsAsync()).Count;
        await ForgetAsync(m, plan, days: 200);
        await using (var dying = await app.Services.GetRequiredService<IWorkFactory>().BeginAsync(Ct))
        {
            await new PlanTimer().FireAsync(Fired(m, plan), dying, Ct);
            await dying.Db<DispatchDb>().SaveChangesAsync(Ct);
        }

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            await using var work = await app.Services.GetRequiredService<IWorkFactory>().BeginAsync(Ct);
            await new PlanTimer().FireAsync(Fired(m, plan), work, Ct);
            await work.CommitAsync(Ct);
        }));
        var runs = await m.RunsAsync();
        Assert.Equal(before, runs.Count);
        Assert.Equal(before, runs.Select(r => r.GetProperty("occursOn").GetString()).Distinct().Count());
        var told = (await m.Vendor.PublishedAsync<MaintenanceRunScheduled>()).Select(e => e.Card.RunId).ToList();
        Assert.Equal(told.Count, told.Distinct().Count());
        Assert.Subset(told.ToHashSet(), runs.Select(r => r.GetProperty("id").GetGuid()).ToHashSet());
    }

    [Fact]
    public async Task A_run_becomes_due_gets_somebody_able_and_is_overdue_for_everybody_to_see()
    {
        var m = await Maintained.NewAsync(app);
        var team = await m.Vendor.TeamAsync("Care");
        await m.Vendor.EngineerAsync("Wu", team);
        var li = await m.Vendor.EngineerAsync("Li", team, null, "inspection");
        var run = await m.DueRunAsync("inspection", ("teamId", team));
        var detail = (await m.DetailAsync(run)).GetProperty("run");
        Assert.Equal(("due", li), (detail.GetProperty("state").GetString(), detail.GetProperty("engineerId").GetGuid()));
        var due = Assert.Single(await m.Vendor.PublishedAsync<MaintenanceRunDue>());
        Assert.Equal((li, "Li", due.Card.From), (due.Card.EngineerId!.Value, due.Card.EngineerName, due.OccurredAt));
        await m.PassDueAsync(run);
        await m.Eventually(run, "overdue");
        var overdue = Assert.Single(await m.Vendor.PublishedAsync<MaintenanceRunOverdue>());
        Assert.Equal((overdue.Card.DueAt, false), (overdue.OccurredAt, overdue.Started));
        Assert.Equal(run, Assert.Single(await m.RunsAsync("overdue=true")).GetProperty("id").GetGuid());
        Assert.Equal(1, (await m.Vendor.GetAsync("/api/v1/maintenance/runs")).GetProperty("counts").GetProperty("overdue").GetInt32());
    }

    /// <summary>By the ranking once somebody is there, by hand from one to another: told as whoever has it when its window opens, and nobody twice.</summary>
    [Fact]
    public async Task Whoever_is_given_a_due_run_later_hears_of_it_as_whoever_has_it_at_first()
    {
        var m = await Maintained.NewAsync(app);
        var team = await m.Vendor.TeamAsync("Care");
        var (li, bo) = (await m.Vendor.EngineerAsync("Li", team), await m.Vendor.EngineerAsync("Bo", team));
        foreach (var person in new[] { li, bo }) await m.Vendor.PostAsync($"/api/v1/engineers/{person}/presence", new { state = "away" }, empty: true);
        var run = await m.DueRunAsync("inspection", ("teamId", team));
        await m.Vendor.PostAsync($"/api/v1/engineers/{li}/presence", new { state = "available" }, empty: true);
        await Eventually.Async(async () => (await m.Vendor.PublishedAsync<MaintenanceRunDue>()).Count == 2, what: "whoever is there has it");
        foreach (var _ in Enumerable.Range(0, 2)) await m.ActAsync(run, "assign", new { engineerId = bo });
        var told = await m.Vendor.PublishedAsync<MaintenanceRunDue>();
        Assert.Equal<(bool?, Guid?)>([(null, null), (true, li), (true, bo)], told.Select(e => (e.Given, e.Card.EngineerId)));
        Assert.Equal(("Bo", "Bo@example.com"), (told[^1].Card.EngineerName, told[^1].Card.EngineerEmail));
        // Who takes it himself knows.
        var account = Guid.CreateVersion7();
        var wu = await m.Vendor.EngineerAsync("Wu", team, account);
        using var self = m.Vendor.As(account: account);
        using var taken = await self.PostAsJsonAsync($"/api/v1/maintenance/runs/{run}/assign", new { engineerId = wu }, Ct);
        Assert.True(taken.IsSuccessStatusCode);
        Assert.Equal<(bool?, Guid?)>([(null, null), (null, li), (null, bo), (true, wu)], (await m.Vendor.PublishedAsync<MaintenanceRunDue>()).Select(e => (e.Claimed, e.Card.EngineerId)));
    }

    [Fact]
    public async Task The_customer_is_told_before_the_window_opens()
    {
        var m = await Maintained.NewAsync(app);
        // Tomorrow's window is announced a week before: at once.
        await m.FirstRunAsync("patch", ("rule", "FREQ=DAILY;COUNT=1"));
        await Eventually.Async(async () => (await m.Vendor.PublishedAsync<MaintenanceWindowAnnounced>()).Count == 1, what: "the window is announced");
    }

    [Fact]
    public async Task Runs_follow_their_plan_and_what_was_moved_by_hand_stays()
    {
        var m = await Maintained.NewAsync(app);
        var plan = await m.PlanAsync("inspection", ("rule", "FREQ=WEEKLY"), ("announceDays", 0));
        var runs = await m.RunsAsync();
        var (first, second) = (runs[0].GetProperty("id").GetGuid(), runs[1]);
        var moved = second.GetProperty("from").GetDateTimeOffset().AddHours(30);
        await m.ActAsync(second.GetProperty("id").GetGuid(), "reschedule", new { from = moved, reason = "stock-taking" });
        await m.Vendor.SendAsync(HttpMethod.Put, $"/api/v1/maintenance/plans/{plan.GetProperty("id").GetGuid()}", m.Plan("inspection", ("rule", "FREQ=WEEKLY;INTERVAL=2"), ("at", "03:00"), ("announceDays", 0)));
        var after = await m.RunsAsync();
        Assert.Equal(3, (after.Single(r => r.GetProperty("id").GetGuid() == first).GetProperty("from").GetDateTimeOffset() + TimeSpan.FromHours(8)).Hour);
        var stays = after.Single(r => r.GetProperty("id").GetGuid() == second.GetProperty("id").GetGuid());
        Assert.Equal((moved, 1, "scheduled"), (stays.GetProperty("from").GetDateTimeOffset(), stays.GetProperty("reschedules").GetInt32(), stays.GetProperty("state").GetString()));
        Assert.Equal("plan-changed", after.Single(r => r.GetProperty("id").GetGuid() == runs[3].GetProperty("id").GetGuid()).GetProperty("cancelReason").GetString());
        // Back again: the same runs, none twice.
        await m.Vendor.SendAsync(HttpMethod.Put, $"/api/v1/maintenance/plans/{plan.GetProperty("id").GetGuid()}", m.Plan("inspection", ("rule", "FREQ=WEEKLY"), ("announceDays", 0)));
        after = await m.RunsAsync();
        Assert.Equal(runs.Select(r => r.GetProperty("id").GetGuid()).Order(), after.Select(r => r.GetProperty("id").GetGuid()).Order());
        Assert.All(after, r => Assert.Equal("scheduled", r.GetProperty("state").GetString()));
        await m.Vendor.PostAsync($"/api/v1/maintenance/plans/{plan.GetProperty("id").GetGuid()}/end", new { reason = "contract moved" });
        Assert.All(await m.RunsAsync(), r => Assert.Equal("plan-ended", r.GetProperty("cancelReason").GetString()));
    }

    [Fact]
    public async Task What_the_contract_leaves_out_is_refused_or_needs_a_manager_and_an_end_shows_in_advance()
    {
        var m = await Maintained.NewAsync(app, upgrades: false);
        using var dispatcher = m.Vendor.As(["dispatcher"]);
        Assert.Equal("maintenance.not-covered", await m.Vendor.ProblemAsync(HttpStatusCode.Conflict, HttpMethod.Post, "/api/v1/maintenance/plans", m.Plan("upgrade")));
        Assert.Equal("access.role-missing", await m.Vendor.ProblemAsync(HttpStatusCode.Forbidden, HttpMethod.Post, "/api/v1/maintenance/plans", m.Plan("upgrade", ("coverReason", "sold apart")), dispatcher));
        Assert.Equal("notIncluded", (await m.PlanAsync("upgrade", ("coverReason", "sold apart"))).GetProperty("cover").GetString());
        var plan = await m.PlanAsync("inspection", ("rule", "FREQ=MONTHLY"));
        await m.ContractAsync(endsOn: DateOnly.FromDateTime(DateTime.UtcNow).AddDays(100));
        var covers = (await m.RunsAsync($"planId={plan.GetProperty("id").GetGuid()}")).Select(r => r.GetProperty("cover").GetString()).ToList();
        Assert.Equal(("covered", "expired"), (covers[0], covers[^1]));
        Assert.Equal(covers.OrderBy(c => c, StringComparer.Ordinal), covers);
        await m.ContractAsync(endsOn: new DateOnly(2025, 1, 1));
        Assert.Equal("maintenance.not-covered", await m.Vendor.ProblemAsync(HttpStatusCode.Conflict, HttpMethod.Post, "/api/v1/maintenance/plans", m.Plan("patch")));
    }

    [Theory]
    [InlineData("rule", "rule", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;SKIP=OMIT")]
    [InlineData("rule", "rule", "FREQ=HOURLY")]
    [InlineData("minutes", "minutes", 0)]
    [InlineData("minutes", "minutes", 44641)]
    [InlineData("zone", "zone", "Mars/Olympus")]
    [InlineData("endsOn", "endsOn", "2020-01-01")]
    [InlineData("startsOn", "startsOn", "1850-01-01")]
    [InlineData("rtoMinutes", "rtoMinutes", null)]
    [InlineData("rpoMinutes", "rpoMinutes", -1)]
    [InlineData("name", "name", " ")]
    public async Task Plans_that_cannot_be_are_refused_by_field(string field, string named, object? value)
    {
        var m = await Maintained.NewAsync(app);
        var body = m.Plan("backupDrill", (field, value));
        var problem = await m.Vendor.RefusalAsync(HttpStatusCode.BadRequest, "/api/v1/maintenance/plans", body);
        Assert.Equal("request.invalid", problem.GetProperty("code").GetString());
        Assert.Equal(named, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name, ignoreCase: true);
        Assert.Empty((await m.Vendor.GetAsync("/api/v1/maintenance/plans")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Another_tenants_things_are_not_there()
    {
        var mine = await Maintained.NewAsync(app);
        var plan = await mine.PlanAsync("inspection");
        var run = (await mine.RunsAsync())[0].GetProperty("id").GetGuid();
        var other = await Maintained.NewAsync(app);
        Assert.Equal("contract.not-found", await other.Vendor.ProblemAsync(HttpStatusCode.NotFound, HttpMethod.Post, "/api/v1/maintenance/plans", other.Plan("inspection", ("contractId", mine.Contract))));
        Assert.Equal("maintenance-plan.not-found", await other.Vendor.ProblemAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"/api/v1/maintenance/plans/{plan.GetProperty("id").GetGuid()}", null));
        Assert.Equal("maintenance-plan.not-found", await other.Vendor.ProblemAsync(HttpStatusCode.NotFound, HttpMethod.Put, $"/api/v1/maintenance/plans/{plan.GetProperty("id").GetGuid()}", other.Plan("inspection")));
        Assert.Equal("maintenance-run.not-found", await other.Vendor.ProblemAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"/api/v1/maintenance/runs/{run}", null));
        Assert.Equal("maintenance-run.not-found", await other.Vendor.ProblemAsync(HttpStatusCode.NotFound, HttpMethod.Post, $"/api/v1/maintenance/runs/{run}/cancel", new { reason = "x" }));
        Assert.Empty(await other.RunsAsync());
    }

    [Fact]
    public async Task A_preview_shows_windows_and_stores_nothing()
    {
        var m = await Maintained.NewAsync(app);
        var preview = await m.Vendor.PostAsync("/api/v1/maintenance/plans/preview", m.Plan("inspection"));
        Assert.Equal(24, preview.GetProperty("windows").GetArrayLength());
        Assert.Empty(await m.RunsAsync());
    }

    [Fact]
    public async Task A_year_shows_what_is_made_and_what_will_be_without_a_hole()
    {
        var m = await Maintained.NewAsync(app);
        await m.PlanAsync("inspection");
        var year = DateTime.UtcNow.Year + 1;
        for (var y = year; y <= year + 2; y++)
        {
            var plan = Assert.Single((await m.Vendor.GetAsync($"/api/v1/maintenance/year?year={y}&customerId={m.Customer}")).GetProperty("plans").EnumerateArray());
            Assert.Equal(Enumerable.Range(1, 12), plan.GetProperty("runs").EnumerateArray().Select(r => DateOnly.Parse(r.GetProperty("occursOn").GetString()!, null).Month));
        }
        Assert.Equal("request.invalid", await m.Vendor.ProblemAsync(HttpStatusCode.BadRequest, HttpMethod.Get, "/api/v1/maintenance/year?year=1999", null));
    }

    [Fact]
    public async Task Pages_of_runs_go_to_the_end()
    {
        var m = await Maintained.NewAsync(app);
        await m.PlanAsync("inspection", ("rule", "FREQ=WEEKLY"));
        var all = (await m.RunsAsync()).Select(r => r.GetProperty("id").GetGuid()).ToList();
        List<Guid> seen = [];
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await m.Vendor.GetAsync($"/api/v1/maintenance/runs?limit=7&cursor={cursor}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("id").GetGuid()));
            cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        Assert.Equal(all, seen);
        Assert.Equal("request.invalid", await m.Vendor.ProblemAsync(HttpStatusCode.BadRequest, HttpMethod.Get, "/api/v1/maintenance/runs?cursor=zz", null));
    }

    /// <summary>Takes the last days of a plan's horizon away, as if time had gone on.</summary>
    private async Task ForgetAsync(Maintained m, Guid plan, int days)
    {
        await using var work = await app.Services.GetRequiredService<IWorkFactory>().BeginAsync(Ct);
        var db = work.Db<DispatchDb>();
        var row = await db.MaintenancePlans.SingleAsync(p => p.Tenant == m.Vendor.Tenant && p.Id == plan, Ct);
        row.PlannedUntil = row.PlannedUntil!.Value.AddDays(-days);
        var until = row.PlannedUntil.Value;
        await db.MaintenanceRuns.Where(r => r.PlanId == plan && r.OccursOn > until).ExecuteDeleteAsync(Ct);
        await work.CommitAsync(Ct);
    }

    private static FiredTimer Fired(Maintained m, Guid plan) => new(Planning.Timer, plan.ToString(), DateTimeOffset.UtcNow, m.Vendor.Tenant, null, null);
}
