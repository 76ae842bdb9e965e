using System.Globalization;
using System.Text;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Demo.Stories;

/// <summary>
/// Three vendors side by side for half a year. What happened here counts from its tickets and can be followed down to them; what happened elsewhere, or before, is imported with source
/// and date and marked as such. The half-year that is over is frozen as a report.
/// </summary>
public sealed class HalfYear : IStory
{
    private const string Vendors = "/api/v1/insight/vendors";
    private const string Source = "Service review, imported for the demo (made up) 服务评审，演示数据";

    /// <summary>Name, products made, and figures from elsewhere for the half-year that is over.</summary>
    private static readonly (string Name, string[] Products, (string Dimension, decimal Value)[] Figures)[] s_vendors =
    [
        ("青禾软件 Qinghe Software", ["ERP", "CRM"],
            [("responseSpeed", 96.5m), ("diagnosis", 93m), ("resolution", 94m), ("satisfaction", 4.5m), ("reopening", 97m), ("secondRepair", 95m), ("expertise", 88m), ("maintenance", 100m)]),
        ("涟溪工业软件 Lianxi Industrial", ["MES", "WMS"],
            [("responseSpeed", 88m), ("diagnosis", 81m), ("resolution", 84.5m), ("satisfaction", 3.9m), ("reopening", 91m), ("secondRepair", 86m), ("expertise", 75m), ("maintenance", 92m)]),
        ("北屿云服务 Beiyu Cloud", [],
            [("responseSpeed", 79m), ("diagnosis", 70m), ("resolution", 72m), ("satisfaction", 3.4m), ("reopening", 84m), ("secondRepair", 80m), ("expertise", 60m), ("maintenance", 78m)]),
    ];

    /// <summary>Figures that the tickets worked here have to bring.</summary>
    private static readonly string[] s_measured = ["resolution", "publicity", "coverage"];

    /// <inheritdoc />
    public string Title => "The half-year";

    /// <inheritdoc />
    public async Task PlayAsync(Scene scene, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(scene);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var over = LastDayBefore(today);
        var known = (await scene.Gateway.GetAsync<ListView<NamedView>>(Vendors, ct)).Items;
        var ids = new List<Guid>();
        foreach (var vendor in s_vendors) ids.Add(await VendorAsync(scene, known, vendor, over, ct));
        scene.Tell($"three vendors, with figures of {PeriodOf(over)} from elsewhere, each with source and date");

        await UpdatePromise.EnsureAsync(scene.Gateway, ct);
        var measured = await WorkAsync(scene, ct);
        var report = scene.Keep("report", await FreezeAsync(scene, PeriodOf(over), ct));
        var list = $"/api/v1/insight/scorecards/vendor?period={PeriodOf(today)}&ids={string.Join(',', ids)}";
        var cards = await Scene.UntilAsync("the vendors' scorecards with measured figures", async () =>
            (await scene.Gateway.GetAsync<ListView<Card>>(list, ct)).Items is { } items && items.Any(c => c.Id == ids[0] && s_measured.All(name => c.Dimensions.Any(d => d.Name == name && d is { FromReference: false, Count: > 0 })))
                ? items : null, ct);
        foreach (var card in cards)
        {
            scene.Tell(string.Create(CultureInfo.InvariantCulture, $"{card.Name}: {card.Score} points, {card.Stars} stars, grade {card.Grade}; {card.Dimensions.Count(d => !d.Missing && !d.FromReference)} figures measured here, {card.Dimensions.Count(d => d.FromReference)} from elsewhere"));
        }
        await Scene.UntilAsync("the ticket behind the figure", async () =>
            (await scene.Gateway.GetAsync<ListView<IdView>>($"/api/v1/insight/scorecards/vendor/{ids[0]}/tickets?dimension=resolution&period={PeriodOf(today)}", ct)).Items.FirstOrDefault(t => t.Id == measured), ct);
        scene.Keep("vendor1", ids[0]);
        scene.Keep("vendor2", ids[1]);
        scene.Keep("vendor3", ids[2]);
        scene.Keep("measured", measured);
        scene.See($"three vendors in {PeriodOf(today)}: radar, stars, grades, each figure down to its tickets", $"/scorecards/vendor?period={PeriodOf(today)}");
        scene.See("the same to print", list.Replace("vendor?", "vendor/print?", StringComparison.Ordinal));
        scene.See($"the frozen report of {PeriodOf(over)}", $"/score-reports/{report}");
        scene.See("vendors, with what is known of them from elsewhere", "/vendors");
    }

