using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ServiceMesh.Contracts;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Maintenance;

public sealed class Evidence_before_closing(DispatchApp app)
{
    [Fact]
    public async Task A_restore_drill_closes_with_its_evidence_and_its_verdict()
    {
        var m = await Maintained.NewAsync(app);
        var run = await m.DueRunAsync("backupDrill", ("announceDays", 0));
        Assert.Equal("maintenance.not-started", await RefusedAsync(m, run, "complete"));
        await m.ActAsync(run, "start");
        var problem = await m.Vendor.RefusalAsync(HttpStatusCode.Conflict, $"/api/v1/maintenance/runs/{run}/complete", new { });
        Assert.Equal("maintenance.evidence-missing", problem.GetProperty("code").GetString());
        var missing = problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).ToHashSet();
        Assert.Superset(new HashSet<string> { "restoredBytes", "expectedChecksum", "restoredChecksum", "restoreSeconds", "dataLossSeconds", "checklist.isolated" }, missing);
        Assert.Equal(missing.Order(), (await m.DetailAsync(run)).GetProperty("missing").EnumerateArray().Select(x => x.GetString()!).Order());

        var wrong = await m.Vendor.RefusalAsync(HttpStatusCode.BadRequest, $"/api/v1/maintenance/runs/{run}/evidence", new { values = new { restoredBytes = "much" } });
        Assert.Equal("values.restoredBytes", Assert.Single(wrong.GetProperty("errors").EnumerateObject()).Name);
        await m.ActAsync(run, "evidence", new { values = Given.Drill });
        await m.ActAsync(run, "evidence", new { values = new { restoreSeconds = 4000 } });
        await m.AnswerAllAsync(run);
        Assert.Equal("maintenance.remark-missing", await RefusedAsync(m, run, "complete"));
        var done = (await m.ActAsync(run, "complete", new { remark = "A faster disk is ordered." })).GetProperty("run");
        Assert.Equal(("completed", "failed"), (done.GetProperty("state").GetString(), done.GetProperty("verdict").GetString()));
        var told = Assert.Single(await m.Vendor.PublishedAsync<MaintenanceRunCompleted>());
        Assert.Equal((MaintenanceVerdict.Failed, false, 4000L, 3600L, 900L, 900L), (told.Verdict, told.Late, told.RestoreSeconds, told.RestoreTargetSeconds, told.DataLossSeconds, told.DataLossTargetSeconds));
        Assert.Equal((m.Contract, m.Customer, MaintenanceKind.BackupDrill), (told.Card.ContractId, told.Card.CustomerId, told.Card.Kind));
        Assert.Equal("maintenance.run-ended", await RefusedAsync(m, run, "complete"));
        Assert.Equal(["scheduled", "due", "assigned", "started"], (await m.DetailAsync(run)).GetProperty("history").EnumerateArray().Take(4).Select(h => h.GetProperty("what").GetString()));
    }

    [Fact]
    public async Task An_upgrade_needs_its_rollback_plan_before_and_its_test_or_a_managers_waiver_after()
    {
        var m = await Maintained.NewAsync(app);
        var run = await m.DueRunAsync("upgrade");
        Assert.Equal("maintenance.evidence-missing", await RefusedAsync(m, run, "start"));
        await m.ActAsync(run, "evidence", new { values = new { backupId = "B-17", rollbackPlan = "Restore B-17 and start the old version again." } });
        await m.ActAsync(run, "start");
        Assert.Equal("maintenance.evidence-locked", await RefusedAsync(m, run, "evidence", new { values = new { backupId = "B-18" } }));
        await m.ActAsync(run, "evidence", new { values = new { outcome = "succeeded" } });
        await m.AnswerAllAsync(run);
        Assert.Equal("maintenance.evidence-missing", await RefusedAsync(m, run, "complete"));
        using var engineer = m.Vendor.As(["engineer"]);
        Assert.Equal("access.role-missing", await m.Vendor.ProblemAsync(HttpStatusCode.Forbidden, HttpMethod.Post, $"/api/v1/maintenance/runs/{run}/waive-rollback-test", new { reason = "x" }, engineer));
        var waived = await m.ActAsync(run, "waive-rollback-test", new { reason = "There is no second system." });
        Assert.Equal(("There is no second system.", "Ana"), (waived.GetProperty("waiverReason").GetString(), waived.GetProperty("waiverBy").GetString()));
        await m.ActAsync(run, "complete");
        var told = Assert.Single(await m.Vendor.PublishedAsync<MaintenanceRunCompleted>());
        Assert.Equal((MaintenanceVerdict.Passed, true), (told.Verdict, told.RollbackTestWaived));
    }

    [Fact]
    public async Task A_list_is_the_plans_the_tenants_or_ours_and_stays_once_begun()
    {
        var m = await Maintained.NewAsync(app);
        var own = new[] { new { key = "tape", text = "Tape found" } };
        var planned = await m.DueRunAsync("inspection", ("checklist", own));
        var usual = await m.DueRunAsync("inspection");
        Assert.Equal("tape", Keys(await m.DetailAsync(planned)).Single());
        Assert.Contains("logs", Keys(await m.DetailAsync(usual)));
        await m.ActAsync(usual, "start");
        var later = await m.FirstRunAsync("inspection");
        await m.Vendor.SendAsync(HttpMethod.Put, "/api/v1/maintenance/kinds/inspection/checklist", new { items = new[] { new { key = "fans", text = "Fans turn", textZh = "风扇运转" } } });
        Assert.Contains("logs", Keys(await m.DetailAsync(usual)));
        Assert.Equal("fans", Keys(await m.DetailAsync(later)).Single());
        Assert.Equal("request.invalid", await m.Vendor.ProblemAsync(HttpStatusCode.BadRequest, HttpMethod.Put, "/api/v1/maintenance/kinds/inspection/checklist",
            new { items = new[] { new { key = "fans", text = "a" }, new { key = "fans", text = "b" } } }));
        await m.Vendor.SendAsync(HttpMethod.Delete, "/api/v1/maintenance/kinds/inspection/checklist", null);
        Assert.Contains("logs", Keys(await m.DetailAsync(later)));
    }

    [Fact]
    public async Task A_start_twice_at_once_begins_once()
    {
        var m = await Maintained.NewAsync(app);
        var run = await m.DueRunAsync("inspection");
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            using var client = m.Vendor.As();
            using var response = await client.PostAsJsonAsync($"/api/v1/maintenance/runs/{run}/start", new { }, TestContext.Current.CancellationToken);
            return response.StatusCode;
        }));
        Assert.Equal(1, answers.Count(a => a == HttpStatusCode.OK));
        Assert.Equal(5, answers.Count(a => a == HttpStatusCode.Conflict));
        Assert.Single((await m.DetailAsync(run)).GetProperty("history").EnumerateArray(), h => h.GetProperty("what").GetString() == "started");
    }

    private static IEnumerable<string?> Keys(JsonElement detail) => detail.GetProperty("checklist").GetProperty("items").EnumerateArray().Select(i => i.GetProperty("key").GetString());

    private static Task<string?> RefusedAsync(Maintained m, Guid run, string action, object? body = null) =>
        m.Vendor.ProblemAsync(HttpStatusCode.Conflict, HttpMethod.Post, $"/api/v1/maintenance/runs/{run}/{action}", body ?? new { });
}
