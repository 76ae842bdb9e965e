using System.Net;
using System.Text.Json.Nodes;
using ServiceMesh.Contracts;
using ServiceMesh.Sla.Tests.Service;
using Xunit;
using static ServiceMesh.Sla.Tests.Reprocess.ReprocessVendor;

namespace ServiceMesh.Sla.Tests.Reprocess;

public sealed class Previews(SlaApp app)
{
    private static readonly string[] _mine = ["mine"];

    private readonly ReprocessVendor _vendor = new(app);

    [Fact]
    public async Task Nothing_runs_that_was_not_previewed()
    {
        await _vendor.PolicyAsync("PT100H");
        var tickets = await _vendor.OpenAsync(2);
        await _vendor.PolicyAsync("PT50H");
        await RefusedAsync(HttpStatusCode.UnprocessableEntity, "preview-required", new { policies = _mine, reason = "x" });
        await RefusedAsync(HttpStatusCode.UnprocessableEntity, "preview-unknown", new { policies = _mine, reason = "x", previewId = Guid.CreateVersion7() });

        var preview = (await _vendor.RunAsync(new { policies = _mine, reason = "x", dryRun = true }))["id"]!.GetValue<Guid>();
        await RefusedAsync(HttpStatusCode.UnprocessableEntity, "preview-differs", new { all = true, reason = "x", previewId = preview });
        await RefusedAsync(HttpStatusCode.UnprocessableEntity, "preview-differs", new { ticketIds = tickets, reason = "x", previewId = preview });
        var other = new ReprocessVendor(app);
        await other.PolicyAsync("PT100H");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await other.Vendor.PostAsync("/api/v1/sla/reprocess", new { policies = _mine, reason = "x", previewId = preview })).Status);

        // The preview says which tickets; nothing changed since, so it runs, and is on record as what was agreed to.
        var done = await _vendor.DoneAsync(await _vendor.AskAsync(new { reason = "New contract", previewId = preview }));
        Assert.Equal((2, 2, 2, 2, 0, 0, 0), Counts(done));
        Assert.Equal(
            (preview, "mine", 2), (done["previewId"]!.GetValue<Guid>(), done["selection"]!["policies"]![0]!.ToString(), done["versions"]!["policies"]!["mine"]!.GetValue<int>()));
        // A run is no preview of another.
        await RefusedAsync(HttpStatusCode.UnprocessableEntity, "preview-unknown", new { reason = "x", previewId = done["id"]!.GetValue<Guid>() });
    }

    [Fact]
    public async Task A_preview_is_good_for_the_versions_that_it_showed_and_for_a_day()
    {
        await _vendor.PolicyAsync("PT100H");
        await _vendor.OpenAsync();
        await _vendor.PolicyAsync("PT50H");
        var preview = (await _vendor.RunAsync(new { policies = _mine, reason = "x", dryRun = true }))["id"]!.GetValue<Guid>();
        await _vendor.CalendarAsync();
        var problem = await RefusedAsync(HttpStatusCode.Conflict, "preview-outdated", new { reason = "x", previewId = preview });
        Assert.Contains("calendar own (version 1)", problem["detail"]!.ToString(), StringComparison.Ordinal);

        preview = (await _vendor.RunAsync(new { policies = _mine, reason = "x", dryRun = true }))["id"]!.GetValue<Guid>();
        await SetAsync("finished_at = now() - interval '25 hours'", preview);
        await RefusedAsync(HttpStatusCode.Conflict, "preview-outdated", new { reason = "x", previewId = preview });
        await SetAsync("finished_at = NULL, state = 'running'", preview);
        await RefusedAsync(HttpStatusCode.Conflict, "preview-unfinished", new { reason = "x", previewId = preview });
        await SetAsync("finished_at = now(), state = 'cancelled'", preview);
        await RefusedAsync(HttpStatusCode.Conflict, "preview-outdated", new { reason = "x", previewId = preview });
        Assert.Equal(0L, await app.CountAsync("reprocess_tickets", _vendor.Vendor.Tenant));
    }

    [Fact]
    public async Task A_run_ends_when_calendars_or_policies_are_changed_under_it()
    {
        await _vendor.PolicyAsync("PT100H");
        var tickets = await _vendor.OpenAsync(2);
        await _vendor.PolicyAsync("PT50H");
        Guid job;
        await using (await _vendor.HoldAsync(tickets[1]))
        {
            job = await _vendor.StartAsync(new { all = true, reason = "New contract" });
            await ServiceMesh.Testing.Eventually.Async(async () => await _vendor.ChosenAsync(tickets[0]) == 1);
            await _vendor.PolicyAsync("PT20H");
            await _vendor.IsAsync("outdated", job);
        }

        Assert.Equal((_vendor.Opened.AddHours(50), _vendor.Opened.AddHours(100)), (await _vendor.DueAsync(tickets[0]), await _vendor.DueAsync(tickets[1])));
        var (refused, problem) = await _vendor.Vendor.PostAsync($"/api/v1/sla/reprocess/{job}/cancel", new { });
        Assert.Equal((HttpStatusCode.Conflict, "reprocess.over"), (refused, problem["code"]!.ToString()));
        Assert.Equal((2, 2, 2, 2, 0, 0, 0), Counts(await _vendor.RunAsync(new { all = true, reason = "The newest" })));
        Assert.Equal(_vendor.Opened.AddHours(20), await _vendor.DueAsync(tickets[1]));
    }

    [Fact]
    public async Task It_says_what_the_run_then_does()
    {
        await PromiseAsync("""{"resolution":"PT100H"}""");
        var (waiting, answered) = (await _vendor.OpenAsync(), await _vendor.OpenAsync());
        await app.DeliverAsync(_vendor.Vendor.Answered(answered, _vendor.Opened.AddMinutes(30)));
        await PromiseAsync("""{"firstResponse":"PT1H","resolution":"PT5H"}""");

        var preview = await _vendor.RunAsync(new { all = true, reason = "New contract", dryRun = true });
        // Both miss the resolution, one the answer that it has not had.
        Assert.Equal((2, 3, 0), Verdicts(preview));
        Assert.Equal(
            ["firstResponse newlyBreached", "resolution newlyBreached"],
            preview["result"]!["sample"]!.AsArray().Single(t => t!["ticketId"]!.GetValue<Guid>() == waiting)!["clocks"]!.AsArray()
                .Select(c => $"{c!["clock"]} {c["effect"]}").Order(StringComparer.Ordinal));
        Assert.Empty((await app.PublishedAsync(waiting)).OfType<SlaBreached>());

        var done = await _vendor.DoneAsync(await _vendor.AskAsync(new { reason = "New contract", previewId = preview["id"]!.GetValue<Guid>() }));
        Assert.Equal(preview["result"]!.ToJsonString(), done["result"]!.ToJsonString());
        Assert.Equal((2, 1), ((await app.PublishedAsync(waiting)).OfType<SlaBreached>().Count(), (await app.PublishedAsync(answered)).OfType<SlaBreached>().Count()));

        await PromiseAsync("""{"firstResponse":"PT100H","resolution":"PT100H"}""");
        Assert.Equal((2, 0, 3), Verdicts(await _vendor.RunAsync(new { all = true, reason = "That was too strict", dryRun = true })));
    }

    [Fact]
    public async Task It_shows_the_tickets_that_are_hit_hardest()
    {
        await PromiseAsync("""{"resolution":"PT100H"}""");
        var tickets = await _vendor.OpenAsync(23);
        // The first two that the job looks at waited long enough to be in time all the same.
        foreach (var waited in tickets[..2])
        {
            await app.DeliverAsync(_vendor.Vendor.Paused(waited, _vendor.Opened.AddMinutes(10)));
            await app.DeliverAsync(_vendor.Vendor.Resumed(waited, _vendor.Opened.AddHours(9)));
        }

        await PromiseAsync("""{"resolution":"PT5H"}""");
        var result = (await _vendor.RunAsync(new { all = true, reason = "x", dryRun = true }))["result"]!;
        Assert.Equal((23, 21), (result["changed"]!.GetValue<int>(), result["newBreaches"]!.GetValue<int>()));
        var shown = result["sample"]!.AsArray().Select(t => t!["ticketId"]!.GetValue<Guid>()).ToList();
        Assert.Equal(20, shown.Distinct().Count());
        Assert.Empty(shown.Intersect(tickets[..2]));
    }

    [Fact]
    public async Task What_a_run_finds_of_a_ticket_is_told_to_each_person_once()
    {
        await PromiseAsync("""{"firstResponse":"PT100H","diagnosis":"PT100H","resolution":"PT100H"}""");
        var ticket = await _vendor.OpenAsync();
        await PromiseAsync("""{"firstResponse":"PT1H","diagnosis":"PT2H","resolution":"PT5H"}""");
        await _vendor.RunAsync(new { all = true, reason = "New contract" });
        var told = (await app.PublishedAsync(ticket)).Where(e => e is not SlaClocksChanged).Cast<SlaBreached>().ToList();
        Assert.Equal(["firstResponse", "diagnosis", "resolution"], told.Select(e => e.Clock));
        Assert.Single(told.Select(e => e.Together!.Key).Distinct());
        Assert.Equal(["firstResponse", "diagnosis", "resolution"], told[0].Together!.Clocks);
        Assert.Equal(["resolution", "firstResponse", "diagnosis"], told[2].Together!.Clocks);
        // Each names all of it, so that whichever reaches Notification first is enough.
        Assert.All(told, e => Assert.Equal(
            ["Breach firstResponse", "Breach diagnosis", "Breach resolution"], e.Together!.All!.Select(l => $"{l.Kind} {l.Clock}")));
    }

    private static (int Changed, int NewBreaches, int NoLongerBreached) Verdicts(JsonNode job)
    {
        var result = job["result"]!;
        return (result["changed"]!.GetValue<int>(), result["newBreaches"]!.GetValue<int>(), result["noLongerBreached"]!.GetValue<int>());
    }

    private Task PromiseAsync(string targets) =>
        _vendor.PostAsync("policies", $$$"""{"name":"mine","calendar":"always","position":5,"rules":[{"name":"all","targets":{{{targets}}}}]}""");

    private async Task<JsonNode> RefusedAsync(HttpStatusCode status, string code, object request)
    {
        var before = await app.CountAsync("reprocess_jobs", _vendor.Vendor.Tenant);
        var (answered, problem) = await _vendor.Vendor.PostAsync("/api/v1/sla/reprocess", request);
        Assert.Equal((status, $"reprocess.{code}"), (answered, problem["code"]!.ToString()));
        Assert.Equal(before, await app.CountAsync("reprocess_jobs", _vendor.Vendor.Tenant));
        return problem;
    }

    private async Task SetAsync(string what, Guid job)
    {
        await using var command = app.Database.CreateCommand($"UPDATE reprocess_jobs SET {what} WHERE tenant = $1 AND id = $2");
        command.Parameters.Add(new() { Value = _vendor.Vendor.Tenant });
        command.Parameters.Add(new() { Value = job });
        Assert.Equal(1, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
    }
}
