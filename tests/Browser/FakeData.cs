namespace ServiceMesh.Browser;

/// <summary>A believable morning at a vendor's service desk: Chinese and English names, clocks that run.</summary>
internal sealed partial class FakeData
{
    public static readonly Guid ErpTeam = Id(1), EquipmentTeam = Id(2), CrmTeam = Id(3);
    public static readonly Guid Lin = Id(11), Zhao = Id(12), Emma = Id(13), Chen = Id(14);
    public static readonly Guid First = Id(101);

    public List<FakeTicket> Tickets { get; } = [];

    public List<FakeFollowUp> FollowUps { get; } = [];

    public object[] Teams { get; } =
    [
        new { id = ErpTeam, name = "ERP 实施组" }, new { id = EquipmentTeam, name = "设备服务组" }, new { id = CrmTeam, name = "CRM Support" },
    ];

    public object[] Engineers { get; } =
    [
        new { id = Lin, name = "林晓东", teamIds = new[] { ErpTeam }, active = true, accountId = "account-1" },
        new { id = Zhao, name = "赵敏", teamIds = new[] { EquipmentTeam }, active = true, accountId = (string?)null },
        new { id = Emma, name = "Emma Clarke", teamIds = new[] { CrmTeam }, active = true, accountId = (string?)null },
        new { id = Chen, name = "陈建国", teamIds = new[] { ErpTeam, EquipmentTeam }, active = true, accountId = (string?)null },
    ];

    /// <summary>The ticket whose number ends so.</summary>
    public FakeTicket Number(int n) => Tickets[n - 1];

    public static Guid Id(int n) => new($"01980000-0000-7000-8000-{n:d12}");

    public static FakeData Morning()
    {
        var d = new FakeData();
        d.Add(1, "SAP 月结过账报错 F5 263，财务关账受阻", "华东重工集团", "hotline", 1, "inProgress", ErpTeam, Lin, opened: 95, clocks: [Met("firstResponse", 95, 15, 84), Met("diagnosis", 95, 120, 31), Running("resolution", 95, 240)]);
        d.Add(2, "CNC line 3 stops with servo alarm 414 after restart", "Northfield Machining Ltd", "hotline", 1, "assigned", EquipmentTeam, Zhao, opened: 22, clocks: [Breached("firstResponse", 22, 15), Running("diagnosis", 22, 120), Running("resolution", 22, 240), Emergency(22)]);
        d.Add(3, "用友 U8 采购入库单审核后库存未更新", "苏州精达电子有限公司", "im", 2, "open", ErpTeam, null, opened: 11, clocks: [Running("firstResponse", 11, 15), Running("diagnosis", 11, 120), Running("resolution", 11, 480)]);
        d.Add(4, "Dashboard shows yesterday's pipeline for the whole EMEA team", "Brightwater CRM GmbH", "portal", 3, "inProgress", CrmTeam, Emma, opened: 190, clocks: [Met("firstResponse", 190, 30, 170), Running("nextResponse", 20, 120, cycle: 3), Breached("diagnosis", 190, 120), Running("resolution", 190, 1440)]);
        d.Add(5, "金蝶云星空接口同步失败：返回 401", "广州恒信贸易", "api", 2, "waiting", ErpTeam, Chen, opened: 260, waiting: "waitingForCustomer", clocks: [Met("firstResponse", 260, 30, 250), MetLate("diagnosis", 260, 120, 110), Paused("resolution", 260, 480, 9_840)]);
        d.Add(6, "未接来电：+86 21 5566 7788", "上海信达物流", "hotline", 3, "open", null, null, opened: 4, kind: "callback", clocks: [Running("firstResponse", 4, 15), Running("diagnosis", 4, 120), Running("resolution", 4, 1440)]);
        d.Add(7, "Quarterly patch window: application servers A1–A4", "Aldgate Insurance plc", "email", 5, "waiting", CrmTeam, Emma, opened: 1900, waiting: "scheduled", workType: "maintenance", clocks: [Met("firstResponse", 1900, 240, 1800), Paused("resolution", 1900, 7200, 311_000)]);
        d.Add(8, "注塑机 #7 温控漂移超过 5℃，产品尺寸不良", "宁波海天塑胶", "chat", 2, "inProgress", EquipmentTeam, Zhao, opened: 64, clocks: [Met("firstResponse", 64, 30, 52), Running("diagnosis", 64, 72), Running("resolution", 64, 480)]);
        d.Add(9, "Invoice PDF prints without tax line since the update", "Harbour & Sons", "email", 4, "assigned", ErpTeam, Chen, opened: 131, clocks: [Met("firstResponse", 131, 60, 92), Running("diagnosis", 131, 480), Running("resolution", 131, 2880)]);
        d.Add(10, "报表服务器磁盘使用率 92%", "深圳光华医疗", "api", 3, "open", EquipmentTeam, null, opened: 18, clocks: [Running("firstResponse", 18, 30), Running("diagnosis", 18, 120), Running("resolution", 18, 1440)]);
        d.Add(11, "Single sign-on loops for users in the Lisbon office", "Brightwater CRM GmbH", "portal", 2, "waiting", CrmTeam, Emma, opened: 400, waiting: "waitingForVendor", clocks: [Met("firstResponse", 400, 30, 388), Met("diagnosis", 400, 120, 290), Paused("resolution", 400, 480, 4_020)]);
        d.Add(12, "仓库扫码枪无法连接 WMS", "华东重工集团", "hotline", 3, "resolved", EquipmentTeam, Zhao, opened: 300, clocks: [Met("firstResponse", 300, 15, 292), Met("diagnosis", 300, 120, 220), Met("resolution", 300, 1440, 30)]);
        d.Add(13, "新增应收账龄字段（二次返修）", "苏州精达电子有限公司", "portal", 4, "inProgress", ErpTeam, Lin, opened: 700, cycle: 2, clocks: [Met("firstResponse", 700, 60, 660), Met("diagnosis", 700, 480, 500), Running("resolution", 700, 2880)]);
        d.Tickets[2].CustomerWroteMinutesAgo = 1;
        d.Tickets[2].AgentWroteMinutesAgo = 6;
        d.Talk();
        d.FollowUps.Add(new(Id(501), d.Tickets[11], 2, false, "工程师走后扫码枪又断了两次，希望再来看看。", 90));
        d.FollowUps.Add(new(Id(502), d.Tickets[3], 1, null, "Nobody told us what was changed.", -20));
        return d;
    }

