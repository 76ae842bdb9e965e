namespace ServiceMesh.Desk;

/// <summary>People: who is there, the roster, profiles, hand-over notes.</summary>
public sealed partial class Words
{
    public string ListComma => T(", ", "、");
    public string PeopleWord => T("People", "人员");
    public string PeopleNow => T("Now", "当前");

    // Presence
    public string PresenceTitle => T("Presence", "在岗情况");
    public string PresenceState(string look) => look switch
    {
        "available" => T("available", "在岗"),
        "unseen" => T("available, Desk closed", "可派单，未打开工作台"),
        _ => T("away", "暂离"),
    };

    public string InHandWord => T("In hand", "手头工作");
    public string InHand(int open, int calls, int chats, int cases, int background) => T(
        $"{open} open: {calls} calls, {chats} chats, {cases} cases, {background} maintenance", $"在办 {open}：电话 {calls}、会话 {chats}、工单 {cases}、维护 {background}");

    public string SetAway => T("Set away", "设为暂离");
    public string SetAvailable => T("Set available", "设为在岗");
    public string NowAway => T("You get no new tickets until you are available again.", "已暂离，恢复在岗前不再派单。");
    public string NowAvailable => T("You get tickets again.", "已恢复在岗，可继续派单。");

    // Hand-over
    public string HandoverTitle => T("Hand-over notes", "交接班说明");
    public string HandoverHint => T("For whoever comes next. Numbers of tickets in the text become links.", "写给接班同事；文中的工单号会自动成为链接。");
    public string HandoverText => T("What goes on, what is promised, what to watch", "进展、已承诺事项与注意点");
    public string HandoverWrite => T("Leave the note", "提交交接");
    public string HandoverTake => T("I take over", "我已接班");
    public string NoHandovers => T("Nothing was left in the last three days.", "近三天没有交接说明。");

    // The roster
    public string RosterTitle => T("Roster", "班表");
    public string RosterIntro => T("Who is on call and on shift, week by week; gaps are marked.", "按周查看值班与班次，空档会标出。");
    public string WeekOf(string day) => T($"Week of {day}", $"{day} 起一周");
    public string WeekBefore => T("The week before", "上一周");
    public string WeekAfter => T("The week after", "下一周");
    public string ThisWeek => T("This week", "本周");
    public string LayerWord(int layer) => T($"Layer {layer}", $"第 {layer} 层");
    public string LayerField => T("Called", "呼叫顺位");
    public string OnCallWord => T("On call", "待命值班");
    public string ShiftWord => T("Shift", "班次");
    public string GapWord => T("nobody", "空档");
    public string GapLong => T("Nobody is on call", "无人值班");
    public string Gaps(int n) => n == 1 ? T("1 gap", "1 处空档") : T($"{n} gaps", $"{n} 处空档");
    public string NoRoster => T("No rotation yet.", "尚未排班。");
    public string DutyBecause(string because) => because switch
    {
        "override" => T("taken over or swapped", "代班或换班"),
        "next" => T("stands in for somebody away", "顶替缺勤"),
        "nobody" => T("all are away", "全部缺勤"),
        _ => T("by turn", "轮值"),
    };

    public string RotationsTitle => T("Rotations", "轮值规则");
    public string RotationWord => T("Rotation", "轮值");
    public string NewRotation => T("New rotation", "新建轮值");
    public string ChangeRotation => T("Change the rotation", "修改轮值");
    public string EndRotation => T("Delete", "删除");
    public string BeginsAt => T("Begins at", "开始时刻");
    public string LastsHours => T("Lasts, hours", "时长（小时）");
    public string FirstDay => T("First day", "起始日期");
    public string LastDay => T("Last day", "截止日期");
    public string TurnDaysWord => T("Days per turn", "每轮天数");
    public string TurnEvery(int days) => T($"the next one after {days} days", $"每 {days} 天轮换");
    public string ComesWord => T("Comes", "重复");
    public string EveryDay => T("every day", "每天");
    public string OnWeekdays => T("on days of the week", "每周指定日");
    public string ByRule => T("by a rule (RRULE)", "自定义规则（RRULE）");
    public string WeekdayShort(string day) => day switch
    {
        "MO" => T("Mon", "周一"),
        "TU" => T("Tue", "周二"),
        "WE" => T("Wed", "周三"),
        "TH" => T("Thu", "周四"),
        "FR" => T("Fri", "周五"),
        "SA" => T("Sat", "周六"),
        _ => T("Sun", "周日"),
    };

    public string TurnsInOrder => T("People, in the order of their turns", "人员（按轮值顺序）");
    public string AllTogether => T("People, all at work together", "人员（同时在班）");
    public string AddPerson => T("Add somebody…", "添加人员…");
    public string MoveUp => T("Earlier", "上移");
    public string MoveDown => T("Later", "下移");
    public string RotationWhen(string at, string length, string zone) => T($"{at} for {length} ({zone})", $"{at} 起 {length}（{zone}）");
    public string ChangeRoster => T("An exception", "临时调整");
    public string RosterChange(string kind) => kind switch
    {
        "override" => T("Take over", "代班"),
        "swap" => T("Swap", "换班"),
        _ => T("Absence", "请假"),
    };

