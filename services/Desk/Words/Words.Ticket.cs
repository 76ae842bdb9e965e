namespace ServiceMesh.Desk;

/// <summary>One ticket: its panels and what can be done with it.</summary>
public sealed partial class Words
{
    public string Conversation => T("Conversation", "对话");
    public string Timeline => T("Timeline", "时间线");
    public string Notices => T("Notices sent", "通知记录");
    public string Promises => T("Promises", "服务承诺");
    public string Policy(string name, int? version) => T($"Policy {name}, version {version}", $"策略 {name}，第 {version} 版");
    public string NoPromise => T("No promise applies to this ticket.", "此工单没有适用的服务承诺。");
    public string PromisesPending => T("Clocks are being attached…", "正在计算服务时限…");
    public string Due => T("Due", "到期");
    public string MetAt => T("Met", "达成");
    public string Missed => T("Missed", "超时");
    public string Remaining => T("Remaining", "剩余");
    public string Target(string span) => T($"of {span}", $"共 {span}");
    public string Responsible => T("Responsible", "负责人");
    public string WhyAssigned => T("Why", "分派依据");
    public string CustomerAndContract => T("Customer and contract", "客户与合同");
    public string Contract => T("Contract", "合同");
    public string Asset => T("Asset", "设备");
    public string OpenedAt => T("Opened", "创建时间");
    public string Category => T("Category", "分类");
    public string TicketTabs => T("What is said, done and sent", "对话、过程与通知");
    public string Reference => T("External no.", "外部编号");
    public string FixPlans => T("Fix plans", "修复方案");
    public string FixPlansEmpty => T("Not diagnosed yet", "尚未诊断");
    public string Pauses => T("Pauses", "暂停记录");
    public string StillWaiting => T("still waiting", "等待中");
    public string Satisfaction => T("Satisfaction", "满意度");
    public string Solved => T("Really solved", "问题已真正解决");
    public string NotSolved => T("Not solved", "问题未解决");
    public string ResolutionText => T("Resolution", "解决说明");
    public string Triaged(string by) => by switch
    {
        "matrix" => T("by impact and urgency", "按影响与紧急程度判定"),
        "manual" => T("set by hand", "人工设定"),
        _ => T($"by rule {by}", $"按规则 {by} 判定"),
    };

    public string ReplyPlaceholder => T("Write to the customer…", "回复客户…");
    public string NotePlaceholder => T("A note that only colleagues see…", "内部备注，客户看不到…");
    public string Reply => T("Reply", "回复");
    public string Note => T("Internal note", "内部备注");
    public string SendReply => T("Send", "发送");
    public string RequestClass => T("Kind of request", "请求类别");
    public string ChooseRequestClass => T("As the catalogue has it", "按服务目录选择");
    public string Yes => T("Yes", "是");
    public string No => T("No", "否");
    public string FieldMissing => T("This is needed.", "此项必填。");
    public string EvidenceNeeded(int files, string? hint) => T($"At least {files} file{(files == 1 ? "" : "s")} needed{(hint is null ? "" : $": {hint}")}", $"至少需要 {files} 个文件{(hint is null ? "" : $"：{hint}")}");

    /// <summary>What the tenant wrote in both languages, in this one.</summary>
    public string Of(BothLanguages text) => T(text.En, text.Zh);
    public string CallRings(string queue) => T($"Call on {queue}:", $"{queue} 来电：");
    public string NumberWithheld => T("number withheld", "未显示号码");
    public string HideCall => T("Hide this call", "隐藏此来电");
    public string CallerMatch(string match) => match switch
    {
        "exact" => T("known number", "号码已登记"),
        "extension-stripped" => T("known number, another extension", "号码已登记，分机不同"),
        "ambiguous" => T("several contacts have this number: please ask", "多位联系人使用此号码，请询问"),
        _ => T("unknown number", "未知号码"),
    };
    public string File => T("File", "文件");
    public string Attach => T("Attach files", "添加附件");
    public string AttachHint => T("Up to ten files of 20 MB each", "最多 10 个文件，每个不超过 20 MB");
    public string Uploading => T("Uploading …", "正在上传……");
    public string RemoveFile(string? name) => T($"Remove {name}", $"移除 {name}");
    public string Scan(string? state) => state == "infected" ? T("virus found, removed", "发现病毒，已删除") : T("being checked for viruses", "正在查毒");
    public string Size(long bytes) => bytes < 1024 ? $"{bytes} B" : bytes < 1024 * 1024 ? $"{bytes / 1024} kB" : $"{bytes / 1024 / 1024} MB";
    public string CustomerOnline => T("The customer has the chat open", "客户在线");
    public string CustomerOffline => T("The customer has left the chat; answers that are not read go by mail", "客户已离开聊天，未读的回复会改发邮件");
    public string CustomerTypes => T("The customer is typing …", "客户正在输入……");
    public string ReadByCustomer => T("Read by the customer", "客户已读");
    public string SaveNote => T("Save note", "保存备注");
    public string SendHint => T("Ctrl+Enter sends", "Ctrl+Enter 发送");
    public string ConversationEmpty => T("Nothing has been said yet", "还没有对话");
    public string ConversationEmptyHint => T("The first public reply meets the first response promise.", "首次公开回复即达成“首次响应”承诺。");
    public string ReportedText => T("Reported", "报修内容");
    public string OnlyColleagues => T("Only colleagues see this", "仅内部可见");
    public string CallText(string? what) => what switch
    {
        "answered" => EventAnswered,
        "missed" => EventMissed,
        _ => what ?? CallEntry,
    };

