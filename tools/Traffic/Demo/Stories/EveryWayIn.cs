using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Demo.Stories;

/// <summary>Calls, WeCom messages and web chats come in side by side, and portal, API and e-mail beside them; each is answered by the way it came.</summary>
public sealed class EveryWayIn : IStory
{
    private const string Hotline = "+862155550100";
    private const string SiteVisitor = "visitor@yunhe.example";

    /// <inheritdoc />
    public string Title => "Every way in";

    /// <inheritdoc />
    public async Task PlayAsync(Scene scene, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(scene);
        var players = await PlayersAsync(scene, ct);
        await Task.WhenAll(
            CallAsync(scene, players, ct),
            VoiceMenu.PlayAsync(scene, players.Client, Hotline, ct),
            WecomTalk.PlayAsync(scene, players.Client, players.Agent, ct),
            ChatAsync(scene, players, ct),
            PortalAsync(scene, players, ct),
            ApiAsync(scene, players, ct),
            MailAsync(scene, players, ct));
        scene.See("the board, with all of them", "/");
    }

    private static async Task<Players> PlayersAsync(Scene scene, CancellationToken ct)
    {
        var client = await scene.Cast.ClientAsync("云禾食品股份有限公司", "华东", "蒋文", "jiang.wen@yunhe.example", "+86 21 5555 0881", "zh-CN", ct);
        var product = await scene.Cast.ProductAsync("ERP", ct);
        await scene.Cast.ContractAsync(client, "SVC-880-4471", "premium", [product], ct);
        var agent = await scene.Cast.MemberAsync("秦岚", "qin.lan@demo.example", "zh-CN", "agent", ct);
        var customer = await scene.Cast.MemberAsync(client.ContactName, client.Email, "zh-CN", "customer", ct, client.ContactId);
        return new Players(client, product, agent, customer);
    }

    /// <summary>A telephone system tells of a call that rings and is answered: the ticket is there before the agent has said hello.</summary>
    private static async Task CallAsync(Scene scene, Players players, CancellationToken ct)
    {
        var door = await scene.Doors.OpenAsync("cti", "Hotline 400-880 (demo)", () => new Dictionary<string, string>(), ct);
        var call = Scene.NewId();
        await SendAsync("ringing", null);
        scene.Tell($"the telephone rings: {players.Client.ContactName}, known by the number");
        var answered = await SendAsync("answered", players.Agent.Name);
        var ticket = scene.Keep("call", answered.TicketId ?? throw new StoryException("an answered call opened no ticket"));
        await players.Agent.Persona.DoAsync(desk => desk.PostAsync<IdView>($"/api/v1/tickets/{ticket}/notes", new { text = "客户反映仓库扫码枪全部断线。" }, Scene.NewId(), ct), ct);
        await scene.RowAsync(ticket, "the call's ticket on the board", r => r.Channel == "hotline", ct);
        scene.SeeTicket("a call that a telephone system told of", ticket);

        Task<CallAnswer> SendAsync(string what, string? agent) => scene.Gateway.SendWebhookAsync<CallAnswer>(door.Access, Scene.NewId(), new
        {
            callId = call, @event = what, from = players.Client.Phone, to = Hotline, at = TimeProvider.System.GetUtcNow(), agent = agent is null ? null : new { name = agent },
        }, ct);
    }

    /// <summary>A visitor of the vendor's site, whom it vouches for, sees the agent's answer on the live line.</summary>
    private static async Task ChatAsync(Scene scene, Players players, CancellationToken ct)
    {
        var door = await scene.Doors.OpenAsync("chat", "Web chat 在线客服 2 (demo)", () => new Dictionary<string, string> { ["title"] = "在线客服" }, ct);
        await using var visitor = await Platforms.ChatVisitor.OpenAsync(scene.Gateway, door.Access, ct);
        var reference = Scene.Reference();
        var identity = WebhookSigner.Identity(door.Access.Secret, new { id = SiteVisitor, name = "Site visitor", email = SiteVisitor, language = "en", exp = TimeProvider.System.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds() });
        await visitor.SayAsync($"Order {reference} cannot be printed\nThe printer says that the form is missing.", "en", identity, ct);
        scene.Tell("a visitor asks in the web chat, live through the gateway");
        var row = await scene.OnBoardAsync(reference, "chat", ct);
        const string Answer = "I have put the form back. Please print it again.";
        await Scene.SayAsync(players.Agent.Persona, row.Id, Answer, ct);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        await visitor.HearsAsync(Answer, limit.Token);
        scene.Tell("the visitor sees the answer at once");
        scene.Keep("chat", row.Id);
        scene.SeeTicket("a web chat", row.Id);
    }

    private static async Task PortalAsync(Scene scene, Players players, CancellationToken ct)
    {
        var opened = await players.Customer.Persona.DoAsync(desk => desk.PostAsync<OpenedTicketView>(
            "/api/v1/tickets", new { subject = "月结报表打不开", text = "点击月结报表后一直转圈。", productId = players.Product, category = "ERP" }, Scene.NewId(), ct), ct);
        scene.Keep("portal", opened.Id);
        await scene.RowAsync(opened.Id, "the portal's ticket on the board", r => r.Channel == "portal", ct);
        await Scene.SayAsync(players.Agent.Persona, opened.Id, "您好，已收到，正在检查报表服务。", ct);
        await players.Customer.Persona.DoAsync(desk => desk.PostAsync<IdView>($"/api/v1/tickets/{opened.Id}/messages", new { text = "好的，谢谢。" }, Scene.NewId(), ct), ct);
        scene.Tell($"{players.Client.ContactName} reports in the portal and answers there");
        scene.SeeTicket("a report from the portal", opened.Id);
    }

    private static async Task ApiAsync(Scene scene, Players players, CancellationToken ct)
    {
        var opened = await scene.OpenAsync(new
        {
            subject = "Monitoring: database of ERP at 95 % disk", text = "Raised by the customer's monitoring.", customerId = players.Client.Id, contactId = players.Client.ContactId,
            productId = players.Product, category = "ERP", impact = "medium", urgency = "high", channel = "api", externalReference = Scene.Reference(),
        }, ct);
        scene.Keep("api", opened.Id);
        await scene.RowAsync(opened.Id, "the API's ticket on the board", r => r.Channel == "api", ct);
        scene.Tell("the customer's monitoring opens a ticket by the API");
        scene.SeeTicket("a ticket that a machine opened by the API", opened.Id);
    }

    private static async Task MailAsync(Scene scene, Players players, CancellationToken ct)
    {
        var door = await MailDoor.OpenAsync(scene, ct);
        var taken = await MailDoor.SendAsync(scene, door, $"{players.Client.ContactName} <{players.Client.Email}>", "发票重复打印", "同一张发票打印了两次，请帮忙看一下。", null, ct);
        var ticket = scene.Keep("mail", taken.TicketId ?? throw new StoryException($"a mail opened no ticket: {taken.Outcome}"));
        await scene.RowAsync(ticket, "the mail's ticket on the board", r => r.Channel == "email", ct);
        scene.Tell($"{players.Client.ContactName} writes a mail");
        scene.SeeTicket("a mail", ticket);
    }

    private sealed record Players(Client Client, Guid Product, Member Agent, Member Customer);

    private sealed record CallAnswer(Guid? TicketId);
}