    public string RosterChangeHint(string kind) => kind switch
    {
        "override" => T("Somebody takes a duty for a span. Pick a stretch in the week above to fill it in.", "由他人代班一段时间；点击上方日历中的时段可自动填入。"),
        "swap" => T("Two who are on call exchange stretches; each stretch is one person's throughout.", "两位值班人员互换时段，每个时段须全程由同一人负责。"),
        _ => T("Whoever is away gets no work, and on call the next one takes the turn.", "请假期间不派单，值班由下一位顶替。"),
    };

    public string TakenOverBy => T("Taken over by", "接手人");
    public string WhoIsAway => T("Who is away", "请假人");
    public string FromWord => T("From", "开始");
    public string UntilWord => T("Until", "结束");
    public string AgainstFrom => T("Against the stretch from", "换取时段开始");
    public string ExceptionsTitle => T("Exceptions", "临时调整与请假");
    public string ExceptionsComing => T("Coming", "已登记");
    public string NoExceptions => T("None.", "暂无。");
    public string TakesOver => T("takes over", "代班");
    public string SwapsIn => T("swaps", "换班");
    public string IsAway => T("is away", "请假");
    public string TakeBack => T("Take back", "撤销");
    public string RosterSaved => T("The roster is changed.", "班表已更新。");

    // Profiles
    public string EngineersTitle => T("Engineers", "工程师");
    public string EngineersIntro => T("Skills, certificates and what else decides who may be sent.", "技能、证书等派单依据。");
    public string FindPerson => T("Find somebody", "查找人员");
    public string InactiveWord => T("inactive", "已停用");
    public string ProfileIntro => T("What decides which work this person gets.", "决定可承接哪些工作的资料。");
    public string SkillsTitle => T("Skills", "技能");
    public string SkillWord => T("Product code or category", "产品代码或类别");
    public string SkillLevelWord => T("Level", "等级");
    public string SkillLevel(int level) => level switch
    {
        1 => T("1 · learning", "1 · 学习中"),
        2 => T("2 · with help", "2 · 需协助"),
        3 => T("3 · alone", "3 · 独立"),
        4 => T("4 · experienced", "4 · 熟练"),
        _ => T("5 · expert", "5 · 专家"),
    };

    public string AddSkill => T("Add a skill", "添加技能");
    public string CertificateNumber => T("Number", "编号");
    public string AddCertificate => T("Add a certificate", "添加证书");
    public string CertificateWarning(string name, string look, string day) => look == "over"
        ? T($"The certificate {name} ended on {day}: no work that needs it is given.", $"证书“{name}”已于 {day} 到期，不再派发需要该证书的工作。")
        : T($"The certificate {name} ends on {day}.", $"证书“{name}”将于 {day} 到期。");

    public string TrainingsTitle => T("Trainings", "培训记录");
    public string TrainingWord => T("Training", "培训");
    public string CompletedOn => T("Completed on", "完成日期");
    public string AddTraining => T("Add a training", "添加培训");
    public string WhereAndWhom => T("Where and for whom", "区域与客户");
    public string LanguagesSpoken => T("Languages spoken", "服务语言");
    public string RegionsServed => T("Regions served", "服务区域");
    public string RegionsHint => T("as customers have them, separated by commas", "与客户资料一致，用逗号分隔");
    public string KnowsCustomers => T("Customers known", "熟悉的客户");
    public string AvoidsCustomers => T("Customers not to be sent to", "不可派往的客户");
    public string PagingTitle => T("For pages at night", "紧急呼叫");
    public string PhoneWord => T("Phone number", "电话号码");
    public string PageChannel(string channel) => channel switch
    {
        "voice" => T("Call", "电话"),
        "sms" => T("Text message", "短信"),
        "email" => T("E-mail", "邮件"),
        _ => T("In the Desk", "工作台"),
    };

    public string CapacityTitle => T("Capacity", "承载量");
    public string CapacityHint => T("Places at a time by kind of work; a call takes all. They are set for the whole team.", "各类工作可同时处理的数量，由团队统一设置；通话期间不再派单。");
    public string WorkClass(string name) => name switch
    {
        "call" => T("Calls", "电话"),
        "chat" => T("Chats", "会话"),
        "case" => T("Cases", "工单"),
        _ => T("Maintenance", "维护"),
    };

    public string AnyNumber => T("any number", "不限");

    /// <summary>What Dispatch says of people and rosters by field.</summary>
    private static string? KnownOfPeople(string message) => message switch
    {
        "There is no such zone." => "没有这个时区，例如 Asia/Shanghai。",
        "The first day lies in 1970 to 2200." => "起始日期须在 1970 至 2200 年之间。",
        "It ends before it starts." => "截止日期早于起始日期。",
        "Somebody is named twice." => "人员重复。",
        "By this rule the shift never comes." => "按此规则，班次永远不会出现。",
        "A shift would still go on when the next begins." => "上一班尚未结束，下一班已开始。",
        "It ends after it begins, by 366 days at most." => "结束须晚于开始，且不超过 366 天。",
        "It lies in 1970 to 2200." => "时间须在 1970 至 2200 年之间。",
        "A customer is both known and avoided." => "同一客户不能既熟悉又不可派往。",
        "A skill is named twice." => "技能重复。",
        "A certificate is named twice." => "证书重复。",
        "The matrix has three rows of three severities, 1 to 5; more impact or urgency is never less severe." => "矩阵为三行三列的级别（1 至 5），影响或紧急程度越高，级别不得越低。",
        "A rule has a name of 1 to 200 characters." => "请填写规则名称（1 至 200 字）。",
        "A rule sets something." => "规则至少要设置一项结果。",
        _ => KnownOfContracts(message),
    };
}
