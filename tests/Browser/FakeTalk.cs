namespace ServiceMesh.Browser;

/// <summary>What was said and done about the first ticket, and strings that try to break the page.</summary>
internal sealed partial class FakeData
{
    public const string Token = "fake-progress-token-0123456789abcdef";
    public const string Hostile = "<script>window.broken=1</script><img src=x onerror=\"window.broken=1\">";

    public object[] Timeline { get; private set; } = [];

    public object[] Notices { get; private set; } = [];

    public object Work(FakeTicket t) => new
    {
        id = t.Id, number = t.Number, subject = t.Subject, customerName = t.Customer, channel = t.Channel, kind = t.Kind, workType = t.WorkType, severity = t.Severity, state = t.State,
        teamId = t.Team, teamName = TeamName(t.Team), engineerId = t.Engineer, engineerName = EngineerName(t.Engineer), openedAt = t.OpenedAt, updatedAt = t.UpdatedAt,
        waitingFor = t.State == "waiting" ? t.WaitingFor : null, clocks = t.Clocks,
        lastCustomerMessageAt = t.CustomerWroteMinutesAgo is { } c ? Now.AddMinutes(-c) : (DateTimeOffset?)null,
        lastAgentMessageAt = t.AgentWroteMinutesAgo is { } a ? Now.AddMinutes(-a) : (DateTimeOffset?)null,
        cycle = t.Cycle, version = t.Version,
        impact = "high", urgency = "high", category = "SAP FI", decidedBy = "matrix",
        explanation = "ERP for category SAP FI: 3 of 4 active engineers with SAP FI; she has 2 open tickets, the fewest.",
        why = new { code = "chosen", team = TeamName(t.Team), teamBy = "category", teamFor = "SAP FI", engineer = EngineerName(t.Engineer), considered = 4, able = 3, skills = new[] { "SAP FI" }, openTickets = 2, by = "fewest" },
        fixPlans = t.Id == First
            ? new object[] { new { cause = "新会计年度的号码段 51 未维护，过账时取号失败（FBN1）。", steps = "1. 在 FBN1 维护 2026 年号码段\n2. 用测试凭证验证 FB50\n3. 通知财务重新过账", risk = "低：仅新增号码段，不影响已过账凭证", estimatedMinutes = 45, at = Now.AddMinutes(-31), by = "林晓东" } }
            : [],
        pauses = t.Id == First ? new object[] { new { reason = "waitingForCustomer", note = "等待财务提供报错截图", startedAt = Now.AddMinutes(-70), endedAt = Now.AddMinutes(-58) } } : [],
        resolution = t.State is "resolved" or "closed" ? "重新配对扫码枪并更新驱动。" : null,
        causeCode = t.State is "resolved" or "closed" ? "HW-PAIRING" : null, faultClass = t.State is "resolved" or "closed" ? "外设连接" : null,
        secondRepairOf = t.Id == Id(113) ? new { id = Id(103), name = "T-20261123-000003" } : null, problem = t.Problem ? new { id = Id(871), name = "升级后打印服务丢失税率模板" } : null,
        maintenance = t.Id == Id(102) ? new { runId = FakeMaintenance.Upgrade, planName = "S/4HANA FPS02 upgrade", kind = "upgrade", from = Now.AddHours(-1), to = Now.AddHours(5), state = "inProgress", engineerName = "林晓东" } : null,
    };

    public static string? TeamName(Guid? id) => id == ErpTeam ? "ERP 实施组" : id == EquipmentTeam ? "设备服务组" : id == CrmTeam ? "CRM Support" : null;

    public static string? EngineerName(Guid? id) => id == Lin ? "林晓东" : id == Zhao ? "赵敏" : id == Emma ? "Emma Clarke" : id == Chen ? "陈建国" : null;

    private static object Message(string kind, string author, string text, int ago, string? channel = null, object? delivery = null) =>
        new { id = Guid.NewGuid(), kind, author = new { kind = kind == "customer" ? "customer" : "staff", name = author }, text, channel, at = Now.AddMinutes(-ago), delivery };

