using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ServiceMesh.Contracts;
using ServiceMesh.Insight.Domain.Scorecard;
using ServiceMesh.Insight.Tests.TheRecordIsAChain;
using ServiceMesh.Insight.Timeline;
using ServiceMesh.Messaging;

namespace ServiceMesh.Insight.Tests.Scorecard;

public sealed class FigureTests(InsightHost insight)
{
    private static readonly string[] s_dimensions =
    [
        "responseSpeed", "diagnosis", "resolution", "firstContact", "reopening", "secondRepair", "satisfaction", "followUp", "completeness", "publicity", "pauseDiscipline",
        "recovery", "complaints", "maintenance",
    ];

    /// <summary>Compared each in its own way: they are not made of tickets alone.</summary>
    private static readonly string[] s_others = ["coverage", "faultRate", "expertise"];

    private static readonly string[] s_tables = ["score_stories", "score_tickets", "score_facts", "score_months", "score_items", "score_subjects"];

    private readonly string _tenant = InsightHost.NewTenant();

    [Fact]
    public async Task Every_figure_of_five_thousand_tickets_equals_a_recomputation_from_the_raw_events_and_a_rebuild_finds_nothing_to_change()
    {
        var generated = new Generated(_tenant, seed: 20260101, Environment.GetEnvironmentVariable("SERVICEMESH_LONG_TESTS") == "1" ? 20_000 : 5_000);
        await insight.DeliverAsync(Story.Zone(_tenant, "Asia/Shanghai"));
        foreach (var some in generated.Shuffled().Chunk(1_000)) await KeepAsync(some);
        var expected = new Recomputed(generated.Tales.Select(t => t.Events));

        var compared = 0;
        foreach (var (from, to) in new[] { (1, 6), (7, 12), (3, 3) })
        {
            foreach (var (kind, ids) in new[]
            {
                ("all", (IReadOnlyList<Guid>)[Guid.Empty]), ("team", generated.Teams), ("engineer", generated.Engineers), ("product", generated.Products), ("customer", generated.Customers),
                ("contract", generated.Contracts),
            })
            {
                var list = await insight.GetAsync(_tenant, $"/api/v1/insight/scorecards/{kind}?from=2025-{from:d2}&to=2025-{to:d2}&ids={string.Join(',', ids)}");
                foreach (var card in list.GetProperty("items").EnumerateArray()) compared += Compare(kind, card, expected, generated.Around, from, to);
            }
        }

        Assert.Equal(Dimensions.All.Select(d => d.Name).Order(), s_dimensions.Concat(s_others).Order());
        Assert.True(compared > 2_000, $"{compared} figures were compared");
        var rebuilt = (await insight.JobAsync(_tenant, "/api/v1/insight/projections/scorecard/rebuilds")).GetProperty("result").GetProperty("tables").EnumerateArray().ToList();
        Assert.Equal(s_tables, rebuilt.Select(t => t.GetProperty("table").GetString()));
        Assert.All(rebuilt, t => Assert.Equal((0, 0), (t.GetProperty("removed").GetInt32(), t.GetProperty("added").GetInt32())));
        Assert.True(rebuilt[1].GetProperty("rows").GetInt32() >= 5_000);
        await EveryFigureDrillsDownAsync(generated.Teams[0]);
    }

