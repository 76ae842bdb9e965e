namespace ServiceMesh.Desk;

/// <summary>Putting newer terms on running clocks, and what other terms would have meant.</summary>
public sealed partial class Words
{
    public string ReprocessTitle => T("Apply changes", "应用变更");
    public string ReprocessIntro => T("Running clocks keep the terms they began with. Here the newest calendars and policies are put on them: first a preview, then the run. Each is kept on record.", "已在计时的工单沿用原条款。在此可让其改用最新的日历和策略：先预览，再执行，全部留存记录。");
    public string ApplyToRunning => T("Apply to running clocks", "应用到在途工单");
    public string WhichTickets => T("Which open tickets", "哪些未结工单");
    public string AllOpenTickets => T("All open tickets", "全部未结工单");
    public string OnCalendar(string name) => T($"on calendar {name}", $"使用日历 {name}");
    public string OnPolicy(string name) => T($"on policy {name}", $"使用策略 {name}");
    public string SingleTickets(int n) => T(n == 1 ? "one ticket" : $"{n} tickets", $"{n} 张工单");
    public string WhyWord => T("Why", "原因");
    public string PreviewWord => T("Preview", "预览");
    public string RunWord => T("Run", "执行");
    public string StartRun(int n) => T(n == 1 ? "Change 1 ticket now" : $"Change {n:N0} tickets now", $"立即变更 {n:N0} 张工单");
    public string StopIt => T("Stop", "停止");
    public string NothingToChange => T("Every one of these tickets has the newest terms already.", "这些工单已全部采用最新条款。");
    public string SeeItsPreview => T("its preview", "对应预览");
    public string AuditTitle => T("What was done", "执行记录");
    public string AuditEmpty => T("Nothing was applied to running clocks so far.", "尚未对在途工单应用过变更。");
    public string ByWhom => T("By", "操作人");
    public string TicketsLooked(int done, int total) => T($"{done:N0} of {total:N0} tickets looked at", $"已检查 {done:N0} / {total:N0} 张工单");
    public string ChangedTickets => T("get other terms", "条款变更");
    public string UnchangedTickets => T("stay as they are", "保持不变");
    public string EndedTickets => T("have ended", "已结束");
    public string FailedTickets => T("could not be computed", "无法计算");
    public string ClocksByEffect => T("What happens to their clocks", "时限变化");
    public string HardestHit => T("Hit hardest", "影响最大");
    public string JobState(string state) => state switch
    {
        "queued" => T("queued", "排队中"),
        "running" => T("running", "进行中"),
        "done" => T("done", "已完成"),
        "cancelled" => T("stopped", "已停止"),
        "outdated" => T("ended: terms were changed meanwhile", "已终止：期间条款有变更"),
        "failed" => T("failed", "失败"),
        _ => state,
    };

    public string EffectName(string effect) => effect switch
    {
        "newlyBreached" => T("missed now", "变为超时"),
        "earlier" => T("due earlier", "到期提前"),
        "later" => T("due later", "到期推后"),
        "newlyDue" => T("due, and was not", "新增时限"),
        "noLongerDue" => T("no longer due", "不再有时限"),
        "noLongerBreached" => T("no longer missed", "不再超时"),
        "same" => T("due as before", "到期不变"),
        _ => effect,
    };

    public string WhatIfTitle => T("What if", "情景测算");
    public string WhatIfIntro => T("The tickets of a period under other terms: how many promises would have been missed, and what they would have cost. Nothing real is changed.", "用其他条款重算某一时期的工单：会有多少超时，补偿多少。不影响真实数据。");
    public string FromDay => T("Opened from", "报修自");
    public string UntilDay => T("until", "至");
    public string SupposedPolicy => T("Under policy", "假设策略");
    public string SupposedCalendar => T("On calendar", "假设日历");
    public string AsItWas => T("as it was", "不变");
    public string NewestVersion => T("newest version", "最新版本");
    public string ChangedCopy => T("a changed copy", "修改后的副本");
    public string Compute => T("Compute", "开始测算");
    public string WhatIfBefore => T("As it was", "实际");
    public string WhatIfAfter => T("As it would have been", "假设");
    public string BreachesWord => T("Promises missed", "超时次数");
    public string ByClock => T("By clock", "按时限");
    public string ByTeam => T("By team", "按团队");
    public string BySeverity => T("By severity", "按级别");
    public string DifferingTickets => T("Tickets that differ", "结果不同的工单");
    public string NoDifference => T("No ticket would have missed anything else.", "没有工单的结果不同。");
    public string CountedTickets(long n) => T($"{n:N0} tickets counted", $"计入 {n:N0} 张工单");
    public string AskedBefore => T("Asked before", "历史测算");
    public string NotAskedYet => T("Nothing was asked yet.", "还没有测算记录。");
    public string AskAnother => T("Ask something else", "另做测算");
    public string Inline => T("given with the question", "随测算给出");
    public string NoTeamWord => T("no team", "无团队");
    public string MissedNone => T("kept", "未超时");
}
