using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ServiceMesh.Insight.Domain.Scorecard;
using ServiceMesh.Insight.Domain.Scorecard.Charts;

namespace ServiceMesh.Browser;

/// <summary>Scorecards of three vendors, made of canned sums by Insight's own rules.</summary>
internal static class FakeScore
{
    public static readonly Guid Good = FakeData.Id(921), Fair = FakeData.Id(922), Elsewhere = FakeData.Id(923), Report = FakeData.Id(931), Before = FakeData.Id(932);

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    private static readonly (Guid Id, string Name, int Kept)[] s_vendors = [(Good, "北辰软件", 96), (Fair, "Meridian Services", 71), (Elsewhere, "远航系统集成", 0)];

    public static void MapScore(this IEndpointRouteBuilder api)
    {
        var formulas = new List<Formula> { Formula.Shipped };
        var vendors = s_vendors.ToDictionary(v => v.Id, v => new FakeVendor(v.Id, v.Name, 1, [new { productId = FakeData.Id(61), role = "maker" }], v.Kept > 0 ? [] : [new { dimension = "resolution", value = 88.5m, source = "招标文件 2026-07", on = "2026-05-30" }], [], []));
        object Head(Guid id, string period) => new { id, kind = "vendor", period, from = "2026-01", to = "2026-06", formulaVersion = 1, frozenAt = TimeProvider.System.GetUtcNow().AddDays(-3), frozenBy = "周婷", contentHash = new string('a', 64) };
        api.MapGet("/insight/scorecards/{kind}", (string kind, string period, string? ids) =>
        {
            var wanted = ids?.Split(',').Select(Guid.Parse).ToList();
            var cards = s_vendors.Where(v => wanted is null || wanted.Contains(v.Id)).ToList();
            return Json(new { kind, period, from = "2026-07", to = "2026-12", formulaVersion = formulas.Count, items = cards.Select(v => Card(v, formulas[^1])), next = (string?)null, radar = Radar(cards, formulas[^1]) });
        });
        api.MapGet("/insight/scorecards/{kind}/{id:guid}", (string kind, Guid id, string period) =>
        {
            var vendor = s_vendors.Single(v => v.Id == id);
            var months = Enumerable.Range(1, 12).Select(m => $"26-{m:d2}").ToList();
            return Json(new
            {
                kind, period, formulaVersion = 1, card = Card(vendor, formulas[^1]), charts = new[]
                {
                    new { name = "radar", title = "各维度得分", svg = Radar([vendor], formulas[^1]) },
                    new { name = "trend", title = "月度得分趋势", svg = Pictures.Trend("trend", months, [new Series(vendor.Name, [.. months.Select((_, i) => (decimal?)(70 + (i * 2 % 25)))])]) },
                    new { name = "responseTime", title = "首次响应时长分布", svg = Pictures.Distribution("d", [new Bar("≤5 min", 40), new Bar("≤15 min", 90), new Bar("≤30 min", 31), new Bar(">1 d", 2)]) },
                },
            });
        });
        api.MapGet("/insight/scorecards/{kind}/{id:guid}/tickets", (int? bucket) => Items(bucket == 1 ? [] :
        [
            new { id = FakeData.First, kind = "ticket", number = "T-20261123-000001", at = TimeProvider.System.GetUtcNow().AddDays(-2), severity = 2, values = new[] { new { measure = "resolution", month = "2026-11", bucket = 0, count = 1, total = 0 } } },
        ]));
        api.MapGet("/insight/scorecard-formulas", () => Json(new { items = formulas.AsEnumerable().Reverse().Select(View), known = Dimensions.All.Select(d => new { d.Name, weight = 0, d.Unit, d.Best, d.Worst }) }));
        api.MapPost("/insight/scorecard-formulas", (FormulaBody body) =>
        {
            formulas.Add(Formula.Shipped with { Version = formulas.Count + 1, Dimensions = body.Dimensions, Stars = body.Stars, Grades = body.Grades });
            return Results.Json(View(formulas[^1]), s_json, statusCode: 201);
        });
        api.MapGet("/insight/scorecard-reports", () => Items([Head(Report, "2026-H1"), Head(Before, "2025-H2")]));
        api.MapPost("/insight/scorecard-reports", () => Results.Json(Head(Report, "2026-H1"), s_json, statusCode: 201));
        api.MapGet("/insight/scorecard-reports/{id:guid}", (Guid id) => Json(new
        {
            report = Head(id, "2026-H1"), before = Head(Before, "2025-H2"), content = new { cards = s_vendors.Select(v => Card(v, formulas[0])), corrections = new[] { Correction("北辰软件", 100m, 92.3m) }, ticketsKept = id == Report },
            changes = s_vendors.Select((v, i) => new { id = v.Id, wasScore = 80m, wasGrade = "B", scoreChange = 12.5m - (i * 20) }), radar = Radar(s_vendors, formulas[0]),
        }));
        api.MapGet("/insight/scorecard-reports/{id:guid}/tickets", (string? dimension, string? measure) => Items(
        [
            new { id = FakeData.First, kind = "ticket", number = "T-20260202-000007", at = TimeProvider.System.GetUtcNow().AddDays(-200), severity = 2, values = new[] { new { measure = dimension ?? measure, month = "2026-02", bucket = 1, count = 1, total = 0 } } },
        ]));
        api.MapGet("/insight/scorecard-reports/{id:guid}/corrections", () => Json(new { corrections = Array.Empty<object>(), tickets = Array.Empty<object>() }));
        api.MapGet("/insight/vendors", () => Items(vendors.Values));
        api.MapPut("/insight/vendors/{id:guid}", (Guid id, FakeVendor body) => Json(vendors[id] = body with { Version = body.Version + 1 }));
        api.MapPost("/insight/vendors/{id:guid}/figures", async (Guid id, HttpRequest http) =>
        {
            using var text = new StreamReader(http.Body);
            var cells = (await text.ReadToEndAsync()).Split('\n')[1].Trim().Split(',');
            return http.ContentType!.StartsWith("text/csv", StringComparison.Ordinal)
                ? Json(vendors[id] = vendors[id] with { Version = vendors[id].Version + 1, Figures = [.. vendors[id].Figures, new { dimension = cells[0], value = decimal.Parse(cells[1], System.Globalization.CultureInfo.InvariantCulture), source = cells[2], on = cells[3] }] })
                : Results.StatusCode(415);
        });
        var pareto = new[] { ("启动失败", 42L), ("打印", 23L), ("报表", 11L), ("权限", 6L) };
        api.MapGet("/insight/learning", (string by, string period) => Json(new
        {
            by, period, all = 90, paretoChart = Pictures.Pareto("Pareto", [.. pareto.Select(p => new Bar(p.Item1, p.Item2))], 90),
            trendChart = Pictures.Counts("trend", ["26-07", "26-08", "26-09"], [new Series("启动失败", [10, 14, 18]), new Series("打印", [9, 8, 6])]),
            items = pareto.Select(p => new { item = p.Item1, name = p.Item1, opened = p.Item2, resolved = p.Item2, repeats = 3, percent = 46.7m, sumPercent = 46.7m, repeatPercent = 7.1m, meanRecoverySeconds = 16_200 }),
        }));
        api.MapGet("/insight/learning/repeats", () => Items([new { ticketId = FakeData.First, number = "T-20261123-000001", openedAt = TimeProvider.System.GetUtcNow(), repeatOf = FakeData.Id(102), repeatOfNumber = "T-20261123-000002", daysAfter = 12, productName = "U8", faultClass = "启动失败", cause = "config" }]));
        api.MapGet("/insight/learning/proposals", () => Items([new { productId = FakeData.Id(61), productName = "U8", module = (string?)null, faultClass = "启动失败", cause = "version-mismatch", kind = "upgrade", from = "2026-09", to = "2026-11", tickets = 18, before = 7, repeats = 5, hoursLost = 61, reasons = new[] { "frequent", "growing", "repeating" } }]));
    }