    /// <summary>The half-year of a day, like 2026-H2.</summary>
    public static string PeriodOf(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day.Year:0000}-H{(day.Month <= 6 ? 1 : 2)}");

    /// <summary>The last day of the half-year before a day's.</summary>
    public static DateOnly LastDayBefore(DateOnly day) => new DateOnly(day.Year, day.Month <= 6 ? 1 : 7, 1).AddDays(-1);

    private static async Task<Guid> VendorAsync(
        Scene scene, IReadOnlyList<NamedView> known, (string Name, string[] Products, (string Dimension, decimal Value)[] Figures) vendor, DateOnly on, CancellationToken ct)
    {
        var products = new List<object>();
        foreach (var code in vendor.Products) products.Add(new { productId = await scene.Cast.ProductAsync(code, ct), role = "maker" });
        var id = known.FirstOrDefault(v => v.Name == vendor.Name)?.Id ?? (await scene.Gateway.PostAsync<IdView>(Vendors, new
        {
            name = vendor.Name,
            products,
            cases = new[] { new { title = "Group roll-out in 14 plants 集团十四厂推广", text = "Made up for the demo.", source = Source, on } },
            certifications = new[] { new { name = "ISO/IEC 20000-1", issuer = "made up", validUntil = on.AddYears(2), source = Source, on } },
        }, Scene.NewId(), ct)).Id;
        var csv = new StringBuilder("dimension,value,source,date\n");
        foreach (var (dimension, value) in vendor.Figures) csv.Append(CultureInfo.InvariantCulture, $"{dimension},{value},\"{Source}\",{on:yyyy-MM-dd}\n");
        // The same figures of the same day and source take the place of those before.
        using var content = new StringContent(csv.ToString(), Encoding.UTF8, "text/csv");
        await scene.Gateway.PostContentAsync($"{Vendors}/{id}/figures", content, ct);
        return id;
    }

    /// <summary>A ticket of each measured vendor, worked to its end; the first one's.</summary>
    private static async Task<Guid> WorkAsync(Scene scene, CancellationToken ct)
    {
        var agent = await scene.Cast.MemberAsync("秦岚", "qin.lan@demo.example", "zh-CN", "agent", ct);
        var client = await scene.Cast.ClientAsync("同安药业股份", "华东", "戴宁", "dai.ning@tongan.example", "+86 21 5555 0890", "zh-CN", ct);
        var worked = new List<Guid>();
        foreach (var (product, module, subject) in new[] { ("ERP", "Procurement 采购", "采购合同编号重复"), ("MES", "Shop floor 产线", "批次追溯页面打不开") })
        {
            var opened = await scene.OpenAsync(new
            {
                subject, customerId = client.Id, contactId = client.ContactId, productId = await scene.Cast.ProductAsync(product, ct), module, impact = "low", urgency = "medium", channel = "portal",
            }, ct);
            await scene.RowAsync(opened.Id, "the ticket has its clocks", r => r.Clocks.Count > 0, ct);
            await Scene.SayAsync(agent.Persona, opened.Id, "您好，已收到，正在处理。", ct);
            await Scene.ActAsync(agent.Persona, opened.Id, "fix-plan", new { cause = "编号规则冲突", steps = "调整规则并重建索引", risk = "低", estimatedMinutes = 20 }, ct);
            // The second word within the promise between two reports: progress publicity has a figure.
            await Scene.SayAsync(agent.Persona, opened.Id, "原因已找到，正在调整编号规则。", ct);
            await Scene.ActAsync(agent.Persona, opened.Id, "resolve", new { resolution = "已调整并核对。", causeCode = "configuration", faultClass = "numbering", module }, ct);
            await Scene.ActAsync(agent.Persona, opened.Id, "close", new { }, ct);
            worked.Add(opened.Id);
        }
        return worked[0];
    }

    private static async Task<Guid> FreezeAsync(Scene scene, string period, CancellationToken ct)
    {
        const string Reports = "/api/v1/insight/scorecard-reports";
        var known = (await scene.Gateway.GetAsync<ListView<ReportHead>>($"{Reports}?kind=vendor", ct)).Items.FirstOrDefault(r => r.Period == period);
        var id = known?.Id ?? (await scene.Gateway.PostAsync<IdView>(Reports, new { kind = "vendor", period }, Scene.NewId(), ct)).Id;
        scene.Tell($"the report of {period} is frozen");
        return id;
    }

    private sealed record ReportHead(Guid Id, string Period);

    private sealed record Card(Guid Id, string? Name, decimal? Score, int? Stars, string? Grade, IReadOnlyList<Figure> Dimensions);

    private sealed record Figure(string Name, long Count, bool Missing, bool FromReference);
}
