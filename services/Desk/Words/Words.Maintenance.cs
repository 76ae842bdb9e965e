namespace ServiceMesh.Desk;

/// <summary>Planned maintenance: runs and what is shown for them.</summary>
public sealed partial class Words
{
    public string NavMaintenance => T("Maintenance", "维护");
    public string MaintenanceTitle => T("Planned maintenance", "计划内维护");
    public string MaintenanceIntro => T("What is done before something breaks: due, in progress and overdue, with its evidence.", "防患于未然的维护任务：待执行、进行中与逾期，以及对应证据。");
    public string TabRuns => T("Runs", "维护任务");
    public string TabPlans => T("Plans", "维护计划");
    public string TabYear => T("Yearly plan", "年度计划");
    public string ViewList => T("List", "列表");
    public string ViewMonth => T("Month", "月历");
    public string EarlierMonth => T("Earlier month", "上个月");
    public string LaterMonth => T("Later month", "下个月");
    public string CountThisWeek => T("Within a week", "一周内");
    public string CountDue => T("Due", "待执行");
    public string CountInProgress => T("In progress", "进行中");
    public string CountOverdue => T("Overdue", "已逾期");
    public string RunsEmpty => T("No runs here", "没有维护任务");
    public string RunsEmptyHint => T("Runs come from plans: a plan makes them a good year ahead.", "维护任务由维护计划生成，提前一年以上排定。");
    public string OnlyMine => T("Mine", "我的");
    public string AllKinds => T("All kinds", "全部类型");
    public string RunKindWord => T("Kind", "类型");
    public string WindowWord => T("Window", "窗口");
    public string CompleteBy(string at) => T($"complete by {at}", $"须在 {at} 前完成");
    public string OverdueSince(string at) => T($"overdue since {at}", $"自 {at} 起逾期");
    public string InZone(string zone) => T($"in {zone}", $"时区 {zone}");
    public string OverdueOf(int n) => T($"{n} overdue", $"{n} 项逾期");

    public string MaintenanceKind(string kind) => kind switch
    {
        "inspection" => T("Inspection", "巡检"),
        "patch" => T("Patches", "补丁"),
        "upgrade" => T("Upgrade", "升级"),
        "backupDrill" => T("Restore drill", "备份恢复演练"),
        "securityAudit" => T("Security audit", "安全审计"),
        "training" => T("Training", "培训"),
        "healthReview" => T("Health review", "健康评审"),
        _ => kind,
    };

    public string RunState(string state) => state switch
    {
        "scheduled" => T("Scheduled", "已排期"),
        "due" => T("Due", "待执行"),
        "inProgress" => T("In progress", "进行中"),
        "overdue" => T("Overdue", "已逾期"),
        "completed" => T("Completed", "已完成"),
        "cancelled" => T("Cancelled", "已取消"),
        _ => state,
    };

    public string RunVerdict(string? verdict) => verdict switch
    {
        "passed" => T("passed", "达标"),
        "failed" => T("targets missed", "未达标"),
        _ => "",
    };

    public string VerdictBecause(string code) => code switch
    {
        "checksum" => T("the restored checksum differs", "恢复后的校验值不一致"),
        "rto" => T("it took longer than promised (RTO)", "恢复时间超过承诺（RTO）"),
        "rpo" => T("more data was lost than promised (RPO)", "数据丢失超过承诺（RPO）"),
        "outcome" => T("it did not succeed", "未成功"),
        "rollbackTest" => T("the rollback test failed", "回退测试未通过"),
        "condition" => T("the condition is critical", "状况为严重"),
        "criticalFindings" => T("there are critical findings", "存在严重问题"),
        _ => code,
    };

    public string Cover(string cover) => cover switch
    {
        "covered" => T("covered by the contract", "合同覆盖"),
        "expired" => T("the contract has ended by then", "届时合同已到期"),
        "notStarted" => T("the contract has not begun by then", "届时合同尚未生效"),
        "notIncluded" => T("the contract leaves it out", "合同不含此类维护"),
        "productNotCovered" => T("the contract leaves this product out", "合同不含此产品"),
        _ => cover,
    };

