using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;

namespace ServiceMesh.Insight.Tests.Scorecard;

/// <summary>The tickets behind a frozen report add up to its figures, whatever comes late.</summary>
public sealed class ReportTicketsTests(InsightHost insight)
{
    private static readonly string[] s_counted =
    [
        "responseSpeed", "diagnosis", "resolution", "firstContact", "reopening", "secondRepair", "satisfaction", "followUp", "completeness", "publicity", "pauseDiscipline", "recovery",
        "complaints", "faultRate", "maintenance",
    ];

    private readonly string _tenant = InsightHost.NewTenant();

    [Fact]
    public async Task Add_up_after_late_events_to_what_was_frozen()
    {
        var generated = new Generated(_tenant, seed: 77, 300);
        var events = generated.Shuffled().ToList();
        var late = events.Where((_, i) => i % 4 == 0).ToList();
        await insight.DeliverAsync([Story.Zone(_tenant, "Asia/Shanghai"), .. events.Except(late)]);
        var vendor = (await PostAsync("/api/v1/insight/vendors", new { name = "Maker", products = generated.Products.Take(2).Select(p => new { productId = p, role = "maker" }) })).GetProperty("id").GetGuid();
        var reports = new Dictionary<string, Guid>();
        foreach (var kind in new[] { "team", "engineer", "product", "customer", "contract", "vendor", "all" })
            reports[kind] = (await PostAsync("/api/v1/insight/scorecard-reports", new { kind, period = "2025-H1" })).GetProperty("id").GetGuid();

        await insight.DeliverAsync(late);
        // A vendor's products of today are none of the report's business.
        await SendAsync(HttpMethod.Put, $"/api/v1/insight/vendors/{vendor}", new { name = "Maker", version = 1, products = generated.Products.Skip(3).Select(p => new { productId = p, role = "maker" }) });

        var (compared, moved) = (0, 0);
        foreach (var (kind, report) in reports)
        {
            var cards = (await insight.GetAsync(_tenant, $"/api/v1/insight/scorecard-reports/{report}")).GetProperty("content").GetProperty("cards");
            foreach (var card in cards.EnumerateArray().Take(3))
            {
                var subject = card.GetProperty("id").GetGuid();
                foreach (var dimension in card.GetProperty("dimensions").EnumerateArray().Where(d => s_counted.Contains(d.GetProperty("name").GetString())))
                {
                    var name = dimension.GetProperty("name").GetString()!;
                    Assert.Equal((kind, subject, name, dimension.GetProperty("count").GetInt64()), (kind, subject, name, await CountAsync($"scorecard-reports/{report}/tickets?subject={subject}", name)));
                    if (kind == "team" && await CountAsync($"scorecards/team/{subject}/tickets?period=2025-H1", name) != dimension.GetProperty("count").GetInt64()) moved++;
                    compared++;
                }
            }
        }

        Assert.True(compared > 200, $"{compared} figures were compared");
        Assert.True(moved > 10, "The late events changed nothing: the test shows nothing.");
    }

    [Fact]
    public async Task Are_refused_where_there_are_none()
    {
        var generated = new Generated(_tenant, seed: 78, 20);
        await insight.DeliverAsync(generated.Shuffled().ToList());
        var report = (await PostAsync("/api/v1/insight/scorecard-reports", new { kind = "all", period = "2025-H1" })).GetProperty("id").GetGuid();

        Assert.Equal("scorecard.not-found", await RefusedAsync($"{report}/tickets?dimension=resolution&subject={Guid.CreateVersion7()}", HttpStatusCode.NotFound));
        Assert.Equal("report.not-found", await RefusedAsync($"{Guid.CreateVersion7()}/tickets?dimension=resolution", HttpStatusCode.NotFound));
        Assert.Equal("report.not-found", await RefusedAsync($"{report}/tickets?dimension=resolution", HttpStatusCode.NotFound, InsightHost.NewTenant()));
        Assert.Equal("request.invalid", await RefusedAsync($"{report}/tickets?dimension=colour", HttpStatusCode.BadRequest));
        Assert.Equal("cursor.invalid", await RefusedAsync($"{report}/tickets?dimension=resolution&cursor=x", HttpStatusCode.BadRequest));
        // As an older version froze it.
        await using var older = insight.Database.CreateCommand("UPDATE score_reports SET content = replace(content, '\"ticketsKept\":true', '\"ticketsKept\":false') WHERE id = $1");
        older.Parameters.Add(new NpgsqlParameter { Value = report });
        await older.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        Assert.Equal("report.tickets-not-kept", await RefusedAsync($"{report}/tickets?dimension=resolution", HttpStatusCode.Conflict));
    }

    private async Task<long> CountAsync(string path, string dimension)
    {
        var (counted, cursor) = (0L, "");
        do
        {
            var page = await insight.GetAsync(_tenant, $"/api/v1/insight/{path}&dimension={dimension}&limit=40{cursor}");
            // Calls that reached nobody are shown, and count for nothing.
            counted += page.GetProperty("items").EnumerateArray().SelectMany(i => i.GetProperty("values").EnumerateArray())
                .Where(v => dimension != "followUp" || v.GetProperty("bucket").GetInt32() != 2).Sum(v => v.GetProperty("count").GetInt64());
            cursor = page.GetProperty("next").GetString() is { } next ? $"&cursor={next}" : "";
        }
        while (cursor.Length > 0);
        return counted;
    }

    private Task<JsonElement> PostAsync(string path, object body) => SendAsync(HttpMethod.Post, path, body);

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, object body)
    {
        using var client = insight.Client(_tenant);
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    private async Task<string?> RefusedAsync(string path, HttpStatusCode status, string? tenant = null)
    {
        using var client = insight.Client(tenant ?? _tenant);
        using var answer = await client.GetAsync(new Uri($"/api/v1/insight/scorecard-reports/{path}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(status, answer.StatusCode);
        return JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("code").GetString();
    }
}
