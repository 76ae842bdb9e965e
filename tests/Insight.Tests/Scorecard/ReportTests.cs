using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.Insight.Tests.TheRecordIsAChain;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Testing;

namespace ServiceMesh.Insight.Tests.Scorecard;

public sealed class ReportTests(InsightHost insight)
{
    private static readonly Guid s_team = Guid.CreateVersion7(), s_engineer = Guid.CreateVersion7();
    private static readonly DateTimeOffset s_spring = new(2025, 3, 3, 2, 0, 0, TimeSpan.Zero), s_autumn = new(2025, 9, 3, 2, 0, 0, TimeSpan.Zero);

    private readonly string _tenant = InsightHost.NewTenant();

    [Fact]
    public async Task A_frozen_report_never_changes_and_what_comes_late_is_a_correction_in_the_next()
    {
        var reopened = Solved(s_spring);
        await insight.DeliverAsync([Story.Zone(_tenant, "Asia/Shanghai"), .. reopened.Events, .. Solved(s_spring.AddDays(2)).Events, .. Solved(s_autumn).Events]);
        var spring = await FreezeAsync("team", "2025-H1");
        var bytes = await JsonAsync(spring);

        // Both happened in the spring, and were told when its report was frozen.
        reopened.Events.Clear();
        await insight.DeliverAsync([.. reopened.Reopen(s_spring.AddDays(3), late: false).Events, .. Solved(s_spring.AddDays(5)).Events]);
        var autumn = await FreezeAsync("team", "2025-H2");

        Assert.Equal(bytes, await JsonAsync(spring));
        var content = (await insight.GetAsync(_tenant, $"/api/v1/insight/scorecard-reports/{autumn}")).GetProperty("content");
        Assert.Equal(spring, content.GetProperty("correctsReport").GetGuid());
        var correction = content.GetProperty("corrections").EnumerateArray().Single(c => c.GetProperty("dimension").GetString() == "reopening");
        Assert.Equal((100m, 2, 66.67m, 3), (correction.GetProperty("wasValue").GetDecimal(), correction.GetProperty("wasCount").GetInt32(), correction.GetProperty("nowValue").GetDecimal(), correction.GetProperty("nowCount").GetInt32()));
        var since = await insight.GetAsync(_tenant, $"/api/v1/insight/scorecard-reports/{spring}/corrections");
        Assert.Equal(2, since.GetProperty("tickets").GetArrayLength());
        Assert.Contains(since.GetProperty("tickets").EnumerateArray(), t => t.GetProperty("id").GetGuid() == reopened.Ticket);
        Assert.Empty((await insight.GetAsync(_tenant, $"/api/v1/insight/scorecard-reports/{autumn}/corrections")).GetProperty("corrections").EnumerateArray());
    }

