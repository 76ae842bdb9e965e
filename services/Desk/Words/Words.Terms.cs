namespace ServiceMesh.Desk;

/// <summary>Contracts: calendars, promises, and trying them.</summary>
public sealed partial class Words
{
    public string NavTerms => T("Contracts", "合同条款");
    public string TryTitle => T("Try a contract", "试算合同");
    public string TryIntro => T("Change hours, promises or the story: the clocks follow at once, counted as they are for real tickets. Nothing is stored.", "修改服务时间、承诺或经过，时限立即按真实工单的规则重新计算，不保存任何数据。");
    public string PoliciesTitle => T("Policies", "策略");
    public string CalendarsTitle => T("Calendars", "日历");

    public string TimeZoneWord => T("Time zone", "时区");
    public string AlwaysOpen => T("Open day and night, 7x24", "全天候 7×24 小时");
    public string OpeningHours => T("Opening hours", "服务时间");
    public string ClosedDay => T("closed", "休息");
    public string HoursHint => T("Several times a day, apart by commas: 09:00-12:00, 13:30-18:00. 24:00 is the end of a day.", "一天可填多段，用逗号分隔：09:00-12:00, 13:30-18:00；24:00 表示当天结束。");
    public string Holidays => T("Holidays", "节假日");
    public string HolidaysHint => T("Dates like 2026-10-01, apart by commas or lines. Closed whatever the week says.", "日期如 2026-10-01，用逗号或换行分隔；当天不计服务时间。");
    public string SpecialDays => T("Special days", "特殊日期");
    public string SpecialDaysHint => T("Days with hours of their own, such as make-up working days. They come before holiday and week.", "有单独服务时间的日期，例如调休上班日；优先于节假日与每周安排。");
    public string AddSpecialDay => T("Add a day", "添加日期");
    public string DateWord => T("Date", "日期");
    public string Remove => T("Remove", "移除");
    public string Weekday(string day) => day switch
    {
        "mon" => T("Monday", "周一"),
        "tue" => T("Tuesday", "周二"),
        "wed" => T("Wednesday", "周三"),
        "thu" => T("Thursday", "周四"),
        "fri" => T("Friday", "周五"),
        "sat" => T("Saturday", "周六"),
        "sun" => T("Sunday", "周日"),
        _ => day,
    };

    public string NotPromised => T("not promised", "不承诺");
    public string DurationHint => T("For example 15 min, 2 h, 1 h 30 min, 2 d (a day is 24 hours of service).", "例如：15 分钟、2 小时、1 小时 30 分、2 天（1 天按 24 个服务小时计）。");
    public string EitherOr => T("One of two ways", "二选一承诺");
    public string NameWord => T("Name", "名称");
    public string RemoteWithin => T("Remote help within", "远程协助时限");
    public string OnSiteWord => T("On site", "到达现场");
    public string SameDay => T("the same day", "当天");
    public string WithinTime => T("within", "时限");
    public string ReportedBy => T("if reported by", "报修截止时刻");
    public string OwnClock => T("A clock of its own", "自定义时限");
    public string OfTeam => T("Time with the team", "团队停留时间");
    public string NoTeam => T("of no team", "不限团队");
    public string StartsOn => T("starts with", "开始于");
    public string MetBy => T("met by", "达成于");
    public string ClosedHint => T("Counts on after the solution, until the customer confirms it or the ticket closes by itself.", "解决后继续计时，直至客户确认或工单自动关闭。");
    public string AlsoMetBy => T("also met by", "以下也算达成");
    public string AddEither => T("Remote or on site", "添加“远程或现场”");
    public string AddOwnClock => T("Another clock", "添加自定义时限");
    public string SignalName(string signal) => signal switch
    {
        "opened" => T("the report", "报修"),
        "customerMessage" => T("a customer's message", "客户留言"),
        "agentMessage" => T("an answer", "回复客户"),
        "fixPlan" => T("a fix plan", "修复方案"),
        "remoteSession" => T("a remote session", "远程协助"),
        "arrived" => T("arrival on site", "到达现场"),
        "workStarted" => T("work begun", "开始处理"),
        "assigned" => T("a team's having it", "分派到团队"),
        "resolved" => T("the solution", "解决"),
        "closed" => T("the closing of the ticket", "工单关闭"),
        "reopened" => T("the reopening", "重新打开"),
        "callAnswered" => T("an answered call", "接听来电"),
        "termsChanged" => T("the change of terms", "条款变更"),
        _ => signal,
    };