    private static object Card((Guid Id, string Name, int Kept) vendor, Formula formula)
    {
        var scored = Scored(vendor, formula);
        return new { id = vendor.Id, name = vendor.Name, scored.Score, scored.Stars, scored.Grade, scored.Dimensions, scored.Figures };
    }

    private static Scored Scored((Guid Id, string Name, int Kept) vendor, Formula formula)
    {
        var cells = new Dictionary<(Measure, int), Sum>();
        if (vendor.Kept > 0)
        {
            foreach (var measure in new[] { Measure.FirstResponse, Measure.Diagnosis, Measure.Resolution, Measure.FirstContact, Measure.Reopening, Measure.SecondRepair, Measure.FollowUp, Measure.Publicity, Measure.Complaint })
                (cells[(measure, 1)], cells[(measure, 0)]) = (new Sum(vendor.Kept, 0), new Sum(100 - vendor.Kept, 0));
            cells[(Measure.Satisfaction, 4)] = new Sum(50, 200);
            cells[(Measure.Completeness, 1)] = new Sum(100, 900L * vendor.Kept);
            cells[(Measure.RecoveryTime, 3)] = new Sum(100, 100 * 9 * 3600);
            cells[(Measure.ResponseTime, 1)] = new Sum(100, 100 * 540);
            (cells[(Measure.Invitation, 1)], cells[(Measure.Recommendation, 9)], cells[(Measure.Waiting, 0)]) = (new Sum(50, 0), new Sum(50, 450), new Sum(1000, 100));
        }

        return Scoring.Of(new SubjectSums { Cells = cells, References = vendor.Kept > 0 ? new Dictionary<string, ReferenceFigure>() : new Dictionary<string, ReferenceFigure> { ["resolution"] = new(88.5m, "招标文件 2026-07", new DateOnly(2026, 5, 30)) } }, formula);
    }

