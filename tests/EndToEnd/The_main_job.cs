using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ServiceMesh.Testing;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.EndToEnd;

/// <summary>From the call or message to the follow-up task, through the gateway only.</summary>
[Collection(Phase.Work)]
public sealed class The_main_job(Mesh mesh)
{
    /// <summary>Every event of the story from an instant message to the follow-up task, in order.</summary>
    private static readonly string[] s_imStory =
    [
        "TicketOpened", "TicketTriaged", "TicketAssigned", "SlaClocksChanged",
        "AgentMessageSent", "SlaClocksChanged",
        "DiagnosisDelivered", "SlaClocksChanged",
        "TicketPaused", "SlaClocksChanged",
        "CustomerMessageReceived", "TicketResumed", "SlaClocksChanged",
        "TicketResolved", "SlaClocksChanged",
        "TicketClosed", "SurveySent",
        "SurveyAnswered", "FollowUpDue",
    ];

    /// <summary>Who was told of it: the customer in the conversation (five messages) and by the survey's mail, the engineer, and whoever may make the call.</summary>
    private static readonly string[] s_besideImStory =
    [
        "MessageDelivered", "MessageDelivered", "MessageDelivered", "MessageDelivered", "MessageDelivered",
        "ReplyRequested", "ReplyRequested", "ReplyRequested", "ReplyRequested",
        "NotificationDelivered ticket-opened", "NotificationDelivered fix-plan", "NotificationDelivered ticket-waiting", "NotificationDelivered ticket-resolved",
        "NotificationDelivered ticket-assigned", "NotificationDelivered customer-replied",
        "NotificationDelivered survey-invitation", "SurveyDelivered",
        "NotificationDelivered follow-up-due +",
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_missed_call_becomes_a_ticket_that_is_worked_solved_and_surveyed()
    {
        var call = $"call-{Guid.NewGuid():N}";
        await CallAsync(call, "ringing");
        var answer = await CallAsync(call, "missed");
        var ticket = new Ticket(mesh, answer.GetProperty("ticketId").GetGuid());
        await ticket.BecomesAsync("assigned");
        await ticket.ClockBecomesAsync("firstResponse", "running");
        await WorkThroughAsync(ticket);
        var items = await ticket.ShowsInOrderAsync(
            "TicketOpened", "TicketTriaged", "TicketAssigned", "AgentMessageSent", "DiagnosisDelivered", "TicketPaused",
            "CustomerMessageReceived", "TicketResumed", "TicketResolved", "TicketClosed", "SurveySent", "SurveyAnswered", "FollowUpDue");
        Assert.Contains(items, i => i.Type == "CallMissed");
        AssertTraces(items, "CallMissed");
    }

    [Fact]
    public async Task An_answered_call_meets_first_response_at_the_answer()
    {
        var call = $"call-{Guid.NewGuid():N}";
        await CallAsync(call, "ringing");
        var answer = await CallAsync(call, "answered");
        var ticket = new Ticket(mesh, answer.GetProperty("ticketId").GetGuid());
        await ticket.BecomesAsync("assigned");
        await ticket.ClockBecomesAsync("firstResponse", "met");
        await WorkThroughAsync(ticket);
        var items = await ticket.ShowsInOrderAsync("TicketOpened", "TicketTriaged", "TicketAssigned", "DiagnosisDelivered", "TicketPaused", "TicketResumed", "TicketResolved", "TicketClosed", "SurveyAnswered", "FollowUpDue");
        Assert.Contains(items, i => i.Type == "CallAnswered");
        AssertTraces(items, "CallAnswered");
    }

    [Fact]
    public async Task An_instant_message_becomes_a_ticket_and_the_reply_goes_back_into_the_conversation()
    {
        var conversation = $"conversation-{Guid.NewGuid():N}";
        var opened = await MessageAsync(conversation, "打印机报错 E-502，无法打印发票");
        Assert.True(opened.GetProperty("created").GetBoolean());
        var ticket = new Ticket(mesh, opened.GetProperty("ticketId").GetGuid());
        await ticket.BecomesAsync("assigned");
        await ticket.ClockBecomesAsync("firstResponse", "running");
        var number = (await ticket.RowAsync()).GetProperty("number").GetString()!;
        Assert.Contains("/p/", Assert.Single(await SaidAsync(conversation, number)), StringComparison.Ordinal);

        await ticket.ReplyAsync("我们正在处理。");
        await ticket.ClockBecomesAsync("firstResponse", "met");
        Assert.Single(await SaidAsync(conversation, "我们正在处理。"));
        await ticket.ShowsInOrderAsync("TicketOpened", "AgentMessageSent", "MessageDelivered");

        await ticket.DoAsync("fix-plan", new { cause = "驱动过期", steps = "更新驱动", risk = "无", estimatedMinutes = 20 });
        await ticket.ClockBecomesAsync("diagnosis", "met");
        await ticket.DoAsync("pause", new { reason = "waitingForCustomer" });
        await ticket.ClockBecomesAsync("resolution", "paused");
        var joined = await MessageAsync(conversation, "可以了，请继续");
        Assert.Equal(ticket.Id, joined.GetProperty("ticketId").GetGuid());
        Assert.False(joined.GetProperty("created").GetBoolean());
        await ticket.ClockBecomesAsync("resolution", "running");
        await FinishAsync(ticket);
        AssertTraces(await ticket.TellsExactlyAsync(s_imStory, s_besideImStory), "TicketOpened");
    }

    [Fact]
    public async Task A_ticket_from_the_API_carries_the_contract_and_is_shown_on_the_board()
    {
        var key = Guid.NewGuid().ToString();
        var request = new { subject = "Month-end closing fails", text = "Error 17", customerId = mesh.Vendor.CustomerId, contactId = mesh.Vendor.ContactId, productId = mesh.Vendor.ProductId, impact = "high", urgency = "high" };
        var opened = await mesh.Staff.PostAsync<OpenedTicketView>("/api/v1/tickets", request, key, Ct);
        var again = await mesh.Staff.PostAsync<OpenedTicketView>("/api/v1/tickets", request, key, Ct);
        Assert.Equal((opened.Id, opened.Number), (again.Id, again.Number));
        Assert.Matches(@"^T-\d{8}-\d{6}$", opened.Number);
        var row = await Eventually.Async(async () => (await mesh.Staff.GetAsync<BoardView>($"/api/v1/board?q={opened.Number}", Ct)).Items.FirstOrDefault(r => r.Clocks.Count == 4), what: "the board shows the ticket with its four clocks, an emergency being one");
        Assert.Equal((opened.Id, 1, mesh.Vendor.EngineerId), (row.Id, row.Severity, row.EngineerId));
        var clocks = await mesh.Staff.GetAsync<JsonElement>($"/api/v1/sla/tickets/{opened.Id}", Ct);
        Assert.StartsWith("premium", clocks.GetProperty("policy").GetString(), StringComparison.Ordinal);
    }

    /// <summary>Acknowledged, answered, diagnosed, waited for, answered by the customer over the progress link, resolved, closed, surveyed.</summary>
    private async Task WorkThroughAsync(Ticket ticket)
    {
        var row = await ticket.RowAsync();
        var acknowledgement = await ticket.MailAsync(mesh.Vendor.ContactEmail, row.GetProperty("number").GetString()!);
        await ticket.MailAsync(mesh.Vendor.EngineerEmail, row.GetProperty("number").GetString()!);

        await ticket.ReplyAsync("We are looking into it.");
        await ticket.ClockBecomesAsync("firstResponse", "met");
        await ticket.DoAsync("start");
        await ticket.DoAsync("fix-plan", new { cause = "Expired certificate", steps = "Renew it", risk = "None", estimatedMinutes = 30 });
        await ticket.ClockBecomesAsync("diagnosis", "met");
        await ticket.DoAsync("pause", new { reason = "waitingForCustomer", note = "Needs the serial number" });
        await ticket.BecomesAsync("waiting");
        await ticket.ClockBecomesAsync("resolution", "paused");

        var progress = Ticket.LinkIn(acknowledgement, "p");
        using var customer = new GatewayClient(mesh.Running.Gateway);
        Assert.Contains(row.GetProperty("number").GetString()!, await customer.GetPageAsync(progress, Ct), StringComparison.Ordinal);
        await customer.PostAsync($"/api/v1/progress/{progress[3..]}/messages", new { text = "It is SN-4711" }, null, Ct);
        await ticket.BecomesAsync("inProgress");
        await ticket.ClockBecomesAsync("resolution", "running");
        await FinishAsync(ticket);
    }

    private async Task FinishAsync(Ticket ticket)
    {
        await ticket.DoAsync("resolve", new { resolution = "Renewed the certificate", causeCode = "configuration" });
        await ticket.ClockBecomesAsync("resolution", "met");
        await ticket.DoAsync("close");
        await ticket.BecomesAsync("closed");

        var number = (await ticket.RowAsync()).GetProperty("number").GetString()!;
        var invitation = await ticket.InvitationAsync(mesh.Vendor.ContactEmail, number);
        var survey = Ticket.LinkIn(invitation, "s");
        using var customer = new GatewayClient(mesh.Running.Gateway);
        Assert.Contains("<form", await customer.GetPageAsync(survey, Ct), StringComparison.OrdinalIgnoreCase);
        await customer.PostFormAsync(survey, new Dictionary<string, string> { ["score"] = "2", ["solved"] = "yes", ["comment"] = "慢" }, Ct);
        var second = await Assert.ThrowsAsync<GatewayException>(() => customer.PostFormAsync(survey, new Dictionary<string, string> { ["score"] = "5" }, Ct));
        Assert.Equal(HttpStatusCode.Conflict, second.Status);
        await Eventually.Async(async () => (await mesh.Staff.GetAsync<JsonElement>("/api/v1/follow-ups?open=true", Ct)).GetProperty("items").EnumerateArray()
            .Any(f => f.GetProperty("ticketId").GetGuid() == ticket.Id), what: "a follow-up task for the bad score");
        await ticket.ShowsInOrderAsync("TicketClosed", "SurveySent", "SurveyAnswered", "FollowUpDue");
    }

    /// <summary>What the platform was given for a conversation that contains something; waits for the first.</summary>
    private Task<List<string>> SaidAsync(string conversation, string containing) => Eventually.Async<List<string>>(async () =>
    {
        var said = await mesh.Sink.GetFromJsonAsync<JsonElement>($"/hooks/{mesh.Vendor.ImHook}", Ct);
        var texts = said.GetProperty("items").EnumerateArray().Select(i => JsonSerializer.Deserialize<JsonElement>(i.GetProperty("body").GetString()!))
            .Where(b => b.GetProperty("conversationId").GetString() == conversation).Select(b => b.GetProperty("text").GetString()!)
            .Where(t => t.Contains(containing, StringComparison.Ordinal)).ToList();
        return texts.Count > 0 ? texts : null;
    }, what: $"'{containing}' in the conversation");

    /// <summary>One trace per causal burst: what follows at once from the opening shares its trace; later steps have their own.</summary>
    private static void AssertTraces(IReadOnlyList<TimelineItemView> items, string first)
    {
        Assert.All(items, i => Assert.False(string.IsNullOrEmpty(i.TraceId), $"{i.Type} has no trace id"));
        string TraceOf(string type) => items.First(i => i.Type == type).TraceId!;
        Assert.All(new[] { first, "TicketTriaged", "TicketAssigned" }, type => Assert.Equal(TraceOf("TicketOpened"), TraceOf(type)));
        Assert.Equal(TraceOf("TicketPaused"), items.First(i => i.Type == "SlaClocksChanged" && i.At >= items.First(p => p.Type == "TicketPaused").At).TraceId);
        Assert.NotEqual(TraceOf("TicketOpened"), TraceOf("TicketPaused"));
        Assert.NotEqual(TraceOf("TicketPaused"), TraceOf("TicketResolved"));
    }

    private Task<JsonElement> CallAsync(string call, string what) => mesh.Staff.SendWebhookAsync<JsonElement>(
        mesh.Vendor.Hotline, $"{call}-{what}", new { callId = call, @event = what, from = mesh.Vendor.ContactPhone, to = "+864008001234", agent = what == "answered" ? new { name = "Zhang Wei" } : null }, Ct);

    private Task<JsonElement> MessageAsync(string conversation, string text) => mesh.Staff.SendWebhookAsync<JsonElement>(
        mesh.Vendor.Im, Guid.NewGuid().ToString(), new { conversationId = conversation, from = new { id = "u-" + conversation, name = "王芳", email = mesh.Vendor.ContactEmail, language = "zh-CN" }, text }, Ct);
}