    public static object Running(string clock, int openedMinutesAgo, int targetMinutes, int cycle = 1) =>
        Clock(clock, "running", openedMinutesAgo, targetMinutes, due: Now.AddMinutes(targetMinutes - openedMinutesAgo), cycle: cycle);

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>A resolved ticket whose record lacks two parts; on no board.</summary>
    public static readonly Guid Lacking = Id(190);

    public FakeTicket Incomplete { get; } = new()
    {
        Id = Lacking, Number = "T-20261123-000090", Subject = "Label printer skips every second label", Customer = "Harbour & Sons", Channel = "portal", Severity = 3, State = "resolved",
        Team = EquipmentTeam, Engineer = Lin, OpenedAt = Now.AddHours(-6), UpdatedAt = Now.AddMinutes(-20),
    };

    private static object Met(string clock, int opened, int target, int metAgo) =>
        Clock(clock, "met", opened, target, Now.AddMinutes(target - opened), met: Now.AddMinutes(-metAgo));

    private static object MetLate(string clock, int opened, int target, int metAgo) =>
        Clock(clock, "metLate", opened, target, Now.AddMinutes(target - opened), met: Now.AddMinutes(-metAgo), breached: Now.AddMinutes(target - opened));

    private static object Breached(string clock, int opened, int target) =>
        Clock(clock, "breached", opened, target, Now.AddMinutes(target - opened), breached: Now.AddMinutes(target - opened));

    private static object Paused(string clock, int opened, int target, long left) =>
        Clock(clock, "paused", opened, target, null, left: left, by: "waitingForCustomer");

    private static object Clock(string clock, string state, int opened, int target, DateTimeOffset? due, DateTimeOffset? met = null, DateTimeOffset? breached = null, long left = 0, string? by = null, int cycle = 1) => new
    {
        clock, state, startedAt = Now.AddMinutes(-opened), targetSeconds = target * 60L, dueAt = due,
        remainingSeconds = due is { } at ? Math.Max(0, (at - Now).TotalSeconds) : left, metAt = met, breachedAt = breached, pausedBy = by, cycle,
    };

    private void Add(int n, string subject, string customer, string channel, int severity, string state, Guid? team, Guid? engineer, int opened,
        object[] clocks, string? waiting = null, string kind = "request", string workType = "support", int cycle = 1) =>
        Tickets.Add(new()
        {
            Id = Id(100 + n), Number = $"T-20261123-{n:d6}", Subject = subject, Customer = customer, Channel = channel, Severity = severity, State = state,
            Team = team, Engineer = engineer, OpenedAt = Now.AddMinutes(-opened), UpdatedAt = Now.AddMinutes(-Math.Min(opened, n * 3 % 40)), WaitingFor = waiting, Kind = kind,
            WorkType = workType, Cycle = cycle, Clocks = [.. clocks],
        });
}

internal sealed class FakeTicket
{
    public required Guid Id { get; init; }
    public required string Number { get; init; }
    public required string Subject { get; set; }
    public required string Customer { get; init; }
    public required string Channel { get; init; }
    public required int Severity { get; init; }
    public required string State { get; set; }
    public Guid? Team { get; init; }
    public Guid? Engineer { get; set; }
    public DateTimeOffset OpenedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; set; }
    public string? WaitingFor { get; set; }
    public string Kind { get; init; } = "request";
    public string WorkType { get; init; } = "support";
    public int Cycle { get; init; } = 1;
    public int Version { get; set; } = 1;

    /// <summary>It is put down to the common cause.</summary>
    public bool Problem { get; set; }
    public int? CustomerWroteMinutesAgo { get; set; }
    public int? AgentWroteMinutesAgo { get; set; }
    public List<object> Clocks { get; init; } = [];

    /// <summary>The earliest due of the clocks that run or are overdue; far away when none does.</summary>
    public DateTimeOffset NextDueAt => Clocks
        .Select(c => System.Text.Json.JsonSerializer.SerializeToElement(c))
        .Where(c => c.GetProperty("state").GetString() is "running" or "breached")
        .Select(c => c.GetProperty("dueAt").GetDateTimeOffset())
        .DefaultIfEmpty(DateTimeOffset.MaxValue).Min();

    public List<object> Messages { get; } = [];
}

internal sealed record FakeFollowUp(Guid Id, FakeTicket Ticket, int Score, bool? Solved, string Comment, int DueInMinutes)
{
    public string? Outcome { get; set; }

    public int Attempts { get; set; }
}
