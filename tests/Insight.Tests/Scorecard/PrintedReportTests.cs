using System.Net.Http.Json;
using System.Text.Json;
using ServiceMesh.Contracts;

namespace ServiceMesh.Insight.Tests.Scorecard;

/// <summary>A half-year report as whoever reviews a contract reads it: everything by which a figure can be checked stands there in words.</summary>
public sealed class PrintedReportTests(InsightHost insight)
{
    private static readonly Guid s_product = Guid.CreateVersion7();
    private static readonly DateTimeOffset s_spring = new(2025, 3, 3, 2, 0, 0, TimeSpan.Zero), s_autumn = new(2025, 9, 3, 2, 0, 0, TimeSpan.Zero);

    private readonly string _tenant = InsightHost.NewTenant();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Says_how_it_is_counted_what_is_from_elsewhere_what_is_missing_and_what_was_corrected()
    {
        var reopened = Solved(s_spring);
        await insight.DeliverAsync([Story.Zone(_tenant, "Asia/Shanghai"), .. reopened.Events, .. Solved(s_spring.AddDays(2)).Events, .. Solved(s_autumn).Events]);
        await PostAsync("vendors", new { name = "Maker", products = new[] { new { productId = s_product, role = "maker" } } });
        await PostAsync("vendors", new
        {
            name = "Else & Where",
            figures = new[] { new { dimension = "resolution", value = 88.5m, source = "Tender 2025/7", on = "2025-02-01" } },
            cases = new[] { new { title = "Bank <of> North", text = "40 branches", source = "Letter", on = "2025-01-15" }, new { title = "Later one", text = "x", source = "Letter", on = "2026-01-15" } },
            certifications = new[] { new { name = "ISO 20000", issuer = "CNAS", validUntil = "2025-12-30", source = "Register", on = "2025-01-16" } },
        });
        var spring = await FreezeAsync("2025-H1");
        reopened.Events.Clear();
        await insight.DeliverAsync(reopened.Reopen(s_spring.AddDays(3), late: false).Events);
        var autumn = await FreezeAsync("2025-H2");

        Has(await TextAsync($"{spring}/print"), "There is no frozen report of the period before.");
        Has(await TextAsync($"{autumn}/print?language=en"),
            "2025-07 to 2025-12 · Asia/Shanghai", "<th class=\"n\">2025-H1</th>", "5 from 90 points", "A+ from 95 points", "stays as it was frozen",
            "Share of promised resolutions that were reached in time.", "<td class=\"n\">14 %</td><td class=\"n\">0 %</td><td class=\"n\">100 %</td>",
            "<td class=\"n\">100 % (2)</td><td class=\"n\">50 % (2)</td>", "not measured; weight redistributed", "reference figure, not measured here; source: Tender 2025/7, 2025-02-01",
            "Bank &lt;of&gt; North", "source: Letter, 2025-01-15", "ISO 20000", "valid until 2025-12-30, ran out before the period's end",
            "aria-label=\"5 of 5 stars\"", "0 of 17 dimensions measured, 1 from elsewhere", "How many have which grade", "Surveys answered");
        var chinese = await TextAsync($"{autumn}/print?language=zh");
        Has(chinese, "2025-07 至 2025-12 · Asia/Shanghai", "90 分起 5 星", "95 分起 A+", "承诺的解决中按时完成的比例。", "无数据，权重已重新分配", "引用数据，非本系统测量；来源：Tender 2025/7，2025-02-01",
            "上期报告保持冻结时的内容不变", "参考案例", "17 个维度中 0 个为实测，1 个为引用数据", "有效期至 2025-12-30，评价期结束前已失效", "收到的评价");
        Assert.DoesNotContain("Later one", chinese, StringComparison.Ordinal);

        var lines = (await TextAsync($"{autumn}/csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, l => Assert.Equal(31, l.Split(',').Length));
        Assert.Contains(lines, l => l.Contains(",resolution,percent,88.5,0,", StringComparison.Ordinal) && l.Contains(",no,yes,Tender 2025/7,2025-02-01,", StringComparison.Ordinal));
        var corrections = (await TextAsync($"{autumn}/csv?part=corrections")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(corrections, l => l.StartsWith("vendor,2025-H2,2025-H1,", StringComparison.Ordinal) && l.Contains(",Maker,reopening,percent,100,2,50,2,", StringComparison.Ordinal));
        var frozen = JsonSerializer.Deserialize<JsonElement>(await TextAsync($"{autumn}/json"));
        var shown = Assert.Single(frozen.GetProperty("vendors").EnumerateObject()).Value;
        Assert.Equal(("Bank <of> North", "Register"), (Assert.Single(shown.GetProperty("cases").EnumerateArray()).GetProperty("title").GetString(), shown.GetProperty("certifications")[0].GetProperty("source").GetString()));
        Assert.Equal("Tender 2025/7", frozen.GetProperty("cards").EnumerateArray().SelectMany(c => c.GetProperty("dimensions").EnumerateArray())
            .Single(d => d.GetProperty("fromReference").GetBoolean()).GetProperty("reference").GetProperty("source").GetString());

        using var client = insight.Client(_tenant);
        using var live = await client.GetAsync(new Uri("/api/v1/insight/scorecards/all/print?period=2025-H1&language=zh", UriKind.Relative), Ct);
        Has(await live.Content.ReadAsStringAsync(Ct), "<td>整体</td>", "实时数据（未冻结）", "评价方法");
        using var unknown = await client.GetAsync(new Uri($"/api/v1/insight/scorecard-reports/{autumn}/csv?part=all", UriKind.Relative), Ct);
        Assert.Equal(400, (int)unknown.StatusCode);
    }

    private static void Has(string page, params string[] texts) => Assert.All(texts, t => Assert.Contains(t, page, StringComparison.Ordinal));

    private Tale Solved(DateTimeOffset at) => new Tale(_tenant, at) { Product = s_product }.Open().Triage(at.AddMinutes(1))
        .Clocks(at.AddHours(2), Tale.Clock("resolution", ClockState.Met, at, at.AddHours(3), at.AddHours(2))).Resolve(at.AddHours(2), "bug").Close(at.AddHours(4));

    private Task<Guid> FreezeAsync(string period) => PostAsync("scorecard-reports", new { kind = "vendor", period });

    private async Task<string> TextAsync(string path)
    {
        using var client = insight.Client(_tenant);
        return await client.GetStringAsync(new Uri($"/api/v1/insight/scorecard-reports/{path}", UriKind.Relative), Ct);
    }

    private async Task<Guid> PostAsync(string path, object body)
    {
        using var client = insight.Client(_tenant);
        using var answer = await client.PostAsJsonAsync($"/api/v1/insight/{path}", body, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonSerializer.Deserialize<JsonElement>(text).GetProperty("id").GetGuid();
    }
}
