using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ServiceMesh.Contracts;
using ServiceMesh.Insight.Timeline;
using ServiceMesh.Messaging;

namespace ServiceMesh.Insight.Tests.Scorecard;

/// <summary>
/// A half-year of tickets as they came: three vendors are compared when it is over, two by their tickets and one by what was told of it elsewhere. Then comes what was late,
/// and the other half-year. Every figure of every report is recomputed from the raw events that had come by then.
/// </summary>
public sealed class HalfYearTests(InsightHost insight)
{
    private static readonly DateTimeOffset s_july = new(2025, 7, 1, 0, 0, 0, TimeSpan.FromHours(8));

    private static readonly string[] s_dimensions =
    [
        "responseSpeed", "diagnosis", "resolution", "firstContact", "reopening", "secondRepair", "satisfaction", "followUp", "completeness", "publicity", "pauseDiscipline", "recovery", "complaints",
    ];

    private readonly string _tenant = InsightHost.NewTenant();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_report_is_of_real_tickets_stays_as_it_was_and_what_came_late_stands_in_the_next()
    {
        var generated = new Generated(_tenant, seed: 20250630, 900);
        var random = new Random(7);
        // Of every twelfth ticket only a part is known when the first report is frozen: the rest is on its way, or happens later.
        var early = generated.Tales.Select(t => Before(t, random.Next(12) == 0 ? random.Next(1, t.Events.Count + 1) : int.MaxValue)).ToList();
        await KeepAsync([Story.Zone(_tenant, "Asia/Shanghai"), .. generated.Around.Events, .. early.SelectMany(e => e)]);
        Dictionary<Guid, IReadOnlyList<Guid>> products = [];
        foreach (var (name, own) in new[] { ("Maker", generated.Products.Take(3)), ("Partner", generated.Products.Skip(3)) })
            products[await AddAsync(new { name, products = own.Select(p => new { productId = p, role = name == "Maker" ? "maker" : "servicePartner" }) })] = [.. own];
        var elsewhere = await AddAsync(new { name = "Elsewhere", figures = new[] { new { dimension = "resolution", value = 88.5m, source = "Tender 2025/7", on = "2025-02-01" } } });

        var spring = await FreezeAsync("2025-H1");
        var bytes = await JsonAsync(spring);
        var known = new Recomputed(early.Where(e => e.Count > 0));
        var cards = await CardsAsync(spring);
        Assert.Equal(3, cards.Count);
        Assert.All(cards.Values, c => Assert.False(string.IsNullOrEmpty(c.GetProperty("grade").GetString())));
        foreach (var (vendor, own) in products) AssertFigures(cards[vendor], known, own, 1, 6);
        var marked = cards[elsewhere].GetProperty("dimensions").EnumerateArray().Where(d => !d.GetProperty("missing").GetBoolean()).ToList();
        Assert.Equal(("resolution", true, "Tender 2025/7"), (Name(Assert.Single(marked)), marked[0].GetProperty("fromReference").GetBoolean(), marked[0].GetProperty("reference").GetProperty("source").GetString()));

        // Late in: what had happened before the freezing, and all that came after it.
        var rest = generated.Tales.Zip(early).SelectMany(p => p.First.Events.Skip(p.Second.Count)).ToArray();
        random.Shuffle(rest);
        await KeepAsync(rest);
        Assert.Equal(bytes, await JsonAsync(spring));

        var autumn = await FreezeAsync("2025-H2");
        var all = new Recomputed(generated.Tales.Select(t => t.Events));
        var answer = await insight.GetAsync(_tenant, $"/api/v1/insight/scorecard-reports/{autumn}");
        cards = await CardsAsync(autumn);
        foreach (var (vendor, own) in products) AssertFigures(cards[vendor], all, own, 7, 12);
        Assert.Equal(spring, answer.GetProperty("before").GetProperty("id").GetGuid());
        Assert.Equal(spring, answer.GetProperty("content").GetProperty("correctsReport").GetGuid());
        AssertCorrections([.. answer.GetProperty("content").GetProperty("corrections").EnumerateArray()], products, known, all);
        Assert.Equal(products.Keys.Append(elsewhere).Order(), answer.GetProperty("changes").EnumerateArray().Select(c => c.GetProperty("id").GetGuid()).Order());
        Assert.Equal(bytes, await JsonAsync(spring));

        // Every figure leads to its tickets, those of the frozen report as they were.
        var vendorOf = products.Keys.First();
        var counted = (await CardsAsync(spring))[vendorOf].GetProperty("dimensions").EnumerateArray().Single(d => Name(d) == "reopening").GetProperty("count").GetInt64();
        Assert.Equal(counted, await BehindAsync($"/api/v1/insight/scorecard-reports/{spring}/tickets?subject={vendorOf}&dimension=reopening&limit=200"));
    }

    /// <summary>What had come of a ticket by the end of June: its first events, at most so many.</summary>
    private static List<Event> Before(Tale tale, int most) => [.. tale.Events.TakeWhile(e => e.OccurredAt < s_july).Take(most)];

