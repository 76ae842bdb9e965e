namespace ServiceMesh.Desk;

/// <summary>What administrators see.</summary>
public sealed partial class Words
{
    public string AdminTitle => T("Accounts and channels", "账号与渠道");
    public string AdminIntro => T("Who may sign in and do what, and where problems come in. A change of roles takes effect within minutes.", "谁可以登录、有哪些权限，以及问题从哪些渠道进入。角色变更几分钟内生效。");
    public string AccountsTitle => T("Accounts", "账号");
    public string NewAccount => T("New account", "新建账号");
    public string FirstPassword => T("First password", "初始密码");
    public string RolesWord => T("Roles", "角色");
    public string MaySignIn => T("may sign in", "允许登录");
    public string ChannelsTitle => T("Channels", "渠道");
    public string NoChannels => T("No channels yet", "还没有渠道");
    public string KindWord => T("Kind", "类型");
    public string AddressWord => T("Address for the platform", "平台回调地址");
    public string NewChannel => T("New channel", "新建渠道");
    public string ChannelIntro => T(
        "Give what the platform shows in its own console; docs/channels says where to find each value.", "填写平台控制台中的参数；docs/channels 说明每一项在哪里找到。");
    public string ChannelEditIntro => T("Secrets left empty stay as they are.", "密钥留空则保持不变。");
    public string SecretKept => T("unchanged", "保持不变");
    public string ChannelIsNew(string name) => T($"{name} is connected from our side. Copy these into the platform now.", $"“{name}”已建好，请立即把以下内容填入平台。");
    public string ChannelSecret => T("Secret, shown only now", "密钥（仅此一次显示）");
    public string OutboundAddress => T("Address for our answers", "回复发送地址");
    public string BrandsTitle => T("Brands", "品牌");
    public string BrandsIntro => T(
        "Customers of a brand's products are written to under its name. Messages and questionnaires may have words of their own for each brand.", "购买该品牌产品的客户会以该品牌的名义收到通知；消息和问卷可为每个品牌单独设置。");
    public string NewBrand => T("New brand", "新建品牌");
    public string EditBrand => T("Rename", "改名");
    public string BrandCode => T("Code", "代码");
    public string BrandCodeHint => T("Lower-case letters, digits and hyphens; it never changes.", "小写字母、数字和连字符；建好后不可更改。");
    public string BrandInChinese => T("Name in Chinese", "中文名称");
    public string BrandInEnglish => T("Name in English", "英文名称");
    public string RetireBrand => T("Retire", "停用");
    public string RetireBrandAsk(string name, string own) => T(
        $"Retire {name}? Its products are sold under {own} from now on, and its messages and questionnaires rest.", $"停用“{name}”？其产品将改以“{own}”的名义销售，其专用消息和问卷不再使用。");
    public string SendersTitle => T("Senders of mail", "邮件发件人");
    public string SendersIntro => T(
        "From which address mails go, for each brand. Answers and mails that come back find their tickets as before. Let your mail server send for this domain first (SPF, DKIM).",
        "每个品牌的邮件从哪个地址发出。客户回复和退信仍会归到原工单。请先确认邮件服务器可代表该域名发信（SPF、DKIM）。");
    public string SenderAddress => T("Address", "发件地址");
    public string SenderName => T("Name beside it", "显示名称");
    public string SenderDomains(string domains) => T($"Of these domains: {domains}", $"允许的域名：{domains}");
    public string EditSender => T("Change", "更改");
    public string UsualSender => T("As usual", "恢复默认");
    public string SoldUnder => T("Sold under", "所属品牌");
    public string NoBrands(string own) => T($"Everything is sold under {own}.", $"所有产品都以“{own}”的名义销售。");
    public string NameOf(BrandShape brand) => T(brand.NameEn, brand.NameZh);

    public string RecordOff => T("Not recorded", "不录音");
    public string RecordOn => T("Recorded; callers are told", "录音，并语音告知来电者");

    /// <summary>A channel's setting: ours in words, a platform's by the name that it has there.</summary>
    public string ChannelSetting(string name) => name switch
    {
        "title" => T("Title of the window", "窗口标题"),
        "color" => T("Colour, as #1f56c9", "主题色，如 #1f56c9"),
        "origins" => T("Sites it may stand on", "允许嵌入的网站"),
        "hours" => T("Staffed hours, as mon-fri 09:00-18:00", "值守时间，如 mon-fri 09:00-18:00"),
        "calendar" => T("Staffed by this calendar", "按日历值守"),
        "teamId" => T("Team that answers", "接听团队"),
        "dutyNumbers" => T("Numbers on duty", "值班号码"),
        "waitSeconds" => T("Seconds until voicemail", "转留言前等待秒数"),
        "templateId" => T("Template for late answers: id", "超时回复模板 ID"),
        "templateFields" => T("Its fields, as thing1=text character_string2=number", "模板字段，如 thing1=text character_string2=number"),
        "record" => T("Recording of calls", "通话录音"),
        "address" => T("Address that mail comes to", "收件地址"),
        "unprovenSenders" => T("Take unproven senders", "接受未验证的发件人"),
        _ => name,
    };

    public string ChannelKind(string kind) => kind switch
    {
        "im" => T("Signed webhook", "通用签名 Webhook"),
        "cti" => T("Telephone system", "电话交换机"),
        "wecom" => T("WeCom", "企业微信"),
        "wechat" => T("WeChat official account", "微信公众号"),
        "feishu" => T("Feishu / Lark", "飞书"),
        "dingtalk" => T("DingTalk", "钉钉"),
        "telegram" => "Telegram",
        "twilio" => T("Voice (Twilio)", "语音热线（Twilio）"),
        "chat" => T("Web chat", "网页聊天"),
        "email" => T("E-mail", "电子邮件"),
        _ => kind,
    };
}