    private void Talk()
    {
        var t = Tickets[0];
        t.Messages.Add(new
        {
            id = Guid.NewGuid(), kind = "call", author = new { kind = "customer", name = "王丽" }, text = "answered", channel = "hotline", at = Now.AddMinutes(-95),
            call = new { id = FakeData.Id(701), from = "+8613800001111", answeredAt = Now.AddMinutes(-95), answeredBy = "周婷", endedAt = Now.AddMinutes(-95).AddSeconds(184), hangupCause = "normal-clearing", recordingUrl = "https://pbx.example/1.wav" },
        });
        Tickets[1].Messages.Add(new
        {
            id = Guid.NewGuid(), kind = "call", author = new { kind = "customer", name = "Oliver Grant" }, text = "missed", channel = "hotline", at = Now.AddMinutes(-25),
            call = new { id = FakeData.Id(702), from = (string?)null, cause = "no-answer", recordingRemovedAt = Now.AddMinutes(-1) },
        });
        t.Messages.Add(Message("customer", "王丽", "月结过账时提示 F5 263，“公司代码 1000 的会计年度 2026 没有号码段”。今天下午 5 点前必须关账，请尽快处理！", 92, "im"));
        t.Messages.Add(Message("agent", "林晓东", "王经理您好，已收到。请问是所有凭证类型都报错，还是只有 SA？方便的话请发一张完整的报错截图。", 84, "im", new { state = "delivered" }));
        t.Messages.Add(Message("note", "陈建国", "上月 T-20261019-000412 是同一客户同类问题，当时是号码段没有延续到新年度。", 80));
        t.Messages.Add(Message("customer", "王丽", "所有类型都报错，截图已发。", 58, "im"));
        t.Messages.Add(Message("agent", "林晓东", "原因已定位：新会计年度的号码段没有维护。我们将在 FBN1 中补充并验证，预计 45 分钟内完成，期间不影响已过账的凭证。", 30, "im", new { state = "delivered" }));
        Tickets[1].Messages.Add(Message("customer", "Oliver Grant", Hostile, 20, "im"));
        Tickets[1].Messages.Add(Message("agent", "赵敏", "On my way to the line; please keep the cabinet closed until I am there.", 5, "im", "delivered"));

        const string opening = "4bf92f3577b34da6a3ce929d0e0e4736", later = "9a1c07d2b9ee4c18a02f57d0c6a1b3f4";
        Timeline =
        [
            Event(95, "CallAnswered", "staff", "周婷", new { }, opening), Event(95, "TicketOpened", "staff", "周婷", new { channel = "hotline", subject = t.Subject }, opening),
            Event(95, "TicketTriaged", "system", null, new { severity = 1 }, opening), Event(95, "SlaClocksChanged", "system", null, new { policy = "premium-support" }, opening),
            Event(95, "TicketAssigned", "system", null, new { teamName = "ERP 实施组", engineerName = "陈建国", explanation = "ERP: 3 active engineers; 陈建国 has 3 open tickets, the fewest.", why = new { code = "chosen", team = "ERP 实施组", engineer = "陈建国", considered = 3, able = 3, openTickets = 3, by = "fewest" } }, opening),
            Event(94, "NotificationDelivered", "system", null, new { template = "ticket-opened" }, opening),
            Event(90, "TicketAssigned", "staff", "周婷", new { teamName = "ERP 实施组", engineerName = "林晓东", reassigned = true, explanation = "客户指定" }, later),
            Event(88, "WorkStarted", "staff", "林晓东", new { }, later), Event(84, "AgentMessageSent", "staff", "林晓东", new { text = "王经理您好，已收到。请问是所有凭证类型都报错？" }, later),
            Event(80, "NoteAdded", "staff", "陈建国", new { text = "上月同一客户同类问题。" }, null), Event(70, "TicketPaused", "staff", "林晓东", new { reason = "waitingForCustomer", note = "等待财务提供报错截图" }, later),
            Event(58, "CustomerMessageReceived", "customer", "王丽", new { text = "所有类型都报错，截图已发。" }, later), Event(58, "TicketResumed", "system", null, new { trigger = "customer-replied" }, later),
            Event(40, "SlaWarned", "system", null, new { clock = "diagnosis", percent = 75, dueAt = Now.AddMinutes(25) }, null),
            Event(31, "DiagnosisDelivered", "staff", "林晓东", new { cause = "新会计年度的号码段 51 未维护，过账时取号失败（FBN1）。" }, later), Event(30, "AgentMessageSent", "staff", "林晓东", new { text = "原因已定位：新会计年度的号码段没有维护。" }, later),
            Event(12, "SlaEscalated", "system", null, new { clock = "resolution", level = 1, role = "manager" }, null),
        ];
        Notices =
        [
            new { id = Guid.NewGuid(), template = "ticket-opened", channel = "email", recipient = "wang.li@example.com", state = "delivered", subject = "工单 T-20261123-000001 已受理", attempts = 1, createdAt = Now.AddMinutes(-94), finishedAt = Now.AddMinutes(-94) },
            new { id = Guid.NewGuid(), template = "agent-message", channel = "im", recipient = "王丽", state = "delivered", subject = "", attempts = 1, createdAt = Now.AddMinutes(-84), finishedAt = Now.AddMinutes(-84) },
            new { id = Guid.NewGuid(), template = "sla-escalated", channel = "webhook", recipient = "https://ops.example.com/hooks", state = "failed", subject = "", attempts = 4, failure = "receiver-error", statusCode = 503, createdAt = Now.AddMinutes(-12) },
        ];
    }

    private static object Event(int ago, string type, string by, string? name, object data, string? trace) =>
        new { id = $"dispatch-{Guid.NewGuid():N}-1", at = Now.AddMinutes(-ago), type, by = new { kind = by, name }, summary = type, data, traceId = trace, publisher = "dispatch", sequence = 100 - ago };
}