    private static string Radar(IEnumerable<(Guid Id, string Name, int Kept)> vendors, Formula formula)
    {
        var scored = vendors.Select(v => (v.Name, Scored(v, formula).Dimensions)).ToList();
        var axes = scored.SelectMany(s => s.Dimensions).Where(d => !d.Missing).Select(d => d.Name).Distinct().ToList();
        return Pictures.Radar("radar", axes, [.. scored.Select(s => new Series(s.Name, [.. axes.Select(a => s.Dimensions.First(d => d.Name == a).Points)]))]);
    }

    private static object View(Formula f) => new
    {
        f.Version, dimensions = f.Dimensions.Select(d => new { d.Name, d.Weight, Dimensions.Find(d.Name)!.Unit, best = d.Best ?? Dimensions.Find(d.Name)!.Best, worst = d.Worst ?? Dimensions.Find(d.Name)!.Worst, d.Stars }),
        f.Stars, f.Grades, createdAt = f.Version == 1 ? (DateTimeOffset?)null : TimeProvider.System.GetUtcNow(), createdBy = "周婷",
    };

    private static object Correction(string name, decimal was, decimal now) => new { period = "2025-H2", id = Good, name, dimension = "reopening", wasValue = was, wasCount = 26, nowValue = now, nowCount = 26 };

    private static IResult Json(object body) => Results.Json(body, s_json);

    private static IResult Items(IEnumerable<object> items) => Json(new { items, next = (string?)null });

    private sealed record FormulaBody(IReadOnlyList<DimensionRule> Dimensions, IReadOnlyList<decimal> Stars, IReadOnlyList<GradeRule> Grades);

    private sealed record FakeVendor(Guid Id, string Name, int Version, IReadOnlyList<object> Products, IReadOnlyList<object> Figures, IReadOnlyList<object> Cases, IReadOnlyList<object> Certifications);
}