    public string RunStart => T("Start", "开始执行");
    public string RunComplete => T("Complete", "完成");
    public string RunReschedule => T("Move", "改期");
    public string RunAssign => T("Assign", "指派");
    public string RunCancel => T("Call off", "取消");
    public string RunWaive => T("Waive the rollback test", "豁免回退测试");
    public string StartUncoveredAsk => T("The contract does not cover it. Why does it take place all the same?", "合同不覆盖此项维护，为何仍要执行？");
    public string CancelRunAsk => T("Why is it called off?", "为什么取消？");
    public string WaiveRollbackAsk => T("Why is the rollback not tested? You answer for that.", "为什么不做回退测试？由您承担责任。");
    public string MoveTo => T("New beginning", "新的开始时间");
    public string WhyMoved => T("Why is it moved?", "为什么改期？");
    public string MovedHint => T("The window keeps its length; customers who were told hear of it at once.", "窗口时长不变；已收到预告的客户会立即得知。");
    public string BestOfTeam => T("Best of the team now", "由系统选择团队中最合适的人");
    public string RemarkAsk => T("Remark", "备注");
    public string RemarkNeeded => T("It did not reach what was promised: say what follows from that.", "未达到承诺，请说明后续措施。");
    public string MissingBefore => T("It cannot start without:", "缺少以下内容，无法开始：");
    public string MissingAfter => T("It cannot be completed without:", "缺少以下内容，无法完成：");
    public string NothingMissing => T("Nothing is missing.", "没有缺失项。");
    public string OpensAt(string at) => T($"The window opens {at}.", $"窗口将于 {at} 开始。");
    public string WindowIsOver => T("The window is over: it interrupts the customer's work, so move it.", "窗口已结束：该维护会中断客户工作，请改期。");
    public string ChecklistTitle => T("Checklist", "检查清单");
    public string ChecklistsTitle => T("Checklists", "检查清单模板");
    public string ChecklistsIntro => T("What is answered in every run, by kind of maintenance. Runs that have begun keep theirs.", "各类维护执行时需逐项确认的内容；已开始的任务保持原清单。");
    public string ListOwn => T("your own", "自定义");
    public string ListShipped => T("as shipped", "默认");
    public string ListEdit => T("Edit", "编辑");
    public string ListReset => T("Back to the shipped list", "恢复默认清单");
    public string ListSaved => T("The checklist is saved.", "检查清单已保存。");
    public string ItemTextWord => T("What is to be done", "检查内容（英文或通用）");
    public string ItemTextZhWord => T("The same in Chinese", "中文内容");
    public string ItemText(int n) => T($"Item {n}", $"第 {n} 项");
    public string ItemTextZh(int n) => T($"Item {n} in Chinese", $"第 {n} 项（中文）");
    public string ItemRequired => T("required", "必填");
    public string ItemsHint => T("A required item keeps the run from closing until it is done, or skipped with a note.", "必填项须完成（或说明原因后跳过）方可关闭任务。");
    public string AddItem => T("Add an item", "添加一项");
    public string PlanOwnList => T("This plan has a list of its own", "本计划使用单独的清单");
    public string PlanKindList(string kind) => T($"The list for every {kind.ToLowerInvariant()}:", $"使用“{kind}”的通用清单：");
    public string ChecklistAfterStart => T("It is answered once the run has started.", "开始执行后逐项确认。");
    public string CheckDone => T("Done", "完成");
    public string CheckSkip => T("Skip", "跳过");
    public string CheckUndo => T("Take back", "撤销");
    public string CheckSkipped(string? note) => T($"skipped: {note}", $"已跳过：{note}");
    public string SkipAsk => T("Why is it skipped?", "为什么跳过？");
    public string EvidenceTitle => T("Evidence", "证据");
    public string EvidenceBefore => T("Before the start", "开始之前");
    public string EvidenceBeforeHint => T("It is fixed when the run starts.", "开始执行后不可更改。");
    public string EvidenceAfter => T("After the work", "执行之后");
    public string EvidenceWaits => T("It is shown once the run has started.", "开始执行后填写。");
    public string EvidenceSave => T("Save evidence", "保存证据");
    public string EvidenceSaved => T("Evidence saved.", "证据已保存。");
    public string WaivedBy(string? name, string? why) => T($"{name} answers for it: {why}", $"由 {name} 负责豁免：{why}");
    public string VerdictTitle => T("Verdict", "结论");
    public string Promised(string span) => T($"promised {span}", $"承诺 {span}");
    public string Measured(string span) => T($"measured {span}", $"实测 {span}");
    public string RtoWord => T("Recovery time (RTO)", "恢复时间（RTO）");
    public string RpoWord => T("Data loss (RPO)", "数据丢失（RPO）");
    public string ChecksumWord => T("Checksum", "校验值");
    public string ChecksumSame => T("as expected", "与预期一致");
    public string ChecksumDiffers => T("differs", "不一致");
    public string NoFigureYet => T("not measured yet", "尚未测量");
    public string TiedTickets => T("Tickets opened during this upgrade", "升级窗口期间报告的工单");
    public string TiedTicketsHint => T("Support is the backstop: the upgrade is the first suspect.", "售后兜底：首先排查本次升级。");
    public string RunHistory => T("What was done", "处理记录");
    public string RunStep(string what) => what switch
    {
        "scheduled" => T("Scheduled", "已排期"),
        "rescheduled" => T("Moved", "已改期"),
        "announced" => T("The customer was told", "已预告客户"),
        "assigned" => T("Assigned", "已指派"),
        "due" => T("Due", "到期待执行"),
        "overdue" => T("Overdue", "逾期"),
        "escalated" => T("Escalated", "逾期升级"),
        "started" => T("Started", "开始执行"),
        "evidence" => T("Evidence shown", "提交证据"),
        "checked" => T("Checklist answered", "确认清单项"),
        "waived" => T("Rollback test waived", "豁免回退测试"),
        "completed" => T("Completed", "完成"),
        "cancelled" => T("Cancelled", "取消"),
        _ => what,
    };

