namespace ServiceMesh.Desk;

/// <summary>The field's own words: states, severities, channels, clocks.</summary>
public sealed partial class Words
{
    public string State(string state) => state switch
    {
        "open" => T("Open", "待分派"),
        "assigned" => T("Assigned", "已分派"),
        "inProgress" => T("In progress", "处理中"),
        "waiting" => T("Waiting", "等待中"),
        "resolved" => T("Resolved", "已解决"),
        "closed" => T("Closed", "已关闭"),
        "cancelled" => T("Cancelled", "已取消"),
        _ => state,
    };

    public string Severity(int severity) => severity switch
    {
        1 => T("Critical", "致命"),
        2 => T("High", "严重"),
        3 => T("Medium", "一般"),
        4 => T("Low", "轻微"),
        5 => T("Planning", "计划"),
        _ => T("Not triaged", "未分诊"),
    };

    public string Channel(string channel) => channel switch
    {
        "hotline" => T("Hotline", "热线"),
        "im" => T("IM", "即时通讯"),
        "chat" => T("Web chat", "网页会话"),
        "portal" => T("Portal", "门户"),
        "email" => T("E-mail", "邮件"),
        "api" => T("API", "接口"),
        "webhook" => T("Webhook", "Webhook"),
        _ => channel,
    };

    public string Clock(string clock) => clock switch
    {
        "firstResponse" => T("First response", "首次响应"),
        "nextResponse" => T("Next response", "后续响应"),
        "update" => T("Progress update", "进展通报"),
        "diagnosis" => T("Diagnosis", "诊断"),
        "remoteAssistance" => T("Remote help", "远程协助"),
        "onSiteArrival" => T("Arrival on site", "到达现场"),
        "resolution" => T("Resolution", "解决"),
        "emergency" => T("Emergency help", "紧急支援"),
        _ => clock,
    };

    public string ClockState(string state) => state switch
    {
        "running" => T("running", "计时中"),
        "paused" => T("paused", "已暂停"),
        "met" => T("met", "已达成"),
        "metLate" => T("met late", "超时达成"),
        "breached" => T("breached", "已超时"),
        "cancelled" => T("cancelled", "已取消"),
        _ => state,
    };

    public string PauseReason(string? reason) => reason switch
    {
        "waitingForCustomer" => T("Waiting for the customer", "等待客户"),
        "waitingForVendor" => T("Waiting for a vendor", "等待供应商"),
        "waitingForProblem" => T("Waiting for a problem's fix", "等待问题修复"),
        "waitingForEvidence" => T("Waiting for evidence", "等待日志与证据"),
        "scheduled" => T("Scheduled for later", "已约定时间"),
        null => T("Waiting", "等待中"),
        _ => reason,
    };

    public string WorkType(string? type) => type switch
    {
        "support" => T("Support", "售后"),
        "maintenance" => T("Maintenance", "维护"),
        _ => type ?? "",
    };

    public string Kind(string kind) => kind switch
    {
        "callback" => T("Call back", "待回电"),
        "request" => T("Request", "请求"),
        _ => kind,
    };

    public string Level(string? level) => level switch
    {
        "high" => T("High", "高"),
        "medium" => T("Medium", "中"),
        "low" => T("Low", "低"),
        _ => level ?? "",
    };

    public string SurveyState(string? state) => state switch
    {
        "open" => T("sent, no answer yet", "已发送，待回复"),
        "answered" => T("answered", "已回复"),
        "expired" => T("expired unanswered", "过期未回复"),
        "withdrawn" => T("withdrawn", "已撤回"),
        "planned" => T("waits to go out", "待发送"),
        "skipped" => T("not asked", "未邀请"),
        _ => state ?? "",
    };

    public string FollowUpReason(string? reason) => reason switch
    {
        "low-score" => T("Low score", "评分较低"),
        "not-solved" => T("Not solved", "未真正解决"),
        "severe" => T("Severe ticket", "重大工单"),
        "sample" => T("Sample", "抽样回访"),
        _ => reason ?? "",
    };

    public string FollowUpOutcome(string? outcome) => outcome switch
    {
        "solved" => T("Solved", "已解决"),
        "not-solved" => T("Not solved", "仍未解决"),
        "withdrawn" => T("Dropped: reopened", "已撤销（工单重新打开）"),
        "satisfied" => T("Satisfied now", "已满意"),
        "not-satisfied" => T("Still not satisfied", "仍不满意"),
        "unreachable" => T("Not reached", "未联系上"),
        _ => outcome ?? "",
    };

    public string NoticeState(string? state) => state switch
    {
        "delivered" => T("Delivered", "已送达"),
        "accepted" => T("Sent", "已发送"),
        "opened" => T("Read", "已读"),
        "answered" => T("Answered", "已接听"),
        // The platform took it and does not tell whether it was seen.
        "sent" => T("Sent", "已发送"),
        "failed" => T("Failed", "失败"),
        "dropped" => T("Not sent", "未发送"),
        "queued" => T("Queued", "排队中"),
        "held" => T("Waits", "等待中"),
        "handed-over" => T("Handed over", "已交接"),
        "pending" => T("On its way", "发送中"),
        _ => state ?? "",
    };