    public string CallEntry => T("Phone call", "电话");
    public string TimelineEmpty => T("No events yet", "暂无事件");
    public string NoticesEmpty => T("Nothing was sent yet", "还没有发送通知");
    public string SectionAway => T("This part cannot be read just now. It is tried again by itself.", "此部分暂时无法读取，系统会自动重试。");
    public string BeingTriaged => T("Registered and safe. Triage and dispatch follow in a moment.", "工单已登记，正在分诊与派单…");
    public string NotFoundTicket => T("There is no such ticket", "没有这张工单");
    public string NotFoundTicketHint => T("The link may be old, or the ticket belongs to somebody else.", "链接可能已过期，或该工单不属于您的组织。");
    public string BackToBoard => T("Back to the board", "返回看板");
    public string TraceId => T("Trace", "追踪 ID");
    public string CopyTrace => T("Copy the trace id", "复制追踪 ID");
    public string CopyNumber => T("Copy the number", "复制工单号");
    public string System => T("ServiceMesh", "系统");
    public string Integration => T("Integration", "系统集成");
    public string SomeCustomer => T("Customer", "客户");
    public string SomeAgent => T("Service desk", "客服");

    public string ActClaim => T("Take it", "认领");
    public string ActAssign => T("Assign", "分派");
    public string ActStart => T("Start work", "开始处理");
    public string ActFixPlan => T("Fix plan", "修复方案");
    public string ActPause => T("Wait", "暂停等待");
    public string ActChangePause => T("Change reason", "更改原因");
    public string ActResume => T("Resume", "继续处理");
    public string ActResolve => T("Resolve", "解决");
    public string ActReopen => T("Reopen", "重新打开");
    public string ActClose => T("Close", "关闭");
    public string ActCancel => T("Cancel ticket", "取消工单");
    public string ActTriage => T("Re-triage", "重新分诊");
    public string ActUnassign => T("Back to the queue", "退回队列");
    public string ActEscalate => T("Escalate", "升级");
    public string MoreActions => T("More", "更多");
    public string ActionDone(string action) => T($"Done: {action}.", $"已完成：{action}。");

    public string AssignTeam => T("Team", "团队");
    public string AssignEngineer => T("Engineer", "工程师");
    public string AssignQueue => T("Whoever has least to do", "自动：组内负载最低");
    public string Reason => T("Reason", "原因");
    public string PauseAsk => T("What are we waiting for?", "在等待什么？");
    public string PauseHint => T("Waiting for the customer stops the resolution clock, never the first response.", "“等待客户”会暂停解决时限，但不会暂停首次响应。");
    public string NoteOptional => T("Note (optional)", "备注（选填）");
    public string Cause => T("Cause", "原因定位");
    public string Steps => T("Steps", "处理步骤");
    public string Risk => T("Risk", "风险");
    public string EstimatedMinutes => T("Estimated minutes", "预计分钟数");
    public string FixPlanHint => T("A plan with all four meets the diagnosis promise.", "四项齐全即达成“诊断”承诺。");
    public string ResolutionAsk => T("What solved it?", "如何解决的？");
    public string CauseCode => T("Cause code (optional)", "原因代码（选填）");
    public string CancelAsk => T("Why is it cancelled?", "为什么取消？");
    public string CancelHint => T("For tickets opened in error, duplicates, or withdrawn by the customer.", "适用于误建、重复或客户撤回的工单。");
    public string EscalateAsk => T("Why does this need attention?", "为什么需要升级？");
    public string ReopenAsk => T("What is not solved?", "还有什么没有解决？");
    public string UnassignAsk => T("Why back to the queue?", "为什么退回队列？");
    public string SeverityOverride => T("Severity", "级别");
    public string ByMatrix => T("By impact and urgency", "按影响与紧急程度");
    public string WorkTypeLabel => T("Work type", "工作类型");
    public string FillThis => T("Please fill this in.", "请填写此项。");
}
