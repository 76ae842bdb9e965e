using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Demo.Stories;

/// <summary>Two members of a company write by WeCom, encrypted and signed as WeCom does; the agent's answer goes back through WeCom's API.</summary>
internal static class WecomTalk
{
    public static async Task PlayAsync(Scene scene, Client client, Member agent, CancellationToken ct)
    {
        var line = await WecomLine.OpenAsync(scene.Gateway, scene.Doors, scene.Platforms, "企业微信 WeCom (demo)", TimeProvider.System, ct);
        var (door, company) = (line.Door, line.Company);

        const string Echo = "1616140317555161061";
        var echoed = await scene.Gateway.GetPageAsync($"{door.Path}?{company.AddressCheck(Echo, Now())}", ct);
        if (echoed != Echo) throw new StoryException($"WeCom's check of the address is answered by '{echoed}'");

        var reference = Scene.Reference();
        // Other members in each run: what somebody writes joins the ticket that is still open from last time.
        var member = $"jiangwen.{reference}";
        await line.WriteAsync(member, $"订单 {reference} 审批后没有入库单，仓库等着收货。", ct);
        await line.WriteAsync($"xumei.{reference}", $"单据 {Scene.Reference()} 打印出来少了一页。", ct);
        var row = await scene.OnBoardAsync(reference, "im", ct);
        scene.Keep("wecom", row.Id);
        scene.Tell($"two WeCom messages, encrypted and signed: {row.Number}");
        await agent.Persona.DoAsync(async desk =>
        {
            await desk.PutAsync($"/api/v1/tickets/{row.Id}/sender", new { contactId = client.ContactId }, ct);
            return true;
        }, ct);
        var answer = $"您好，{reference} 的入库单已经补生成，请刷新后查看。";
        await Scene.SayAsync(agent.Persona, row.Id, answer, ct);
        await Scene.UntilAsync("the answer at WeCom", () => Task.FromResult(company.Delivered.FirstOrDefault(m => m.To == member && m.Text.Contains(answer, StringComparison.Ordinal))), ct);
        scene.Tell("the agent's answer went back through WeCom's API");
        scene.SeeTicket("a WeCom conversation, both ways", row.Id);
    }

    private static DateTimeOffset Now() => TimeProvider.System.GetUtcNow();
}
