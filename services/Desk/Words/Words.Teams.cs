using System.Globalization;

namespace ServiceMesh.Desk;

/// <summary>A team's settings.</summary>
public sealed partial class Words
{
    public string TeamsTitle => T("Teams", "团队");
    public string TeamsIntro => T("How tickets of each team get to people, and who is called when nobody answers.", "各团队的派单方式，以及无人响应时的呼叫顺序。");
    public string NoTeams => T("No team yet", "尚无团队");
    public string TeamTakes => T("Takes", "受理范围");
    public string TeamSettingsTitle => T("Settings", "设置");
    public string TeamSettingsIntro => T("They hold from the next ticket and the next call on.", "自下一张工单、下一次呼叫起生效。");
    public string TeamSaved => T("The team's settings are saved.", "团队设置已保存。");
    public string NobodyHas(string what, int? level) => level is { } l
        ? T($"Nobody in the team has {what} at level {l}: such tickets will wait.", $"团队中无人具备 {what} {l} 级技能，相关工单将排队等候。")
        : T($"Nobody in the team has the certificate {what}: such tickets will wait.", $"团队中无人持有证书“{what}”，相关工单将排队等候。");

    public string HandingOut => T("Handing out work", "派单");
    public string ModeWord => T("Mode", "方式");
    public string ModePush => T("Push: the best gets it at once", "直派：立即分配给最合适的人");
    public string ModeOffer => T("Offer: the best is asked, then the next", "询派：先询问最合适的人，再依次询问");
    public string OfferMinutesWord => T("Minutes to answer an offer", "答复时限（分钟）");
    public string OfferMinutesHint => T("1 to 1,440, counted in the team's hours.", "1 至 1440，仅计团队工作时间。");
    public string OfferEndsWithShift => T("An offer ends with the shift of whom it was made to", "询问随对方班次结束而失效");
    public string AwayWhenUnanswered => T("Who does not answer is set away", "未答复者自动设为暂离");
    public string OffShiftWord => T("When the owner goes off shift", "负责人下班时");
    public string OffShiftKeep => T("tickets stay", "工单保留");
    public string OffShiftNotStarted => T("what was not begun goes to somebody who is there", "未开始的转给在班人员");
    public string OffShiftAll => T("all that do not wait go to somebody who is there", "除等待中外全部转给在班人员");
    public string ReopenedWord => T("A reopened ticket goes", "重新打开的工单");
    public string ReopenedOwner => T("back to whoever had it", "交回原负责人");
    public string ReopenedOwnerOnDuty => T("back to whoever had it if on duty now, else as a new one", "原负责人在岗则交回，否则按新工单派发");
    public string ReopenedQueue => T("into the queue, as a new one", "进入队列，按新工单派发");
    public string OnlyWhenSeen => T("People without a shift are on duty only while their Desk is open", "没有排班的人员仅在工作台打开时在岗");
    public string OnlyInHours => T("People without a shift are on duty only in the team's hours", "没有排班的人员仅在团队工作时间内在岗");
    public string UnseenMinutesWord => T("Off duty when not seen for minutes", "未在线多少分钟视为不在岗");
    public string WithoutShiftHint(int people, bool limited) => (people, limited) switch
    {
        (0, _) => T("Nobody in this team is without a shift.", "本团队没有未排班的人员。"),
        (1, false) => T("One person in this team has no shift and gets tickets at any hour, unless away.", "本团队有 1 人没有排班，全天都会派单（暂离除外）。"),
        (1, true) => T("That is one person in this team.", "本团队有 1 人属于此情况。"),
        (_, false) => T($"{people} people in this team have no shift and get tickets at any hour, unless away.", $"本团队有 {people} 人没有排班，全天都会派单（暂离除外）。"),
        _ => T($"These are {people} people in this team.", $"本团队有 {people} 人属于此情况。"),
    };
    public string UnseenMinutesHint => T("2 to 1,440", "2 至 1440");
    public string VisitsPerDayWord => T("Visits a day, at most", "每人每天上门上限");

    public string WeightsTitle => T("What counts in the choice", "选人权重");
    public string WeightsHint => T("0 to 100 each; skills and certificates that are mandatory come first, whatever the weights.", "各项 0 至 100；强制技能与证书始终优先，不受权重影响。");
    public string TeamCapacityHint => T("Places at a time by kind of work, 1 to 100; empty for any number. A call takes all.", "各类工作可同时处理的数量（1 至 100），留空为不限；通话期间不再派单。");

