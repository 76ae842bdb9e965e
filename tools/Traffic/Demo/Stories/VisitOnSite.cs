using System.Net.Http.Headers;
using System.Text.Json;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Demo.Stories;

/// <summary>An engineer goes there: a window agreed, a check-in by place and time that meets the contract's promise, photo and signature, a report.</summary>
public sealed class VisitOnSite : IStory
{
    private const string Category = "spindle";

    /// <summary>A picture of a few bytes: a PNG of one pixel.</summary>
    private const string Picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private static readonly string[] s_parts = ["主轴温度传感器 PT100", "冷却泵密封圈"];
    private static readonly string[] s_used = ["主轴温度传感器 PT100"];

    /// <inheritdoc />
    public string Title => "A visit";

    /// <inheritdoc />
    public async Task PlayAsync(Scene scene, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(scene);
        var team = await scene.Cast.TeamAsync("On site 上门服务", Category, ct);
        var engineer = await scene.Cast.EngineerAsync("雷鸣", "lei.ming@demo.example", "zh-CN", team, ct);
        var client = await scene.Cast.ClientAsync("东岳重工机械厂", "华北", "彭涛", "peng.tao@dongyue.example", "+86 21 5555 0883", "zh-CN", ct);
        var product = await scene.Cast.ProductAsync("CNC", ct);
        await scene.Cast.ContractAsync(client, "SVC-883-1001", "premium", [product], ct);
        var opened = await scene.OpenAsync(new
        {
            subject = "主轴过热报警，三号线停机", text = "加工两小时后报警 E-417，无法复位。", customerId = client.Id, contactId = client.ContactId, productId = product, category = Category,
            impact = "high", urgency = "high", channel = "portal",
        }, ct);
        scene.Keep("ticket", opened.Id);
        await scene.RowAsync(opened.Id, "the ticket has its clocks", r => r.EngineerId is not null && r.Clocks.Count > 0, ct);
        await Scene.SayAsync(engineer.Persona, opened.Id, "已安排工程师上门，请保持三号线断电。", ct);

        var now = TimeProvider.System.GetUtcNow();
        await Scene.ActAsync(engineer.Persona, opened.Id, "visit", new
        {
            from = now.AddMinutes(2), to = now.AddHours(2), place = "三号车间", parts = s_parts, travelMinutes = 35,
            at = new { latitude = 36.2003, longitude = 117.0876 },
        }, ct);
        scene.Tell($"a visit is agreed for {opened.Number}, with parts and travel time");
        var visit = (await VisitsAsync(scene, opened.Id, ct))[0].GetProperty("id").GetGuid();
        await Scene.ActAsync(engineer.Persona, opened.Id, "arrive", new { visitId = visit, place = "三号车间门口", at = new { latitude = 36.2009, longitude = 117.0881 } }, ct);
        foreach (var kind in new[] { "photo", "signature" }) await UploadAsync(engineer, opened.Id, visit, kind, ct);
        await Scene.ActAsync(engineer.Persona, opened.Id, "visit-report", new
        {
            visitId = visit, report = "更换温度传感器，清洗冷却回路，空载运行三十分钟温度正常。", signedBy = client.ContactName, partsUsed = s_used,
        }, ct);
        var seen = (await VisitsAsync(scene, opened.Id, ct))[0];
        scene.Tell($"{engineer.Name} checks in {seen.GetProperty("checkInMetres").GetDouble():0} m from the agreed place; photo, signature and report are there");
        await Scene.ActAsync(engineer.Persona, opened.Id, "fix-plan", new { cause = "主轴温度传感器老化", steps = "更换传感器并清洗冷却回路", risk = "低：停机内完成", estimatedMinutes = 60 }, ct);
        await Scene.ActAsync(engineer.Persona, opened.Id, "resolve", new { resolution = "更换传感器后恢复生产。", causeCode = "hardware", faultClass = "spindle-overheat" }, ct);
        await scene.RowAsync(opened.Id, "the visit has met the emergency promise", r => r.Clocks.Any(c => c is { Clock: "emergency", State: "met" }), ct);
        scene.SeeTicket("a visit with check-in, photo, signature and report; the either-or clock met by arriving", opened.Id);
    }

    private static async Task<JsonElement[]> VisitsAsync(Scene scene, Guid ticket, CancellationToken ct) =>
        [.. (await scene.Gateway.GetAsync<JsonElement>($"/api/v1/work/{ticket}/visits", ct)).GetProperty("visits").EnumerateArray()];

    private static Task<IdView> UploadAsync(Colleague engineer, Guid ticket, Guid visit, string kind, CancellationToken ct) => engineer.Persona.DoAsync(async desk =>
    {
        using var content = new ByteArrayContent(Convert.FromBase64String(Picture));
        content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        return await desk.PostContentAsync<IdView>($"/api/v1/work/{ticket}/visits/{visit}/files?kind={kind}", content, ct);
    }, ct);
}