    public string WarnAtWord => T("Warn at percent", "预警百分比");
    public string PercentsWanted => T("Whole numbers 1 to 99, apart by commas.", "请填写 1 到 99 的整数，用逗号分隔。");
    public string ReopenWindowWord => T("Reopening continues within", "重新打开延续计时期");
    public string PauseStopsWord => T("What waiting stops", "等待时暂停哪些时限");
    public string PauseStopsHint => T("No waiting ever stops the first response.", "任何等待都不会暂停首次响应。");

    public string StoryWord => T("Story", "经过");
    public string ReadyStories => T("Ready-made stories", "现成案例");
    public string OwnStory => T("my own", "自定义");
    public string StoryName(string story) => story switch
    {
        "calm" => T("Solved in time, with a wait for the customer", "按时解决，期间等待客户"),
        "weekend" => T("Friday afternoon, the customer answers on Monday", "周五下午报修，客户周一才回复"),
        "emergency" => T("Emergency: no remote help, on site the same day", "紧急故障：未远程，当天到场"),
        "reopened" => T("Solved, and reopened two days later", "解决两天后又重新打开"),
        "raised" => T("Severity raised on the way", "处理途中调高级别"),
        _ => story,
    };

    public string ContractName(string contract) => contract switch
    {
        "serious" => T("Serious, by phone: 15 min, diagnosis 2 h, solved 24 h", "严重（电话）：15 分钟响应，2 小时诊断，24 小时解决"),
        "ordinary" => T("Ordinary, online: 30 min, diagnosis 2 h, solved 48 h", "一般（在线）：30 分钟响应，2 小时诊断，48 小时解决"),
        _ => contract,
    };

    public string StoryEvent(string type) => type switch
    {
        "opened" => T("Reported", "报修"),
        "agentMessage" => T("We answer", "我们回复"),
        "customerMessage" => T("Customer writes", "客户留言"),
        "note" => T("Internal note", "内部备注"),
        "fixPlan" => T("Fix plan", "给出修复方案"),
        "remoteSession" => T("Remote session begins", "远程协助开始"),
        "arrived" => T("Arrival on site", "到达现场"),
        "assigned" => T("A team gets it", "分派到团队"),
        "workStarted" => T("Work begins", "开始处理"),
        "paused" => T("Waiting begins", "开始等待"),
        "resumed" => T("Waiting ends", "结束等待"),
        "resolved" => T("Solved", "解决"),
        "reopened" => T("Reopened", "重新打开"),
        "closed" => T("Closed", "关闭"),
        "termsChanged" => T("Other terms apply", "条款变更"),
        _ => type,
    };

    public string StoryProblem(string code) => code switch
    {
        "after-now" => T("has not happened yet", "尚未发生"),
        "cannot-follow" => T("cannot follow what happened before; it changes nothing", "与之前的经过不符，不产生影响"),
        _ => code,
    };

    public string EveryPause => T("every waiting", "所有等待");
    public string Earlier => T("30 minutes earlier", "提前 30 分钟");
    public string Later => T("30 minutes later", "推后 30 分钟");
    public string AsBefore => T("as before", "不变");
    public string Retroactive => T("counts from the start", "自开始时追溯计算");
    public string AddEvent => T("Add to the story", "添加一步");
    public string WhenWord => T("When", "时间");
    public string WhatHappens => T("What happens", "发生什么");
    public string NoClocksYet => T("No clock runs: the story needs a report, and the contract a promise.", "没有时限：请确认经过包含“报修”，且合同至少有一项承诺。");
    public string PromisesWord => T("Promises", "承诺");
    public string BeginWith => T("Begin with", "套用");
    public string OfficeHours => T("Office hours with a lunch break", "工作日朝九晚六（含午休）");
    public string LookAt => T("Look at it", "查看时刻");
    public string EventBefore => T("Event before", "上一步");
    public string EventAfter => T("Next event", "下一步");
    public string FieldsToMend(int n) => T(n == 1 ? "One field needs a look; the picture shows the state before." : $"{n} fields need a look; the picture shows the state before.", $"有 {n} 处需要修改，图中为修改前的结果。");
    public string LegendOpen => T("opening hours", "服务时间");
    public string LegendCounted => T("counted", "已计入");
    public string LegendAhead => T("still to come", "未用");
    public string LegendStands => T("stands still", "暂停");
    public string LegendLate => T("late", "超时");
}