    public string TiedBanner(string plan) => T($"Opened during the upgrade \"{plan}\": suspect it first.", $"该工单在升级“{plan}”窗口期间报告（升级兜底），请首先排查本次升级。");
    public string OpenRun => T("Open the run", "打开维护任务");
    public string WindowFromTo(string from, string to) => T($"window {from} – {to}", $"窗口 {from} – {to}");
    /// <summary>An item of a checklist in the reader's language.</summary>
    public string Item(ChecklistItemShape item) => _zh && item.TextZh is { Length: > 0 } zh ? zh : item.Text;

    /// <summary>Reasons that nobody wrote.</summary>
    public string NobodysReason(string code) => code switch
    {
        "plan-changed" => T("the plan was changed", "计划已修改"),
        "plan-ended" => T("the plan has ended", "计划已结束"),
        "not-covered" => T("the contract does not cover it", "合同未覆盖"),
        _ => code,
    };

    public string NoSuchRun => T("There is no such run.", "没有这项维护任务。");

    /// <summary>A piece of evidence by its name, with the unit.</summary>
    public string EvidenceField(string name) => name switch
    {
        "backupId" => T("Backup (id)", "备份编号"),
        "backupTakenAt" => T("Backup taken at", "备份时间"),
        "restoredBytes" => T("Restored size (bytes)", "恢复数据量（字节）"),
        "expectedChecksum" => T("Expected checksum", "预期校验值"),
        "restoredChecksum" => T("Checksum after the restore", "恢复后校验值"),
        "restoreSeconds" => T("Duration of the restore (seconds)", "恢复耗时（秒）"),
        "dataLossSeconds" => T("Data loss (seconds)", "数据丢失（秒）"),
        "reference" => T("Report or place where it is kept", "报告或存放位置"),
        "fromVersion" => T("From version", "原版本"),
        "toVersion" => T("To version", "目标版本"),
        "rollbackPlan" => T("Rollback plan", "回退方案"),
        "outcome" => T("Outcome", "结果"),
        "rollbackTest" => T("Rollback test", "回退测试"),
        "rollbackTestNote" => T("What the rollback test showed", "回退测试说明"),
        "patches" => T("Patches installed", "已安装补丁"),
        "verification" => T("How it was verified", "验证情况"),
        "condition" => T("Condition", "状况"),
        "findings" => T("Findings", "发现的问题"),
        "criticalFindings" => T("Critical findings", "严重问题数"),
        "highFindings" => T("High findings", "高危问题数"),
        "mediumFindings" => T("Medium findings", "中危问题数"),
        "lowFindings" => T("Low findings", "低危问题数"),
        "topics" => T("Topics", "培训内容"),
        "participants" => T("Participants", "参加人数"),
        "minutes" => T("Duration (minutes)", "时长（分钟）"),
        "actions" => T("Actions agreed", "商定措施"),
        "attendees" => T("Attendees", "与会人员"),
        _ => name,
    };

    public string EvidenceChoice(string choice) => choice switch
    {
        "succeeded" => T("succeeded", "成功"),
        "rolledBack" => T("rolled back", "已回退"),
        "failed" => T("failed", "失败"),
        "passed" => T("passed", "通过"),
        "good" => T("good", "良好"),
        "attention" => T("needs attention", "需关注"),
        "critical" => T("critical", "严重"),
        _ => choice,
    };
}
