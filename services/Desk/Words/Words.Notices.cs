namespace ServiceMesh.Desk;

/// <summary>Messages to people and systems, and what each person wants of them.</summary>
public sealed partial class Words
{
    public string MessagesTitle => T("Messages", "消息");
    public string MineTitle => T("My notices", "我的通知");
    public string MineIntro => T("What you were told, the newest first.", "发给您的通知，最新的在前。");
    public string MineEmpty => T("Nobody has told you anything yet", "还没有通知");
    public string UnreadOnly => T("Unread only", "仅看未读");
    public string MarkRead => T("Mark as read", "标为已读");
    public string MarkAllRead => T("Mark all as read", "全部标为已读");
    public string UnreadCount(int n) => n == 0 ? T("No unread notices", "没有未读通知") : T($"{(n >= 100 ? "100 or more" : n)} unread notices", $"{(n >= 100 ? "100+" : n)} 条未读通知");
    public string ShowStory => T("What happened to it", "发送经过");
    public string SendAgain => T("Send again", "重新发送");
    public string SentAgain => T("It is sent again.", "已重新发送。");
    public string NotReached(string what, string reason) => T($"The customer did not get this: {what} ({reason}).", $"客户未收到：{what}（{reason}）。");
    public string CallInstead => T("Please reach them another way.", "请通过其他方式联系客户。");
    public string Watch => T("Watch", "关注");
    public string Watching => T("Watching", "已关注");
    public string WatchHint => T("You hear of this ticket as if it were yours.", "您会像负责人一样收到此工单的通知。");

    public string WhyTitle => T("Why was somebody told, or not?", "为什么收到或未收到通知？");
    public string WhyPerson => T("E-mail address of the person", "当事人邮箱");
    public string WhyMessage => T("Message", "消息");
    public string AllMessages => T("All messages", "全部消息");
    public string Ask => T("Ask", "查询");
    public string WhyNothing(string person) => T($"No message about this ticket was ever meant for {person}.", $"此工单没有发给 {person} 的消息。");
    public string Verdict(string verdict) => verdict switch
    {
        "told" => T("Told", "已通知"),
        "waiting" => T("Not yet", "等待中"),
        _ => T("Not told", "未通知"),
    };

    public string NotForThem => T("Meant for others", "面向其他人");

    public string WishesTitle => T("What I want to hear", "我的通知偏好");
    public string WishesIntro => T("By which way each message reaches you, and when not. Pages and severity 1 always get through.", "每类消息通过哪些方式通知您、何时免打扰。值班呼叫与一级工单始终送达。");
    public string WishPhone => T("Phone for SMS and calls", "短信与电话号码");
    public string WishFeishu => T("Your open_id at Feishu, to be mentioned", "飞书 open_id（用于群内提醒）");
    public string WishZone => T("Time zone of your quiet hours", "免打扰时段所在时区");
    public string QuietHours => T("Quiet hours, and how you are reached", "免打扰时段与联系方式");
    public string QuietFromWord => T("Quiet from", "免打扰开始");
    public string QuietToWord => T("Quiet until", "免打扰结束");
    public string DigestWord => T("Gather what is not urgent for (minutes)", "非紧急消息汇总间隔（分钟）");
    public string DigestHint => T("0: each by itself. What waits comes as one message.", "0 表示逐条发送；等待的消息会合并为一条。");
    public string AllOthers => T("All others", "其余全部");
    public string Usual => T("as usual", "默认");
    public string SetOwn => T("Choose", "自定义");
    public string WishesSaved => T("Saved; it holds from the next message on.", "已保存，从下一条消息起生效。");
    public string Suppressed(string why) => T($"No mail goes to your address: {Suppression(why)}. Ask an administrator to lift this.", $"您的邮箱已停止接收邮件：{Suppression(why)}。请联系管理员解除。");
    private string Suppression(string why) => why switch
    {
        "bounced" => T("a mail came back", "曾退信"),
        "complained" => T("it was reported as unwanted", "曾被投诉"),
        "unsubscribed" => T("it was unsubscribed", "已退订"),
        _ => why,
    };

