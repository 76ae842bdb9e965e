namespace ServiceMesh.Desk;

/// <summary>What happened, as the timeline tells it.</summary>
public sealed partial class Words
{
    public string EventOpened(string channel) => T($"Registered by {channel}", $"经{channel}登记");
    public string EventCustomerWrote => T("The customer wrote", "客户发来消息");
    public string EventAgentWrote => T("Answered the customer", "已回复客户");
    public string EventNote => T("Internal note", "内部备注");
    public string EventRinging => T("Incoming call", "来电");
    public string EventAnswered => T("Call answered", "已接听来电");
    public string EventCallEnded => T("Call ended", "通话结束");
    public string EventPageAnswered => T("A paged person pressed the key that takes it on", "被呼叫人按键确认接手");
    public string EventMissed => T("Call missed", "未接来电");
    public string EventDelivered => T("Message delivered", "消息已送达");
    public string EventUnread => T("Not read in the chat, sent by mail", "聊天中未读，已改发邮件");
    public string EventNotDelivered => T("Message not delivered", "消息未送达");
    public string EventCloseRequested => T("The customer asks to close", "客户申请关闭");
    public string EventReopenRequested => T("The customer asks to reopen", "客户申请重新打开");
    public string EventTriaged(string? now, string? before) => before is null || before == now
        ? T($"Triaged as S{now}", $"分诊为 S{now}")
        : T($"Severity changed from S{before} to S{now}", $"级别由 S{before} 调整为 S{now}");

    public string EventAssigned(string? engineer, string? team, bool again) => engineer is null
        ? T($"{(again ? "Moved" : "Given")} to {team}", $"{(again ? "转派至" : "分派至")}{team}")
        : T($"{(again ? "Reassigned" : "Assigned")} to {engineer}, {team}", $"{(again ? "转派给" : "分派给")} {engineer}（{team}）");

    public string EventStarted => T("Work started", "开始处理");
    public string EventDiagnosed => T("Fix plan delivered", "已给出修复方案");
    public string EventResumed(bool byCustomer) => byCustomer ? T("Went on: the customer answered", "客户已回复，继续处理") : T("Went on", "继续处理");
    public string EventResolved => T("Resolved", "已解决");
    public string EventReopened => T("Reopened", "重新打开");
    public string EventClosed => T("Closed", "已关闭");
    public string EventCancelled => T("Cancelled", "已取消");
    public string EventEscalatedByHand => T("Escalated by hand", "人工升级");
    public string EventClocks => T("Clocks updated", "服务时限已更新");
    public string EventWarned(string clock, string? percent) => T($"{clock}: {percent} % of the time is used", $"{clock}：时限已用 {percent}%");
    public string EventBreached(string clock) => T($"{clock} breached", $"{clock}超时");
    public string EventEscalated(string? level, string role) => T($"Escalation level {level} to {role}", $"升级至第 {level} 级：{role}");
    public string EventNoticeSent(string way) => T($"Notice sent ({way})", $"通知已发出（{way}）");
    public string EventNoticeReached(string? status, string way) => status switch
    {
        "opened" => T($"Notice read ({way})", $"通知已读（{way}）"),
        "answered" => T("Call answered", "电话已接听"),
        _ => T($"Notice delivered ({way})", $"通知已送达（{way}）"),
    };

    public string EventNoticeFailed => T("Notice failed", "通知发送失败");
    public string EventNoticeDropped => T("Notice not sent", "通知未发送");
    public string EventCredit(string? amount, string? currency) => T($"Credit for the customer: {amount} {currency}", $"应补偿客户：{amount} {currency}");
    public string EventCreditDecided(string state) => T($"Credit {state}", $"补偿{state}");
    public string CreditState(string? state) => state switch
    {
        "accrued" => T("to be decided", "待确认"),
        "approved" => T("approved", "已批准"),
        "disputed" => T("disputed", "有争议"),
        "waived" => T("waived", "已豁免"),
        "reversed" => T("reversed", "已冲销"),
        _ => state ?? "",
    };