    /// <summary>Each figure that is other now than when it was frozen stands there with both values, and nothing else does.</summary>
    private static void AssertCorrections(List<JsonElement> corrections, Dictionary<Guid, IReadOnlyList<Guid>> products, Recomputed known, Recomputed all)
    {
        var changed = 0;
        foreach (var (vendor, own) in products)
        {
            foreach (var name in s_dimensions)
            {
                var (was, now) = (Of(known, own, name, 1, 6), Of(all, own, name, 1, 6));
                var told = corrections.SingleOrDefault(c => c.GetProperty("id").GetGuid() == vendor && c.GetProperty("dimension").GetString() == name);
                if (was == now)
                {
                    Assert.Equal(JsonValueKind.Undefined, told.ValueKind);
                    continue;
                }

                changed++;
                Assert.True(told.ValueKind == JsonValueKind.Object, $"{name} of {vendor} became {now} after {was}, and nothing says so.");
                Assert.Equal((was.Whole, now.Whole), (told.GetProperty("wasCount").GetDecimal(), told.GetProperty("nowCount").GetDecimal()));
                AssertValue(name, was, told.GetProperty("wasValue"));
                AssertValue(name, now, told.GetProperty("nowValue"));
            }
        }

        Assert.True(changed >= 10, $"Only {changed} figures changed.");
    }

    private static void AssertFigures(JsonElement card, Recomputed expected, IReadOnlyList<Guid> products, int from, int to)
    {
        foreach (var dimension in card.GetProperty("dimensions").EnumerateArray().Where(d => s_dimensions.Contains(Name(d))))
        {
            var of = Of(expected, products, Name(dimension), from, to);
            Assert.False(dimension.GetProperty("fromReference").GetBoolean());
            Assert.True(of.Whole > 0 && of.Whole == dimension.GetProperty("count").GetDecimal(), $"{Name(dimension)}: {of.Whole} were counted, not {dimension}");
            AssertValue(Name(dimension), of, dimension.GetProperty("value"));
            Assert.InRange(dimension.GetProperty("stars").GetDecimal(), 0, 5);
        }
    }

    private static void AssertValue(string name, (decimal Part, decimal Whole) of, JsonElement shown)
    {
        var value = of.Part / of.Whole * name switch { "satisfaction" => 1, "recovery" => 1 / 3600m, "completeness" => 0.1m, _ => 100 };
        Assert.True(Math.Abs(value - shown.GetDecimal()) <= 0.0051m, $"{name}: {value}, not {shown}");
    }

    /// <summary>A vendor's figure is that of its products' tickets together.</summary>
    private static (decimal Part, decimal Whole) Of(Recomputed from, IReadOnlyList<Guid> products, string name, int first, int last) =>
        products.Select(p => from.Of("product", p, name, first, last)).Aggregate((Part: 0m, Whole: 0m), (sum, one) => (sum.Part + one.Part, sum.Whole + one.Whole));

    private static string Name(JsonElement dimension) => dimension.GetProperty("name").GetString()!;

    private async Task<Dictionary<Guid, JsonElement>> CardsAsync(Guid report) =>
        (await insight.GetAsync(_tenant, $"/api/v1/insight/scorecard-reports/{report}")).GetProperty("content").GetProperty("cards").EnumerateArray().ToDictionary(c => c.GetProperty("id").GetGuid());

    private async Task<long> BehindAsync(string path)
    {
        var (counted, cursor) = (0L, "");
        do
        {
            var page = await insight.GetAsync(_tenant, path + cursor);
            counted += page.GetProperty("items").EnumerateArray().SelectMany(i => i.GetProperty("values").EnumerateArray()).Sum(v => v.GetProperty("count").GetInt64());
            cursor = page.GetProperty("next").GetString() is { } next ? $"&cursor={next}" : "";
        }
        while (cursor.Length > 0);
        return counted;
    }

    private Task<Guid> AddAsync(object vendor) => PostAsync("/api/v1/insight/vendors", vendor);

    private Task<Guid> FreezeAsync(string period) => PostAsync("/api/v1/insight/scorecard-reports", new { kind = "vendor", period });

    private async Task<Guid> PostAsync(string path, object body)
    {
        using var client = insight.Client(_tenant);
        using var answer = await client.PostAsJsonAsync(path, body, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonSerializer.Deserialize<JsonElement>(text).GetProperty("id").GetGuid();
    }

    private async Task<string> JsonAsync(Guid report)
    {
        using var client = insight.Client(_tenant);
        return Encoding.UTF8.GetString(await client.GetByteArrayAsync(new Uri($"/api/v1/insight/scorecard-reports/{report}/json", UriKind.Relative), Ct));
    }

    private async Task KeepAsync(IEnumerable<Event> events)
    {
        foreach (var some in events.Chunk(1_000))
        {
            await using var work = await insight.Services.GetRequiredService<IWorkFactory>().BeginAsync(Ct);
            await work.Services.GetRequiredService<TimelineWriter>().HandleAsync(some, work, Ct);
            await work.CommitAsync(Ct);
        }
    }
}
