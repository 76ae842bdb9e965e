namespace ServiceMesh.Desk;

/// <summary>Calendars and policies with their versions.</summary>
public sealed partial class Words
{
    public string CalendarsIntro => T("When service is open. A change makes a new version; running clocks keep the version they began with.", "服务开放的时间。修改会产生新版本，已在计时的工单沿用原版本。");
    public string PoliciesIntro => T("What is promised to whom. Policies are tried from top to bottom, the first that matches is taken.", "对谁承诺什么。按顺序自上而下匹配，取第一个适用的策略。");
    public string NewCalendar => T("New calendar", "新建日历");
    public string NewPolicy => T("New policy", "新建策略");
    public string NewVersion => T("New version", "新建版本");
    public string NewVersionOf(string name) => T($"New version of {name}", $"{name} 的新版本");
    public string NewVersionHint => T("Clocks that start from now on take the new version; running ones keep theirs.", "保存后新开始的计时采用新版本，已在计时的保持不变。");
    public string VersionWord => T("Version", "版本");
    public string InForceNow => T("in force", "生效中");
    public string Shipped => T("came with ServiceMesh", "系统自带");
    public string VersionSaved(string name, int version) => T($"{name}: version {version} is in force.", $"{name} 第 {version} 版已生效。");
    public string ChooseCalendar => T("No such calendar. Choose one.", "没有这个日历，请选择。");
    public string ChoosePolicy => T("No such policy. Choose one.", "没有这个策略，请选择。");
    public string AlwaysOpenShort => T("7x24", "7×24");
    public string OpenDays(int n) => T($"{n} days a week", $"每周 {n} 天");

    public string YearView => T("The year", "全年视图");
    public string YearBefore => T("Year before", "上一年");
    public string YearAfter => T("Year after", "下一年");
    public string YearSums(int days, string hours) => T($"{days} open days, {hours}", $"{days} 个服务日，共 {hours}");
    public string YearAway => T("The year cannot be shown just now.", "暂时无法显示全年视图。");
    public string MonthPattern => T("MMMM", "M月");
    public string WeekdayLetter(string day) => T(Weekday(day)[..2], Weekday(day)[1..]);
    public string HolidayWord => T("holiday", "节假日");
    public string SpecialDayWord => T("special day", "特殊日期");

    public string ImportYear => T("Import a year's holidays", "导入年度节假日");
    public string ImportAway => T("Holidays cannot be imported just now.", "暂时无法导入节假日。");
    public string ImportFrom => T("From", "来源");
    public string PublicHolidays(string country, int year) => country switch
    {
        "CN" => T($"China {year}", $"中国 {year} 年"),
        _ => $"{country} {year}",
    };

    public string ImportFile => T("a JSON file", "JSON 文件");
    public string FileWord => T("File", "文件");
    public string YearWord => T("Year", "年份");
    public string ImportCheck => T("See what changes", "查看变化");
    public string ImportNothing => T("Nothing would change.", "没有变化。");
    public string ImportNow(int n) => T(n == 1 ? "Change 1 day" : $"Change {n} days", $"更新 {n} 天");
    public string BadFile => T("This is no JSON file of holidays, or it is larger than 256 kB.", "不是有效的节假日 JSON 文件，或超过 256 kB。");
    public string BeforeWord => T("Now", "现在");
    public string AfterWord => T("Then", "之后");

    public string PositionWord => T("Tried in place", "匹配顺序");
    public string ServiceLevelsWord => T("Service levels", "服务等级");
    public string EmptyIsAny => T("none is any", "留空为不限");
    public string InUse => T("In use", "启用");
    public string OutOfUse => T("out of use", "已停用");
    public string ForLevels(string levels) => T($"for {levels}", $"适用于 {levels}");
    public string ForContracts(string contracts) => T($"for contract {contracts}", $"适用于合同 {contracts}");
    public string ForProducts(string products) => T($"for product {products}", $"适用于产品 {products}");
    public string AndMore(string some, int n) => T($"{some} and {n} more", $"{some} 等 {n} 项");
    public string OfContracts => T("Contracts", "合同");
    public string OfProducts => T("Products", "产品");
    public string ForAll => T("for all: the default", "适用于全部（默认）");
    public string RulesWord => T("Rules", "规则");
    public string RuleWord => T("Rule", "规则");
    public string AddRule => T("Add a rule", "添加规则");
    public string Up => T("Up", "上移");
    public string AnySeverity => T("any severity", "任何级别");
    public string AnyChannel => T("any channel", "任何渠道");
    public string Severity0 => T("Severities", "级别");
    public string SameDayBy(string? cutoff) => T($"the same day if reported by {cutoff}", $"{cutoff} 前报修当天");
    public string BeforeDue(string span) => T($"{span} before due", $"到期前 {span}");
    public string AfterDue(string span) => T($"{span} after due", $"到期后 {span}");
    public string WarnBeforeWord => T("Warn so long before due", "到期前多久预警");
    public string LadderWord => T("Escalation", "升级");
    public string LadderStep(int level, string at, string role) => T($"Level {level}: at {at} to {role}", $"第 {level} 级：{at} 通知{role}");
    public string LevelWord => T("Level", "级");
    public string AtPercent => T("at percent", "用时百分比");
    public string OrOffset => T("or from due", "或相对到期");
    public string TellWhom => T("tell", "通知");
    public string AddStep => T("Add a level", "添加一级");
    public string FieldsWrong(int n) => T(n == 1 ? "One field needs a look." : $"{n} fields need a look.", $"有 {n} 处需要修改。");
    public string EscalationRole(string? role) => role switch
    {
        "on-call" => T("whoever is on call", "值班人员"),
        "engineer" => T("the engineer", "工程师"),
        "manager" => T("the manager", "主管"),
        "dispatcher" => T("the dispatcher", "调度员"),
        "customer" => T("the customer", "客户"),
        null => "",
        _ when role.StartsWith("on-call-", StringComparison.Ordinal) => LadderTarget(role),
        _ => Role(role),
    };
}
