using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ServiceMesh.Contracts;

namespace ServiceMesh.Insight.Tests.Scorecard;

public sealed class VendorTests(InsightHost insight)
{
    private static readonly DateTimeOffset s_spring = new(2025, 3, 3, 2, 0, 0, TimeSpan.Zero);

    private readonly string _tenant = InsightHost.NewTenant();

    [Fact]
    public async Task Three_vendors_stand_side_by_side_by_their_products_and_figures_from_elsewhere_are_marked()
    {
        var (good, bad, serviced) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await insight.DeliverAsync([.. Solved(good, kept: true), .. Solved(bad, kept: false), .. Solved(bad, kept: true), .. Solved(serviced, kept: true)]);
        var maker = await AddAsync(new { name = "Maker", products = new[] { Of(good, "maker") } });
        var partner = await AddAsync(new { name = "Partner", products = new[] { Of(bad, "maker"), Of(serviced, "servicePartner") } });
        var elsewhere = await AddAsync(new { name = "Elsewhere", figures = new[] { new { dimension = "resolution", value = 88.5m, source = "Tender 2025/7", on = "2025-02-01" } } });

        var list = await insight.GetAsync(_tenant, $"/api/v1/insight/scorecards/vendor?period=2025-H1&ids={elsewhere},{partner},{maker}");

        var cards = list.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["Elsewhere", "Partner", "Maker"], cards.Select(c => c.GetProperty("name").GetString()));
        Assert.Equal([88.5m, 66.67m, 100m], cards.Select(c => Resolution(c).GetProperty("value").GetDecimal()));
        Assert.Equal([true, false, false], cards.Select(c => Resolution(c).GetProperty("fromReference").GetBoolean()));
        Assert.Equal("Tender 2025/7", Resolution(cards[0]).GetProperty("reference").GetProperty("source").GetString());
        Assert.Equal([0, 3, 1], cards.Select(c => Resolution(c).GetProperty("count").GetInt32()));
        Assert.All(cards, c => Assert.NotNull(c.GetProperty("grade").GetString()));
        Assert.Contains("<svg", list.GetProperty("radar").GetString(), StringComparison.Ordinal);
        var behind = await insight.GetAsync(_tenant, $"/api/v1/insight/scorecards/vendor/{partner}/tickets?dimension=resolution&period=2025-H1&bucket=0");
        Assert.Single(behind.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Figures_come_by_file_once_and_a_wrong_line_is_named_and_changes_nothing()
    {
        var vendor = await AddAsync(new { name = "V" });
        var file = "\uFEFFdimension,value,source,date\r\nresolution,91.5,\"Audit, \"\"A\"\"\",2025-01-31\r\nsatisfaction,4.2,Survey,2025-02-28\r\n";

        Assert.Equal(HttpStatusCode.OK, (await ImportAsync(vendor, file)).Status);
        var (_, again) = await ImportAsync(vendor, file);

        Assert.Equal(2, again.GetProperty("figures").GetArrayLength());
        Assert.Equal("Audit, \"A\"", again.GetProperty("figures")[0].GetProperty("source").GetString());
        foreach (var (text, told) in new[]
        {
            ("a,b\n", "Line 1"), ("dimension,value,source,date\nresolution,x,s,2025-01-01", "Line 2"), ("dimension,value,source,date\n\nresolution,1,s,01.02.2025", "Line 3"),
            ("dimension,value,source,date\nresolution,1,s", "Line 2"), ("dimension,value,source,date\nnothing,1,s,2025-01-01", "nothing"),
            ("dimension,value,source,date\nresolution,101,s,2025-01-01", "value"), ("dimension,value,source,date\nresolution,1,,2025-01-01", "source"), ("dimension,value,source,date\nresolution,1,\"s,2025-01-01", "Line 2"),
        })
        {
            var (status, problem) = await ImportAsync(vendor, text);
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Contains(told, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        Assert.Equal(3, (await insight.GetAsync(_tenant, $"/api/v1/insight/vendors/{vendor}")).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Two_who_change_a_vendor_at_once_do_not_overwrite_each_other_and_names_are_unique()
    {
        var vendor = await AddAsync(new { name = "One" });
        using var client = insight.Client(_tenant);
        var ct = TestContext.Current.CancellationToken;
        using var first = await client.PutAsJsonAsync($"/api/v1/insight/vendors/{vendor}", new { name = "Two", version = 1, cases = new[] { new { title = "Bank", text = "t", source = "s", on = "2025-01-01" } } }, ct);
        using var second = await client.PutAsJsonAsync($"/api/v1/insight/vendors/{vendor}", new { name = "Three", version = 1 }, ct);
        using var taken = await client.PostAsJsonAsync("/api/v1/insight/vendors", new { name = "Two" }, ct);
        using var nameless = await client.PostAsJsonAsync("/api/v1/insight/vendors", new { name = " " }, ct);
        using var stranger = insight.Client(InsightHost.NewTenant());
        using var foreign = await stranger.PutAsJsonAsync($"/api/v1/insight/vendors/{vendor}", new { name = "X", version = 2 }, ct);

        Assert.Equal([200, 409, 409, 400, 404], new[] { first, second, taken, nameless, foreign }.Select(r => (int)r.StatusCode));
        Assert.Equal("Bank", (await insight.GetAsync(_tenant, $"/api/v1/insight/vendors/{vendor}")).GetProperty("cases")[0].GetProperty("title").GetString());
    }

    private List<Event> Solved(Guid product, bool kept) => new Tale(_tenant, s_spring) { Product = product }.Open()
        .Clocks(s_spring.AddHours(2), kept ? Tale.Clock("resolution", ClockState.Met, s_spring, s_spring.AddHours(3), s_spring.AddHours(2)) : Tale.Clock("resolution", ClockState.MetLate, s_spring, s_spring.AddHours(1), s_spring.AddHours(2)))
        .Resolve(s_spring.AddHours(2)).Events;

    private static object Of(Guid productId, string role) => new { productId, role };

    private static JsonElement Resolution(JsonElement card) => card.GetProperty("dimensions").EnumerateArray().Single(d => d.GetProperty("name").GetString() == "resolution");

    private async Task<Guid> AddAsync(object vendor)
    {
        using var client = insight.Client(_tenant);
        using var answer = await client.PostAsJsonAsync("/api/v1/insight/vendors", vendor, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("id").GetGuid();
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> ImportAsync(Guid vendor, string text)
    {
        using var client = insight.Client(_tenant);
        using var content = new StringContent(text, Encoding.UTF8, "text/csv");
        using var answer = await client.PostAsync(new Uri($"/api/v1/insight/vendors/{vendor}/figures", UriKind.Relative), content, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken));
    }
}