    public string NoticeFailure(string failure) => failure switch
    {
        "no-address" => T("no address", "没有地址"),
        "bad-address" => T("unusable address", "地址无效"),
        "channel-off" => T("channel is off", "渠道已关闭"),
        "no-longer-true" => T("no longer true", "内容已过时"),
        "endpoint-off" => T("endpoint is off", "端点已停用"),
        "unreachable" => T("not reachable", "无法连接"),
        "timed-out" => T("no answer in time", "响应超时"),
        "deferred" => T("receiver asks to wait", "对方要求稍后重试"),
        "throttled" => T("receiver limits the rate", "对方限流"),
        "receiver-error" => T("error at the receiver", "接收方故障"),
        "redirected" => T("receiver has moved", "接收方地址已变更"),
        "tls-failed" => T("no secure connection", "安全连接失败"),
        "authentication-failed" => T("sign-in refused", "认证失败"),
        "refused" => T("refused", "被拒收"),
        "gone" => T("address is gone", "地址已不存在"),
        "target-forbidden" => T("target not allowed", "目标地址不允许"),
        "preference-off" => T("not wanted by the person", "对方偏好设置为不接收"),
        "suppressed" => T("address takes no mail any more", "该邮箱已停止接收"),
        "paged" => T("was paged for the same", "已就同一事项呼叫"),
        "in-digest" => T("in a digest", "已并入摘要"),
        "stopped" => T("announcement was stopped", "公告已停止"),
        "bounced" => T("came back", "退信"),
        "undelivered" => T("provider could not deliver it", "服务商无法送达"),
        "no-conversation" => T("no conversation", "会话不存在"),
        _ => failure,
    };

    public string Template(string? template) => template switch
    {
        "ticket-opened" => T("Receipt", "受理通知"),
        "callback-opened" => T("Call-back promised", "回电通知"),
        "agent-message" => T("Reply", "回复"),
        "ticket-assigned" => T("Assignment", "分派通知"),
        "ticket-resolved" => T("Resolved", "解决通知"),
        "ticket-reopened" => T("Reopened", "重新打开通知"),
        "ticket-escalated" => T("Escalated by hand", "人工升级通知"),
        "sla-warned" => T("Due soon", "即将超时提醒"),
        "sla-breached" => T("Breach", "超时通知"),
        "sla-escalated" => T("Escalation", "升级通知"),
        "request-escalated" => T("News of an escalation", "升级告知"),
        "survey-invitation" => T("Survey invitation", "满意度邀请"),
        "survey-reminder" => T("Survey reminder", "满意度提醒"),
        "follow-up-due" => T("Follow-up due", "回访任务"),
        "maintenance-announced" => T("Maintenance announced", "维护预告"),
        "maintenance-moved" => T("Maintenance moved", "维护改期"),
        "maintenance-called-off" => T("Maintenance called off", "维护取消"),
        "maintenance-due" => T("Maintenance due", "维护待执行"),
        "maintenance-overdue" => T("Maintenance overdue", "维护逾期"),
        "maintenance-escalated" => T("Maintenance escalated", "维护逾期升级"),
        "ticket-waiting" => T("Waiting for the customer", "等待客户通知"),
        "fix-plan" => T("Fix plan", "修复方案通知"),
        "ticket-cancelled" => T("Cancelled", "取消通知"),
        "ticket-offered" => T("Offer", "派单邀请"),
        "visit-cancelled" => T("Visit called off", "上门取消通知"),
        "ticket-joined" => T("Joined with another", "合并处理通知"),
        "second-repair" => T("Same fault again", "重复故障"),
        "certificate-expiring" => T("Certificate ends", "证书到期提醒"),
        "visit-scheduled" => T("Visit", "上门预约通知"),
        "customer-replied" => T("Customer's reply", "客户回复提醒"),
        "on-call-paged" => T("Page", "值班呼叫"),
        "escalation-unanswered" => T("Nobody answered", "升级无人响应"),
        "delivery-failed" => T("Message not delivered", "消息未送达"),
        "digest" => T("Digest", "摘要"),
        "announcement" => T("Announcement", "公告"),
        "engine-lost" => T("Timers stand still", "定时器停止"),
        "endpoint-off" => T("Webhook switched off", "Webhook 端点停用"),
        "follow-up-escalated" => T("Follow-up needs the manager", "回访任务升级"),
        "reopen-proposed" => T("Reopening proposed", "建议重新打开"),
        _ => template ?? "",
    };

    /// <summary>The same as <see cref="PauseReason"/> beside the word "waiting": shorter.</summary>
    public string PauseShort(string? reason) => reason switch
    {
        "waitingForCustomer" => T("for the customer", "等待客户"),
        "waitingForVendor" => T("for a vendor", "等待供应商"),
        "waitingForProblem" => T("for a known fault", "等待问题修复"),
        "waitingForEvidence" => T("for evidence", "等待证据"),
        "scheduled" => T("until the date agreed", "已约定时间"),
        _ => "",
    };
}