    public string TeamHoursTitle => T("The team's hours", "团队工作时间");
    public string TeamHasHours => T("The team works in these hours: the minutes of offers run in them only", "团队在以下时间工作：询派时限仅在其间计时");

    public string TeamCalendarWord => T("By a calendar of the service levels", "按服务级别日历");
    public string TeamCalendarNone => T("none: by the hours set here", "不使用，按此处的时间");
    public string TeamCalendarHint => T("With its holidays and made-up working days.", "含节假日与调休工作日。");

    public string RequirementsTitle => T("Mandatory skills and certificates", "强制技能与证书");
    public string RequirementsHint => T("Whoever lacks them, or whose certificate has ended, is never chosen.", "缺少技能、证书或证书已过期者不会被选中。");
    public string RequirementWhen => T("For product code or category", "适用产品代码或类别");
    public string RequirementAlways => T("all tickets of the team", "团队全部工单");
    public string RequirementCertificates => T("Certificates, separated by commas", "证书，用逗号分隔");
    public string AddRequirement => T("Add a requirement", "添加要求");

    public string LadderTitle => T("Who is called, step by step", "呼叫顺序");
    public string LadderHint => T("Each step is reminded, then the next one is called, until somebody takes it on.", "每一步先提醒，仍无人确认则呼叫下一步，直至有人接手。");
    public string AddLadderStep => T("Add a step…", "添加步骤…");
    public string LadderRemindersWord => T("Reminders before the next step (0 to 10)", "进入下一步前的提醒次数（0 至 10）");
    public string LadderMinutesWord => T("Minutes before each reminder (1 to 1,440)", "每次提醒间隔（分钟，1 至 1440）");
    public string PageQueuedWord => T("Call people when a ticket of severity 1 waits and nobody has it", "一级工单排队且无人负责时呼叫");
    public string QueuedMinutesWord => T("After so many minutes (0 at once, to 1,440)", "等待多少分钟后呼叫（0 为立即，至多 1440）");
    public string TeamManagerWord => T("The team's manager", "团队主管");
    public string AnyManager => T("every manager", "全部主管");
    public string TeamManagerSet => T("as it is set", "保持现有设置");
    public string LadderTarget(string target) => target switch
    {
        "manager" => T("the team's manager", "团队主管"),
        "owner" => T("the ticket's engineer", "工单负责人"),
        "dispatcher" => T("dispatchers", "调度员"),
        "agent" => T("agents", "客服"),
        "ops" => T("operations", "运维"),
        "admin" => T("administrators", "管理员"),
        _ when target.StartsWith("on-call-", StringComparison.Ordinal) => T($"on call, {Ordinal(int.TryParse(target[8..], CultureInfo.InvariantCulture, out var n) ? n : 0)}", $"值班第 {target[8..]} 顺位"),
        _ => target,
    };

    /// <summary>What Dispatch says of a team's settings by field.</summary>
    private static string? KnownOfTeams(string message) => message switch
    {
        "A weight is 0 to 100." => "权重为 0 至 100。",
        "A capacity is 1 to 100, or left out for any number." => "数量为 1 至 100，留空为不限。",
        "It is 1 to 50 visits, or left out for any number." => "上门次数为 1 至 50，留空为不限。",
        "A team works at some time of the week." => "请至少填写一段工作时间。",
        "A span ends after it begins, on the same day." => "结束时间须晚于开始时间，且不跨天。",
        "Two spans of a day overlap." => "同一天的时段重叠。",
        "There are at most 400 holidays." => "假日不超过 400 天。",
        "A requirement names skills with levels 1 to 5 and certificates, none longer than 200." => "请填写技能（1 至 5 级）或证书，名称不超过 200 字。",
        "A ladder has at least one step." => "请至少保留一步。",
        "The escalation comes back to a step that it has passed." => "呼叫顺序中有重复的步骤。",
        "The field OfferMinutes must be between 1 and 1440." => "答复时限为 1 至 1440 分钟。",
        "The field UnseenMinutes must be between 2 and 1440." => "分钟数为 2 至 1440。",
        "The field QueuedMinutes must be between 0 and 1440." => "等待时间为 0 至 1440 分钟。",
        "The team has set no hours." => "团队尚未设置工作时间。",
        "There is no calendar of that name." => "没有该名称的日历。",
        "The field Reminders must be between 0 and 10." => "提醒次数为 0 至 10。",
        "The field Minutes must be between 1 and 1440." => "间隔为 1 至 1440 分钟。",
        "A key is given twice." => "清单项重复。",
        _ => null,
    };
}
