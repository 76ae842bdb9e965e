namespace ServiceMesh.Desk;

/// <summary>Webhook endpoints and announcements.</summary>
public sealed partial class Words
{
    public string EndpointsTitle => T("Webhooks", "Webhook 推送");
    public string EndpointsIntro => T("Systems that hear of events by signed requests (Standard Webhooks).", "通过签名请求（Standard Webhooks）接收事件的系统。");
    public string NewEndpoint => T("New endpoint", "新建端点");
    public string NoEndpoints => T("No system is connected yet", "还没有接入系统");
    public string EndpointUrl => T("Address (https)", "地址（https）");
    public string EventsWord => T("Events", "事件");
    public string AllEvents => T("All events", "全部事件");
    public string SecretOnce => T("Signing secret, shown only now", "签名密钥（仅此一次显示）");
    public string RotateSecret => T("New secret", "更换密钥");
    public string OverlapWord => T("Old one signs too (hours)", "旧密钥继续签名（小时）");
    public string BothSign(string until) => T($"both secrets sign until {until}", $"新旧密钥同时签名至 {until}");
    public string EndpointOff(string? reason, string since) => (reason switch
    {
        "gone" => T("switched off: it answered that it is gone", "已停用：对方返回已删除"),
        "failing" => T("switched off: for days it took nothing", "已停用：多日未接收"),
        _ => T("switched off", "已停用"),
    }) + T($" ({since})", $"（{since}）");

    public string FailingSince(string since) => T($"failing since {since}", $"自 {since} 起失败");
    public string EndpointFine => T("on", "启用中");
    public string EnableEndpoint => T("Switch on again", "重新启用");
    public string DeliveriesWord => T("Deliveries", "推送记录");
    public string NoDeliveries => T("Nothing was sent there yet", "还没有推送");
    public string Replay => T("Send again since", "重发自");
    public string ReplayAll => T("also what arrived", "包括已送达的");
    public string Replayed(int n) => T($"{n} messages are sent again, with the ids they had.", $"正在重发 {n} 条消息，编号不变。");
    public string FailedOnes => T("Failed only", "仅失败");

    public string NoticeRulesTitle => T("Also told", "附加通知");
    public string NoticeRulesIntro => T("Roles and teams that hear of messages they would not get otherwise.", "额外接收某些通知的角色与团队。");
    public string NoNoticeRules => T("Nobody is told besides those whom a message is for", "没有附加通知规则");
    public string NewNoticeRule => T("New rule", "新建规则");
    public string ToldWord => T("Who is told", "通知对象");
    public string TeamMembers(string? team) => T($"members of {team}", $"{team} 的成员");
    public string AboutTickets => T("About tickets", "工单范围");
    public string TicketsOfTeam => T("Of this team", "所属团队");
    public string AnyTeam => T("any team", "任何团队");
    public string OfSeverity => T("Of this severity", "级别");
    public string SeverityAtMost(int severity) => severity == 1 ? T("severity 1", "1 级") : T($"severity {severity} or graver", $"{severity} 级及以上");