    private static int Compare(string kind, JsonElement card, Recomputed expected, Surroundings around, int from, int to)
    {
        var id = card.GetProperty("id").GetGuid();
        foreach (var name in s_dimensions)
        {
            var (part, whole) = name == "maintenance" ? around.Maintenance(kind, id, from, to) : expected.Of(kind, id, name, from, to);
            var dimension = Of(name);
            var where = $"{name} of {kind} {id}, months {from} to {to}";
            Assert.True(whole == dimension.GetProperty("count").GetDecimal(), $"{where}: {whole} were counted, not {dimension.GetProperty("count")}");
            if (whole == 0)
            {
                Assert.True(dimension.GetProperty("missing").GetBoolean(), where);
                continue;
            }

            var value = part / whole * name switch { "satisfaction" => 1, "recovery" => 1 / 3600m, "completeness" => 0.1m, _ => 100 };
            Assert.True(Math.Abs(value - dimension.GetProperty("value").GetDecimal()) <= 0.0051m, $"{where}: {value}, not {dimension.GetProperty("value")}");
        }

        Share("coverage", expected.Coverage(kind, id, from, to));
        Share("expertise", around.Expertise(kind, id, to));
        var (faults, rate) = (expected.Of(kind, id, "faults", from, to).Whole, Of("faultRate"));
        Assert.Equal(faults, rate.GetProperty("count").GetDecimal());
        if (around.AssetMonths(kind, id, from, to) is > 0 and var months) Assert.True(Math.Abs((100 * faults / months) - rate.GetProperty("value").GetDecimal()) <= 0.0051m, $"fault rate of {kind} {id}: {100 * faults / months}, not {rate}");
        else Assert.True(rate.GetProperty("missing").GetBoolean());

        var figures = card.GetProperty("figures");
        Assert.Equal(expected.Of(kind, id, "faults", from, to).Whole, figures.GetProperty("faults").GetDecimal());
        Near(expected.Of(kind, id, "answerRate", from, to), figures.GetProperty("answerRate"));
        Near(expected.Of(kind, id, "nps", from, to), figures.GetProperty("nps"));
        return s_dimensions.Length + s_others.Length + 3;

        JsonElement Of(string name) => card.GetProperty("dimensions").EnumerateArray().Single(d => d.GetProperty("name").GetString() == name);

        void Share(string name, (decimal Part, decimal Whole) of)
        {
            var dimension = Of(name);
            Assert.True(of.Whole == dimension.GetProperty("count").GetDecimal(), $"{name} of {kind} {id}: {of.Whole} were counted, not {dimension}");
            if (of.Whole == 0) Assert.True(dimension.GetProperty("missing").GetBoolean());
            else Assert.True(Math.Abs((100 * of.Part / of.Whole) - dimension.GetProperty("value").GetDecimal()) <= 0.0051m, $"{name} of {kind} {id}: {100 * of.Part / of.Whole}, not {dimension}");
        }

        static void Near((decimal Part, decimal Whole) of, JsonElement shown)
        {
            if (of.Whole == 0) Assert.Equal(JsonValueKind.Null, shown.ValueKind);
            else Assert.True(Math.Abs((100 * of.Part / of.Whole) - shown.GetDecimal()) <= 0.0051m, $"{100 * of.Part / of.Whole}, not {shown}");
        }
    }

    private async Task EveryFigureDrillsDownAsync(Guid team)
    {
        var card = (await insight.GetAsync(_tenant, $"/api/v1/insight/scorecards/team/{team}?period=2025-H1")).GetProperty("card");
        foreach (var dimension in card.GetProperty("dimensions").EnumerateArray().Where(d => d.GetProperty("count").GetInt64() > 0 && s_dimensions.Contains(d.GetProperty("name").GetString())))
        {
            var (counted, good, cursor) = (0L, 0L, "");
            do
            {
                var page = await insight.GetAsync(_tenant, $"/api/v1/insight/scorecards/team/{team}/tickets?dimension={dimension.GetProperty("name")}&period=2025-H1&limit=200{cursor}");
                foreach (var value in page.GetProperty("items").EnumerateArray().SelectMany(i => i.GetProperty("values").EnumerateArray()))
                {
                    // Calls that reached nobody are shown, and count for nothing.
                    if (value.GetProperty("measure").GetString() == "followUp" && value.GetProperty("bucket").GetInt32() == 2) continue;
                    counted += value.GetProperty("count").GetInt64();
                    good += value.GetProperty("bucket").GetInt32() == 1 ? value.GetProperty("count").GetInt64() : 0;
                }

                cursor = page.GetProperty("next").GetString() is { } next ? $"&cursor={next}" : "";
            }
            while (cursor.Length > 0);
            Assert.Equal(dimension.GetProperty("count").GetInt64(), counted);
            if (dimension.GetProperty("good").ValueKind == JsonValueKind.Number) Assert.Equal(dimension.GetProperty("good").GetInt64(), good);
        }
    }

    private async Task KeepAsync(IReadOnlyList<Event> events)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var work = await insight.Services.GetRequiredService<IWorkFactory>().BeginAsync(ct);
        await work.Services.GetRequiredService<TimelineWriter>().HandleAsync(events, work, ct);
        await work.CommitAsync(ct);
    }
}
