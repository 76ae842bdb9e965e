using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Demo.Stories;

/// <summary>A team whose tickets are offered: the first one asked refuses, the second says nothing until the offer runs out, the third accepts.</summary>
public sealed class OffersGoRound : IStory
{
    private const string Category = "interfaces";

    /// <summary>An offer lasts a minute; until the next one is made there may be a little more.</summary>
    private static readonly TimeSpan s_offer = TimeSpan.FromMinutes(3);

    /// <inheritdoc />
    public string Title => "Offers";

    /// <inheritdoc />
    public async Task PlayAsync(Scene scene, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(scene);
        var team = await scene.Cast.TeamAsync("Interfaces 接口集成", Category, ct);
        await scene.Gateway.PutAsync($"/api/v1/teams/{team}/settings", new { paging = new { }, assignment = new { mode = "offer", offerMinutes = 1 } }, ct);
        Colleague[] people =
        [
            await scene.Cast.EngineerAsync("钱进", "qian.jin@demo.example", "zh-CN", team, ct),
            await scene.Cast.EngineerAsync("Hannah Vogel", "hannah.vogel@demo.example", "en", team, ct),
            await scene.Cast.EngineerAsync("魏然", "wei.ran@demo.example", "zh-CN", team, ct),
        ];
        var client = await scene.Cast.ClientAsync("华宁造纸集团", "华南", "沈洁", "shen.jie@huaning.example", "+86 21 5555 0882", "zh-CN", ct);
        var opened = await scene.OpenAsync(new
        {
            subject = "银企直连接口返回签名错误", text = "今早起所有付款指令都被银行退回。", customerId = client.Id, contactId = client.ContactId, category = Category, impact = "medium", urgency = "high", channel = "portal",
        }, ct);
        scene.Keep("ticket", opened.Id);

        var first = await AskedAsync(scene, people, opened.Id, null, ct);
        scene.Tell($"{opened.Number} is offered to {first.Name}, who refuses");
        await Scene.ActAsync(first.Persona, opened.Id, "refuse", new { reason = "正在处理另一个紧急切换，两小时内无法分身。" }, ct);
        var second = await AskedAsync(scene, people, opened.Id, first, ct);
        scene.Tell($"then to {second.Name}, who does not answer: the offer runs out after a minute");
        var third = await AskedAsync(scene, people, opened.Id, second, ct);
        await Scene.ActAsync(third.Persona, opened.Id, "accept", new { }, ct);
        await Scene.SayAsync(third.Persona, opened.Id, "您好，已接手，正在核对证书与签名算法。", ct);
        scene.Tell($"then to {third.Name}, who accepts");
        await scene.RowAsync(opened.Id, "the ticket is with whoever accepted", r => r.EngineerId == third.Id, ct);
        scene.SeeTicket("offered, refused, run out, accepted: the timeline", opened.Id);
    }

    /// <summary>Who is asked now: somebody else than the last time.</summary>
    private static Task<Colleague> AskedAsync(Scene scene, IReadOnlyList<Colleague> people, Guid ticket, Colleague? before, CancellationToken ct) => Scene.UntilAsync("an offer", async () =>
    {
        foreach (var person in people.Where(p => p != before))
        {
            var offers = await person.Persona.DoAsync(desk => desk.GetAsync<ListView<OfferView>>("/api/v1/work/offers", ct), ct);
            if (offers.Items.Any(o => o.Ticket.Id == ticket)) return person;
        }
        return null;
    }, ct, s_offer);

    private sealed record OfferView(IdView Ticket);
}