    public string AnnouncementsTitle => T("Announcements", "公告");
    public string AnnouncementsIntro => T("One message to the customers of a product, a service level or an upgrade window, at a pace you set.", "向某产品、服务等级或升级窗口的客户群发一条消息，并控制发送速度。");
    public string NewAnnouncement => T("New announcement", "新建公告");
    public string NoAnnouncements => T("Nothing was announced yet", "还没有公告");
    public string InChinese => T("In Chinese", "中文");
    public string InEnglish => T("In English", "英文");
    public string AnnouncementHint => T("Whoever's language you leave empty gets the other one.", "若缺少收件人的语言版本，则发送另一种语言。");
    public string CircleWord => T("For whom", "面向");
    public string CircleHint => T("Nothing chosen: all customers. Who has unsubscribed is left out.", "不选则面向全部客户；已退订者除外。");
    public string ProductsWord => T("Products under contract", "合同产品");
    public string LevelsWord => T("Service levels, separated by commas", "服务等级，用逗号分隔");
    public string CustomersWord => T("Customers", "客户");
    public string FindCustomer => T("Find a customer", "查找客户");
    public string PaceWord => T("Messages a minute", "每分钟发送");
    public string SaveDraft => T("Save as draft and see who gets it", "保存草稿并查看受众");
    public string AudienceCount(int n) => n == 1 ? T("1 person gets it", "将发送给 1 人") : T($"{n} people get it", $"将发送给 {n} 人");
    public string WindowsWord => T("Upgrade windows", "升级窗口");
    public string NoWindows => T("No upgrade is planned in the next 60 days.", "未来 60 天内没有计划的升级。");
    public string WindowFrom => T("Or every run of maintenance between", "或此时段内的所有维护：自");
    public string WindowTo => T("and", "至");
    public string WindowsHint => T("Only the contacts of the customers whose maintenance that is.", "仅面向这些维护所属客户的联系人。");
    public string AnnouncementWays => T("By", "发送方式");
    public string AnnouncementWaysHint => T(
        "Each person gets it once: by e-mail; without an address that works by SMS; without both in the conversation by which they last wrote. Systems get it by webhook.",
        "每人只收一次：优先邮件；没有可用邮箱则发短信；两者皆无则发送到其最近的会话。系统通过 Webhook 接收。");
    public string AnnouncementWay(string way) => way == "webhook" ? T("Webhooks", "Webhook") : WayOut(way);
    public string AudienceUnreachable(int n) => n == 1 ? T("1 more cannot be reached", "另有 1 人无法送达") : T($"{n} more cannot be reached", $"另有 {n} 人无法送达");
    public string AnnouncementFrom(string name, string? mailbox) => mailbox is null
        ? T($"It goes out in the name of {name}.", $"以“{name}”的名义发送。")
        : T($"It goes out in the name of {name}; mails come from {mailbox}", $"以“{name}”的名义发送；邮件发件人：{mailbox}");
    public string AudienceSample => T("The first of them", "部分收件人");
    public string TakesMinutes(int minutes) => T($"about {minutes} min at this pace", $"按此速度约需 {minutes} 分钟");
    public string StartSending(int n) => n == 1 ? T("Send to 1 person", "发送给 1 人") : T($"Send to {n} people", $"发送给 {n} 人");
    public string StopSending => T("Stop", "停止");
    public string AnnouncementState(string state) => state switch
    {
        "draft" => T("Draft", "草稿"),
        "sending" => T("Sending", "发送中"),
        "stopped" => T("Stopped", "已停止"),
        "done" => T("All on their way", "已全部发出"),
        _ => state,
    };

    public string AnnouncementProgress(int made, int total, int delivered, int failed, int dropped) => T(
        $"{made} of {total} made, {delivered} delivered, {failed} failed, {dropped} not sent", $"已生成 {made} / {total}，送达 {delivered}，失败 {failed}，未发送 {dropped}");

    public string Happened(string what) => what switch
    {
        "deferred" => T("tried, will be tried again", "尝试失败，稍后重试"),
        "released" => T("no longer held back", "解除等待"),
        "sent-again" => T("sent again by hand", "人工重发"),
        "accepted" => T("taken by the provider", "服务商已接收"),
        "answered" => T("the call was answered", "电话已接听"),
        "acknowledged" => T("taken on by keypress", "按键确认接手"),
        "opened" => T("opened", "已打开"),
        "bounced" => T("came back", "退信"),
        "complained" => T("reported as unwanted", "被投诉"),
        "unsubscribed" => T("unsubscribed", "已退订"),
        "undelivered" => T("the provider could not deliver it", "服务商无法送达"),
        "merged" => T("went into a digest", "并入摘要"),
        _ => NoticeState(what),
    };
}