    public string EventReplyRequested => T("A notice goes into the conversation", "通知将发送至会话");
    public string EventSurveySent => T("Survey sent", "已发送满意度调查");
    public string EventSurveyAnswered(string? score) => T($"Survey answered: {score} of 5", $"满意度评分：{score} / 5");
    public string EventSurveyExpired => T("Survey expired", "满意度调查已过期");
    public string EventSurveyWithdrawn => T("Survey withdrawn", "满意度调查已撤回");
    public string EventSurveyReminded(string? reminder) => T($"Reminded of the survey ({reminder})", $"已提醒填写满意度调查（第 {reminder} 次）");
    public string EventSurveyDelivered => T("Survey delivered", "满意度调查已送达");
    public string EventFollowUpEscalated => T("Follow-up call needs the manager", "回访任务已升级给经理");
    public string EventFollowUpWithdrawn => T("Follow-up call dropped: the ticket was reopened", "工单已重新打开，回访任务撤销");
    public string EventReopenProposed => T("The customer says it is not solved: reopening proposed", "客户表示未解决，建议重新打开");
    public string FollowUpEscalation(string? cause) => cause switch
    {
        "overdue" => T("Nobody called in time", "未在时限内回访"),
        "unreachable" => T("The customer could not be reached", "多次未能联系到客户"),
        "not-solved" => T("The problem is not solved", "问题仍未解决"),
        _ => cause ?? "",
    };

    public string EventFollowUpDue => T("Follow-up call due", "需要回访");
    public string EventFollowUpDone => T("Follow-up call made", "已回访");
    public string EventLegMissed(string clock, string leg) => T($"{clock}: {leg} missed, the other way is still open", $"{clock}：{leg}已错过，另一方式仍可达成");
    public string EventWarnedBefore(string clock, string left) => T($"{clock}: {left} of service hours left", $"{clock}：仅剩服务时间 {left}");
    public string EventHandedOver => T("Handed over", "已交接");
    public string EventErased => T("The person who reported it was erased", "已删除报修人的个人信息");
    public string EventCover(string? about, string? contract, string? entitlement) => T(
        $"Equipment and contract: {about ?? "none named"}, {contract ?? "no contract"} ({CoverAnswer(entitlement)})", $"设备与合同：{about ?? "未指定"}，{contract ?? "无合同"}（{CoverAnswer(entitlement)}）");
    public string EventContactChanged(string? contact, string? customer) => T($"Contact corrected: {contact}, {customer}", $"更正联系人：{contact}（{customer}）");
    public string EventParent(string? number) => number is null ? T("Taken out of the major incident", "已移出重大事件") : T($"Part of the major incident {number}", $"归入重大事件 {number}");
    public string EventMerged => T("Merged with another ticket", "已与其他工单合并");
    public string EventUnmerged => T("Separated from another ticket", "已取消合并");
    public string EventOffered(string? name) => T($"Offered to {name}", $"已向 {name} 派单待接");
    public string EventOfferRefused(string? name) => T($"{name} refused the offer", $"{name} 已拒单");
    public string EventOfferExpired(string? name) => T($"{name} did not answer the offer in time", $"{name} 未在时限内接单");
    public string EventRemote => T("Remote session began", "远程协助开始");
    public string EventVisitScheduled => T("Visit agreed", "已约定上门");
    public string EventVisitEngineer(string? name) => string.IsNullOrEmpty(name) ? T("The visit has no engineer for now", "上门工程师待定") : T($"{name} makes the visit", $"上门工程师改为 {name}");
    public string EventVisitArrived => T("Arrived on site", "已到达现场");
    public string EventVisitCancelled => T("Visit cancelled", "上门已取消");
    public string EventRemoteEnded(string? minutes) => T($"Remote session ended after {minutes} min", $"远程协助结束，历时 {minutes} 分钟");
    public string EventSecondRepair(string? number) => T($"Second repair: {number} had solved this fault", $"返修：{number} 已修过同类故障");
    public string EventProblemLinked => T("Put down to a common cause", "已关联共性问题");
    public string EventProblemUnlinked => T("No longer put down to a common cause", "已取消共性问题关联");
    public string EventVisitCompleted => T("Visit finished", "上门已完成");
    public string PagedBecauseNobodyHasIt => T("Nobody has this severe ticket", "严重工单无人负责");
    public string EventPaged(string? name, string? step) => T($"{name} was called, step {step}", $"已呼叫 {name}（第 {step} 步）");
    public string EventAcknowledged(string? name) => T($"{name} took the escalation on", $"{name} 已确认接手升级");
    public string EventTiedToMaintenance => T("Opened during an upgrade", "升级窗口期间报告（升级兜底）");
    public string EventUnanswered => T("Nobody answered the escalation", "升级呼叫无人应答");
}