    public string TemplatesTitle => T("Wordings", "文案");
    public string TemplatesIntro => T("What each message says, by channel, language and brand. The shipped wording holds until you write your own.", "各类消息按渠道、语言和品牌的文案。未自定义时使用内置文案。");
    public string ShippedHolds => T("shipped", "内置");
    public string OwnHolds(int version) => T($"own, version {version}", $"自定义，第 {version} 版");
    public string SubjectLine => T("Subject", "主题");
    public string TextWord => T("Text", "正文");
    public string HtmlWord => T("HTML, without it the text stands in the usual layout", "HTML（留空则正文使用默认版式）");
    public string BrandWord => T("Brand", "品牌");
    public string AllBrands => T("all brands", "全部品牌");
    public string ValuesWord => T("Values to insert", "可插入的值");
    public string Conditions => T("Also {{#if value}} … {{else}} … {{/if}} and {{#unless value}}.", "还可使用 {{#if 值}} … {{else}} … {{/if}} 和 {{#unless 值}}。");
    public string Preview => T("Preview", "预览");
    public string PreviewOf => T("Filled with what happened to", "使用真实事件填充");
    public string NewestOne => T("the newest message of this kind", "最近一条同类消息");
    public string NoPast => T("Such a message has never been sent, so there is nothing to fill it with.", "尚未发送过此类消息，无法用真实数据预览。");
    public string Retire => T("Back to the shipped wording", "恢复内置文案");
    public string WordingSaved(string what) => T($"{what}: the new wording holds from the next message on.", $"{what}：新文案从下一条消息起生效。");
    public string Retired => T("retired", "已停用");
    public string EditWording => T("Edit", "编辑");

    public string ProvidersTitle => T("Ways out", "发送渠道");
    public string ProvidersIntro => T("The mail server, group robots, SMS and calls. Addresses and secrets are kept sealed and never shown again.", "邮件服务器、群机器人、短信和电话。地址与密钥加密保存，不再显示。");
    public string NewProvider => T("New provider", "新建渠道服务商");
    public string MailServer => T("Mail server", "邮件服务器");
    public string MailOff => T("No mail server is set up: each mail is recorded as not sent. Operators set Smtp:Host.", "未配置邮件服务器，邮件将记录为未发送。请运维设置 Smtp:Host。");
    public string MailFrom(string from, bool encrypted) => T($"sends as {from}, {(encrypted ? "encrypted" : "not encrypted")}", $"以 {from} 发送，{(encrypted ? "已加密" : "未加密")}");
    public string SendTest => T("Send a test", "发送测试");
    public string TestTo => T("Number for the test", "测试号码");
    public string TestTaken(int ms) => T($"Taken by the other side in {ms} ms.", $"对方已接收，用时 {ms} 毫秒。");
    public string TestFailed(string why, int? status) => T($"Not taken: {why}{(status is { } s ? $" ({s})" : "")}.", $"未接收：{why}{(status is { } z ? $"（{z}）" : "")}。");
    public string ProviderAddress => T("Address", "地址");
    public string ProviderSecret => T("Secret or token", "密钥或令牌");
    public string ProviderAccount => T("Account SID", "账户 SID");
    public string ProviderSender => T("Number it sends from", "发送号码");
    public string ProviderScript => T("Address of a TwiML script", "TwiML 脚本地址");
    public string ProviderPace => T("Messages a minute", "每分钟条数");
    public string ProviderTakes => T("Messages it takes", "接收的消息");
    public string ProviderServes => T("For", "面向");
    public string NoProviders => T("No robots, SMS or calls yet", "还没有机器人、短信或电话服务商");
    public string RemoveAsk(string name) => T($"Remove {name}? What waits for it is dropped.", $"移除“{name}”？等待发送的消息将被丢弃。");
    public string ProviderKind(string kind) => kind switch
    {
        "wecom" => T("WeCom robot", "企业微信机器人"),
        "dingtalk" => T("DingTalk robot", "钉钉机器人"),
        "feishu" => T("Feishu robot", "飞书机器人"),
        "sms-http" => T("SMS by HTTP", "短信（HTTP）"),
        "sms-twilio" => T("SMS (Twilio)", "短信（Twilio）"),
        "voice-twilio" => T("Calls (Twilio)", "电话（Twilio）"),
        _ => kind,
    };

    public string WayOut(string channel) => channel switch
    {
        "email" => T("E-mail", "邮件"),
        "sms" => T("SMS", "短信"),
        "voice" => T("Call", "电话"),
        "robot" => T("Robot", "机器人"),
        "im" => T("Conversation", "会话"),
        "in-app" => T("Desk", "站内"),
        "webhook" => T("Webhook", "Webhook 推送"),
        _ => channel,
    };

    public string AudienceName(string audience) => audience switch
    {
        "on-call" => T("On call", "值班人员"),
        "colleague" => T("Engineers by rule", "工程师（按规则）"),
        "watcher" => T("Watchers", "关注者"),
        "team" => T("Team", "团队"),
        "integration" => T("Integration", "系统集成"),
        _ => Role(audience),
    };
}
