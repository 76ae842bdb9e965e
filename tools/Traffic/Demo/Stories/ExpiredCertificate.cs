using System.Text.Json;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Demo.Stories;

/// <summary>
/// The best engineer's certificate has ended. One ticket goes to somebody else, and "why her?" says so; one that only she could take waits, until the certificate is renewed.
/// </summary>
public sealed class ExpiredCertificate : IStory
{
    private const string Consulting = "sap";
    private const string Yonyou = "yonyou";
    private const string SapCertificate = "SAP S/4HANA Finance";
    private const string YonyouCertificate = "用友 U9 实施顾问";
    private static readonly string[] s_languages = ["zh-CN"];

    /// <inheritdoc />
    public string Title => "An expired certificate";

    /// <inheritdoc />
    public async Task PlayAsync(Scene scene, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(scene);
        var team = await scene.Cast.TeamAsync("ERP consulting 顾问组", Consulting, ct);
        await scene.Gateway.PutAsync($"/api/v1/teams/{team}", new { name = "ERP consulting 顾问组", categories = new[] { Consulting, Yonyou } }, ct);
        var expert = await scene.Cast.EngineerAsync("龙飞燕", "long.feiyan@demo.example", "zh-CN", team, ct);
        var other = await scene.Cast.EngineerAsync("汤敏", "tang.min@demo.example", "zh-CN", team, ct);
        var client = await scene.Cast.ClientAsync("宏远化纤股份", "华东", "董悦", "dong.yue@hongyuan.example", "+86 21 5555 0886", "zh-CN", ct);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        await ProfileAsync(scene, expert, client, 5, [new(SapCertificate, today.AddDays(-12)), new(YonyouCertificate, today.AddDays(-12))], ct);
        await ProfileAsync(scene, other, client, 3, [new(SapCertificate, today.AddYears(1))], ct);
        await scene.Gateway.PutAsync($"/api/v1/teams/{team}/settings", new
        {
            paging = new { },
            assignment = new { requirements = new object[] { new { when = Consulting, certificates = new[] { SapCertificate } }, new { when = Yonyou, certificates = new[] { YonyouCertificate } } } },
        }, ct);

        var first = await OpenAsync(scene, client, Consulting, "资产折旧运行报错", ct);
        scene.Keep("passedOver", first.Id);
        await scene.RowAsync(first.Id, "the ticket goes to whoever may take it", r => r.EngineerId == other.Id, ct);
        var why = await WhyAsync(scene, first.Id, expert, ct);
        scene.Tell($"{first.Number} goes to {other.Name}; {expert.Name}, who knows the customer better: {why}");
        scene.SeeTicket("\"Why her?\": the expert was passed over, her certificate has ended", first.Id);

        var second = await OpenAsync(scene, client, Yonyou, "用友 U9 委外收货无法审核", ct);
        scene.Keep("heldBack", second.Id);
        var held = await Scene.UntilAsync("the ticket waits", async () =>
            await scene.Gateway.FindAsync<JsonElement?>($"/api/v1/work/{second.Id}", ct) is { } work && Scene.Text(work, "state") == "open" ? Scene.Text(work, "explanation") : null, ct);
        scene.Tell($"{second.Number} waits for a valid certificate: {held}");
        await ProfileAsync(scene, expert, client, 5, [new(SapCertificate, today.AddYears(1)), new(YonyouCertificate, today.AddYears(2))], ct);
        await scene.RowAsync(second.Id, "renewed, the certificate gives her the ticket", r => r.EngineerId == expert.Id, ct);
        scene.Tell($"the certificate is renewed: {second.Number} goes to {expert.Name} at once");
        scene.SeeTicket("held back until the certificate was renewed", second.Id);
    }

    private static Task<OpenedTicketView> OpenAsync(Scene scene, Client client, string category, string subject, CancellationToken ct) => scene.OpenAsync(new
    {
        subject, customerId = client.Id, contactId = client.ContactId, category, impact = "medium", urgency = "medium", channel = "portal",
    }, ct);

    private static Task ProfileAsync(Scene scene, Colleague who, Client known, int level, Certificate[] certificates, CancellationToken ct) =>
        scene.Gateway.PutAsync($"/api/v1/engineers/{who.Id}/profile", new
        {
            skills = new[] { new { name = Consulting, level }, new { name = Yonyou, level } }, certificates, languages = s_languages, knows = level == 5 ? new[] { known.Id } : [],
        }, ct);

    private static Task<string> WhyAsync(Scene scene, Guid ticket, Colleague passedOver, CancellationToken ct) => Scene.UntilAsync("\"why her?\" names the certificate", async () =>
        (await scene.Gateway.GetAsync<ListView<RankingView>>($"/api/v1/work/{ticket}/ranking", ct)).Items
            .SelectMany(r => r.Ranking.Excluded).FirstOrDefault(e => e.EngineerId == passedOver.Id)?.Reason, ct);

    private sealed record Certificate(string Name, DateOnly ValidUntil);

    private sealed record RankingView(Choice Ranking);

    private sealed record Choice(IReadOnlyList<Excluded> Excluded);

    private sealed record Excluded(Guid EngineerId, string Reason);
}