    [Fact]
    public async Task A_report_keeps_its_formula_and_is_compared_with_the_one_before()
    {
        await insight.DeliverAsync([.. Solved(s_spring).Events, .. Solved(s_autumn, late: true).Events]);
        var spring = await FreezeAsync("team", "2025-H1");
        await PostAsync("/api/v1/insight/scorecard-formulas", new { dimensions = new[] { new { name = "resolution", weight = 100m } } }, HttpStatusCode.Created);
        var autumn = await insight.GetAsync(_tenant, $"/api/v1/insight/scorecard-reports/{await FreezeAsync("team", "2025-H2")}");

        Assert.Equal((2, spring), (autumn.GetProperty("report").GetProperty("formulaVersion").GetInt32(), autumn.GetProperty("before").GetProperty("id").GetGuid()));
        var change = Assert.Single(autumn.GetProperty("changes").EnumerateArray());
        Assert.Equal(0, autumn.GetProperty("content").GetProperty("cards")[0].GetProperty("score").GetDecimal());
        Assert.Equal(-100, change.GetProperty("dimensions")[0].GetProperty("pointsChange").GetDecimal());
        Assert.Equal(1, (await insight.GetAsync(_tenant, $"/api/v1/insight/scorecard-reports/{spring}")).GetProperty("content").GetProperty("formula").GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Freezing_is_told_once_and_only_of_what_is_over()
    {
        await insight.DeliverAsync(Solved(s_spring).Events);
        var id = await FreezeAsync("all", "2025-03");

        var frozen = (await TestOutbox.ReadAsync(insight.Database)).OfType<ScorecardFrozen>().Single(e => e.Tenant == _tenant);
        Assert.Equal((id, "all", "2025-03", 1, 1, 0), (frozen.ReportId, frozen.Kind, frozen.Period, frozen.FormulaVersion, frozen.Cards, frozen.Corrections));
        Assert.Equal(frozen.ContentHash, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await JsonAsync(id))));
        Assert.Equal("report.exists", await RefusedAsync("all", "2025-03", HttpStatusCode.Conflict));
        Assert.Equal("report.period-not-over", await RefusedAsync("all", $"{DateTime.UtcNow.AddHours(8):yyyy-MM}", HttpStatusCode.Conflict));
        Assert.Equal("request.invalid", await RefusedAsync("all", "2025-H3", HttpStatusCode.BadRequest));
        Assert.Equal("request.invalid", await RefusedAsync("printer", "2025-H1", HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task Reports_are_files_and_pages_to_print_and_text_in_them_stays_text()
    {
        var product = Guid.CreateVersion7();
        await insight.DeliverAsync(
        [
            new ProductChanged { Tenant = _tenant, OccurredAt = s_spring, ProductId = product, Code = "p", Name = "=<script>alert(1)</script>,\"ERP\"", Stream = new StreamPosition("intake", product, 1) },
            .. Solved(s_spring, product: product).Events,
        ]);
        var id = await FreezeAsync("product", "2025-H1");
        using var client = insight.Client(_tenant);
        var ct = TestContext.Current.CancellationToken;

        foreach (var (language, heading) in new[] { ("en", "Service scorecard"), ("zh", "服务评价报告") })
        {
            using var page = await client.GetAsync(new Uri($"/api/v1/insight/scorecard-reports/{id}/print?language={language}", UriKind.Relative), ct);
            var html = await page.Content.ReadAsStringAsync(ct);
            Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
            Assert.Contains("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Contains(heading, html, StringComparison.Ordinal);
            // Radar, course and grades of all; of the one product its own distributions.
            Assert.Equal(3 + html.Split("<figcaption").Length - 1, html.Split("<svg").Length - 1);
            Assert.Contains(language == "en" ? "Time to recovery" : "恢复时长分布", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        }

        var csv = await client.GetStringAsync(new Uri($"/api/v1/insight/scorecard-reports/{id}/csv", UriKind.Relative), ct);
        Assert.Contains("\"'=<script>alert(1)</script>,\"\"ERP\"\"\"", csv, StringComparison.Ordinal);
        Assert.Equal(1 + Domain.Scorecard.Dimensions.All.Count, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        using var live = await client.GetAsync(new Uri("/api/v1/insight/scorecards/product/print?period=2025-H1", UriKind.Relative), ct);
        Assert.Contains("Live figures, not frozen", await live.Content.ReadAsStringAsync(ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_frozen_report_of_engineers_has_no_names_in_it_yet_shows_them()
    {
        var named = new EngineerChanged
        {
            Tenant = _tenant, OccurredAt = s_spring, EngineerId = s_engineer, Name = "Li Na", Language = "zh-CN", TeamIds = [s_team], Skills = [], Active = true,
            Certificates = [new HeldCertificate("SAP FI", new DateOnly(2025, 6, 30)), new HeldCertificate("U8", new DateOnly(2025, 6, 29))], Stream = new StreamPosition("dispatch", s_engineer, 1),
        };
        await insight.DeliverAsync([named, .. Solved(s_spring).Events]);
        var id = await FreezeAsync("engineer", "2025-H1");

        Assert.DoesNotContain("Li Na", Encoding.UTF8.GetString(await JsonAsync(id)), StringComparison.Ordinal);
        var card = (await insight.GetAsync(_tenant, $"/api/v1/insight/scorecard-reports/{id}")).GetProperty("content").GetProperty("cards")[0];
        Assert.Equal("Li Na", card.GetProperty("name").GetString());
        // Valid on its last day, and not on the day after.
        Assert.Equal(50, Dimension(card, "expertise").GetProperty("value").GetDecimal());
    }

    [Fact]
    public async Task Overdue_maintenance_counts_when_it_was_due_and_against_who_had_it()
    {
        var due = new DateTimeOffset(2025, 5, 31, 15, 59, 59, TimeSpan.Zero);
        var (kept, missed) = (Run(due), Run(due));
        await insight.DeliverAsync(
        [
            new MaintenanceRunOverdue { Tenant = _tenant, OccurredAt = due, Card = missed, Started = false, Stream = new StreamPosition("dispatch", missed.RunId, 1) },
            new MaintenanceRunCompleted { Tenant = _tenant, OccurredAt = due, Card = kept, StartedAt = due, CompletedAt = due, Late = false, Verdict = MaintenanceVerdict.Passed, Stream = new StreamPosition("dispatch", kept.RunId, 1) },
            new MaintenanceRunCompleted { Tenant = _tenant, OccurredAt = due.AddDays(9), Card = missed, StartedAt = due, CompletedAt = due.AddDays(9), Late = true, Verdict = MaintenanceVerdict.Passed, Stream = new StreamPosition("dispatch", missed.RunId, 2) },
        ]);

        var list = await insight.GetAsync(_tenant, $"/api/v1/insight/scorecards/contract?period=2025-05&ids={kept.ContractId},{missed.ContractId}");
        Assert.Equal([100m, 0m], list.GetProperty("items").EnumerateArray().Select(c => Dimension(c, "maintenance").GetProperty("value").GetDecimal()));
        var behind = await insight.GetAsync(_tenant, $"/api/v1/insight/scorecards/team/{s_team}/tickets?dimension=maintenance&bucket=0&period=2025-05");
        var only = Assert.Single(behind.GetProperty("items").EnumerateArray());
        Assert.Equal(("maintenanceRun", missed.RunId), (only.GetProperty("kind").GetString(), only.GetProperty("id").GetGuid()));
    }

    [Fact]
    public async Task Others_find_nothing_and_agents_change_nothing()
    {
        await insight.DeliverAsync(Solved(s_spring).Events);
        var id = await FreezeAsync("team", "2025-H1");
        var ct = TestContext.Current.CancellationToken;
        using var stranger = insight.Client(InsightHost.NewTenant());
        foreach (var path in new[] { $"scorecard-reports/{id}", $"scorecard-reports/{id}/json", $"scorecard-reports/{id}/csv", $"scorecard-reports/{id}/print", $"scorecard-reports/{id}/corrections", $"scorecards/team/{s_team}?period=2025-H1", $"scorecards/team/{s_team}/tickets?dimension=resolution&period=2025-H1" })
        {
            using var answer = await stranger.GetAsync(new Uri($"/api/v1/insight/{path}", UriKind.Relative), ct);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        using var agent = insight.Client(_tenant, Roles.Agent);
        foreach (var path in new[] { "scorecard-reports", "scorecard-formulas", "vendors" })
        {
            using var refused = await agent.PostAsJsonAsync($"/api/v1/insight/{path}", new { }, ct);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        using var customer = insight.Client(_tenant, Roles.Customer);
        using var closed = await customer.GetAsync(new Uri("/api/v1/insight/scorecards/team", UriKind.Relative), ct);
        Assert.Equal(HttpStatusCode.Forbidden, closed.StatusCode);
    }

    private Tale Solved(DateTimeOffset at, bool late = false, Guid? product = null) => new Tale(_tenant, at) { Product = product }.Open().Triage(at.AddMinutes(1)).Assign(at.AddMinutes(1), s_team, s_engineer)
        .Clocks(at.AddHours(2), late ? Tale.Clock("resolution", ClockState.Breached, at, at.AddHours(1)) : Tale.Clock("resolution", ClockState.Met, at, at.AddHours(3), at.AddHours(2)))
        .Resolve(at.AddHours(2), "bug").Close(at.AddHours(4));

    private static MaintenanceRunCard Run(DateTimeOffset due) => new()
    {
        RunId = Guid.CreateVersion7(), PlanId = Guid.CreateVersion7(), PlanName = "p", Kind = MaintenanceKind.Inspection, ContractId = Guid.CreateVersion7(), ContractNumber = "c",
        CustomerId = Guid.CreateVersion7(), OccursOn = new DateOnly(2025, 5, 30), From = due.AddHours(-9), To = due.AddHours(-1), Zone = "UTC", DueAt = due, Cover = MaintenanceCover.Covered,
        TeamId = s_team, TeamName = "t",
    };

    private static JsonElement Dimension(JsonElement card, string name) => card.GetProperty("dimensions").EnumerateArray().Single(d => d.GetProperty("name").GetString() == name);

    private async Task<Guid> FreezeAsync(string kind, string period) => (await PostAsync("/api/v1/insight/scorecard-reports", new { kind, period }, HttpStatusCode.Created)).GetProperty("id").GetGuid();

    private async Task<string> RefusedAsync(string kind, string period, HttpStatusCode status) =>
        (await PostAsync("/api/v1/insight/scorecard-reports", new { kind, period }, status)).GetProperty("code").GetString()!;

    private async Task<byte[]> JsonAsync(Guid id)
    {
        using var client = insight.Client(_tenant);
        return await client.GetByteArrayAsync(new Uri($"/api/v1/insight/scorecard-reports/{id}/json", UriKind.Relative), TestContext.Current.CancellationToken);
    }

    private async Task<JsonElement> PostAsync(string path, object body, HttpStatusCode status)
    {
        using var client = insight.Client(_tenant);
        using var answer = await client.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == answer.StatusCode, $"{answer.StatusCode}: {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }
}
