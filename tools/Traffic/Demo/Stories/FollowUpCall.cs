using System.Text.RegularExpressions;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Demo.Stories;

/// <summary>Surveys are answered by the links in the mails; a bad answer makes a follow-up call (回访), in which the customer says that it is not solved: the ticket is reopened and solved for good.</summary>
public sealed partial class FollowUpCall : IStory
{
    private static readonly string[] s_channels = ["email", "im", "chat"];

    /// <inheritdoc />
    public string Title => "Surveys and a follow-up call";

    /// <inheritdoc />
    public async Task PlayAsync(Scene scene, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(scene);
        if (!scene.HasMailbox) throw new StoryException("mails go to a real server here: answer the surveys by the links in them");
        await AskEverybodyAsync(scene, ct);
        var agent = await scene.Cast.MemberAsync("秦岚", "qin.lan@demo.example", "zh-CN", "agent", ct);
        var dispatcher = await scene.Cast.MemberAsync("邱实", "qiu.shi@demo.example", "zh-CN", "dispatcher", ct);
        await Task.WhenAll(HappyAsync(scene, agent, ct), UnhappyAsync(scene, agent, dispatcher, ct));
        scene.See("follow-up calls", "/follow-ups");
        scene.See("surveys: what was answered, and what was told by telephone", "/surveys");
    }

    /// <summary>Rules that somebody else has set stay.</summary>
    private static async Task AskEverybodyAsync(Scene scene, CancellationToken ct)
    {
        if ((await scene.Gateway.GetAsync<RulesView>("/api/v1/surveys/rules", ct)).Version > 0) return;
        await scene.Gateway.PutAsync("/api/v1/surveys/rules", new
        {
            delayMinutes = 0, ratePercent = 100, channels = s_channels, calls = new { lowScore = 2, severity = 1, withinHours = 4, attempts = 3 },
        }, ct);
    }

    private static async Task HappyAsync(Scene scene, Member agent, CancellationToken ct)
    {
        var client = await scene.Cast.ClientAsync("Alder Freight Ltd", "Europe", "Ruth Alder", "ruth.alder@alderfreight.example", "+44 20 7946 0881", "en", ct);
        var opened = await OpenAsync(scene, client, "ERP", "Customs codes are missing in the export", ct);
        scene.Keep("happy", opened.Id);
        await SolveAsync(agent, opened.Id, "We are looking into it.", "Master data of the codes loaded again.", ct);
        await AnswerAsync(scene, client, opened, new() { ["score"] = "5", ["solved"] = "yes", ["nps"] = "9", ["comment"] = "Quick and friendly." }, ct);
        scene.Tell($"{client.ContactName} answers the survey: 5 of 5, would recommend: 9");
        scene.SeeTicket("a survey answered: 5 of 5", opened.Id);
    }

    private static async Task UnhappyAsync(Scene scene, Member agent, Member dispatcher, CancellationToken ct)
    {
        var client = await scene.Cast.ClientAsync("大桥五金制品厂", "华南", "邹明", "zou.ming@daqiao.example", "+86 21 5555 0889", "zh-CN", ct);
        var opened = await OpenAsync(scene, client, "MES", "工序报工数据丢失", ct);
        scene.Keep("unhappy", opened.Id);
        await SolveAsync(agent, opened.Id, "您好，正在处理。", "重启报工服务。", ct);
        await AnswerAsync(scene, client, opened, new() { ["score"] = "1", ["solved"] = "no", ["reasons"] = "not-fixed", ["nps"] = "2", ["comment"] = "今天早班又丢了。" }, ct);
        var call = await Scene.UntilAsync("a follow-up call to make", async () =>
            (await scene.Gateway.GetAsync<ListView<CallView>>($"/api/v1/follow-ups?open=true&ticketId={opened.Id}", ct)).Items is [var due, ..] ? due : null, ct);
        scene.Tell($"{client.ContactName} answers: 1 of 5, not solved: a follow-up call is due by {call.DueAt:u}");

        await agent.Persona.DoAsync(desk => desk.PostAsync<CallView>(
            $"/api/v1/follow-ups/{call.Id}/complete", new { outcome = "not-solved", note = "客户确认早班仍然丢数据，要求彻底解决。", score = 1, nps = 2 }, Scene.NewId(), ct), ct);
        await scene.OnTimelineAsync(opened.Id, "ReopenProposed", ct);
        await Scene.ActAsync(dispatcher.Persona, opened.Id, "reopen", new { reason = "回访：客户确认问题没有解决。" }, ct);
        await scene.OnTimelineAsync(opened.Id, "TicketReopened", ct);
        scene.Tell($"{agent.Name} calls, {dispatcher.Name} reopens {opened.Number}");

        await SolveAsync(agent, opened.Id, "您好，正在处理。", "修复报工队列的重复消费，并补录早班数据。", ct);
        scene.Tell($"solved for good: {opened.Number}");
        scene.SeeTicket("a bad answer, a follow-up call, a reopening, and the real solution", opened.Id);
    }

    private static async Task<OpenedTicketView> OpenAsync(Scene scene, Client client, string product, string subject, CancellationToken ct)
    {
        var opened = await scene.OpenAsync(new
        {
            subject, customerId = client.Id, contactId = client.ContactId, productId = await scene.Cast.ProductAsync(product, ct), impact = "medium", urgency = "medium", channel = "portal",
        }, ct);
        await scene.RowAsync(opened.Id, "the ticket is dispatched", _ => true, ct);
        return opened;
    }

    private static async Task SolveAsync(Member agent, Guid ticket, string greeting, string solution, CancellationToken ct)
    {
        await Scene.SayAsync(agent.Persona, ticket, greeting, ct);
        await Scene.ActAsync(agent.Persona, ticket, "resolve", new { resolution = solution, causeCode = "software" }, ct);
        await Scene.ActAsync(agent.Persona, ticket, "close", new { }, ct);
    }

    /// <summary>Follows the link in the invitation for the ticket, as a browser does.</summary>
    private static async Task AnswerAsync(Scene scene, Client client, OpenedTicketView ticket, Dictionary<string, string> form, CancellationToken ct)
    {
        var link = await Scene.UntilAsync($"an invitation to {client.ContactName}", async () => (await scene.MailsAsync(client.Email, ct))
            .Where(m => (m.Subject + m.Text).Contains(ticket.Number, StringComparison.Ordinal))
            .Select(m => LinkPattern().Match(m.Text)).Where(m => m.Success).Select(m => m.Value).FirstOrDefault(), ct);
        await scene.Gateway.GetPageAsync(link, ct);
        await scene.Gateway.PostFormAsync(link, form, ct);
        await Scene.UntilAsync("the answer is counted", async () =>
            (await scene.Gateway.GetAsync<ListView<SurveyView>>($"/api/v1/surveys?ticketId={ticket.Id}", ct)).Items.FirstOrDefault(s => s.State == "answered"), ct);
    }

    [GeneratedRegex("/s/[A-Za-z0-9_-]{20,}", RegexOptions.None, 1000)]
    private static partial Regex LinkPattern();

    private sealed record RulesView(int Version);

    private sealed record CallView(Guid Id, DateTimeOffset DueAt);

    private sealed record SurveyView(string State);
}
