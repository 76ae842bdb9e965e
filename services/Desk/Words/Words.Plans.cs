namespace ServiceMesh.Desk;

/// <summary>Maintenance plans, the yearly plan and calendars.</summary>
public sealed partial class Words
{
    public string PlansIntro => T("What is done for contracts again and again, in the customer's window.", "按合同周期性执行的维护，窗口以客户当地时间为准。");
    public string NewPlan => T("New plan", "新建计划");
    public string EditPlan(string name) => T($"Change {name}", $"修改 {name}");
    public string PlansEmpty => T("No plans yet", "还没有维护计划");
    public string PlansEmptyHint => T("A plan says what is done, for which contract, how often and in which window.", "计划约定内容、合同、周期与窗口。");
    public string EndedPlans => T("Ended", "已结束");
    public string RunningPlans => T("Running", "执行中");
    public string EndPlan => T("End the plan", "结束计划");
    public string EndPlanAsk => T("Why does it end? What has not come due is cancelled.", "为什么结束？未到期的任务将取消。");
    public string PlanEnded(string at, string? why) => T($"ended {at}: {why}", $"已于 {at} 结束：{why}");
    public string PlanSaved => T("Plan saved.", "计划已保存。");
    public string ChooseContract => T("Choose a contract", "请选择合同");
    public string ProductOptional => T("Product (all if none)", "产品（不选则为全部）");
    public string StartsOnWord => T("First day", "首日");
    public string EndsOnWord => T("Last day", "截止日");
    public string OpensAtWord => T("Window opens at", "窗口开始");
    public string LastsWord => T("Window lasts", "窗口时长");
    public string LastsHint => T("for example 4 h, 90 min, 2 d", "例如 4小时、90分、2天");
    public string RecursWord => T("Repeats", "重复");
    public string DayOfMonth => T("Day of the month", "每月几号");
    public string DayOfMonthHint => T("A day that a month lacks is its last.", "当月没有该日时取月末。");
    public string WeekdaysWord => T("Weekdays", "星期");
    public string RecurrenceWord => T("Rule (RFC 5545)", "规则（RFC 5545）");
    public string Repeats(string every) => every switch
    {
        "weekly" => T("every week", "每周"),
        "monthly" => T("every month", "每月"),
        "quarterly" => T("every three months", "每季度"),
        "halfYearly" => T("every six months", "每半年"),
        "yearly" => T("every year", "每年"),
        "nth" => T("every month on a weekday", "每月第几个星期几"),
        "rule" => T("by a rule of your own", "自定义规则"),
        _ => every,
    };

    public string NthWord => T("Which one", "第几个");
    public string Nth(int n) => n switch { 1 => T("first", "第一个"), 2 => T("second", "第二个"), 3 => T("third", "第三个"), 4 => T("fourth", "第四个"), _ => T("last", "最后一个") };
    public string NextDates => T("Next windows", "接下来的窗口");
    public string NextDatesHint(string zone) => T($"on the customer's clock, {zone}", $"客户当地时间，{zone}");
    public string ShowDates => T("Show the dates", "查看日期");
    public string GraceWord => T("Hours to complete after the window", "窗口后须完成（小时）");
    public string AnnounceWord => T("Days before which the customer is told (0: not)", "提前几天预告客户（0 表示不预告）");
    public string AnyEngineer => T("Chosen when it is due", "到期时由系统选择");
    public string RtoMinutesWord => T("Recovery time promised, RTO (minutes)", "承诺恢复时间 RTO（分钟）");
    public string RpoMinutesWord => T("Data loss promised at most, RPO (minutes)", "承诺最大数据丢失 RPO（分钟）");
    public string NoteWord => T("Note for the engineer", "给工程师的说明");
    public string CoverReasonWord => T("Why it takes place although the contract does not cover it", "合同未覆盖但仍执行的原因");
    public string CoverReasonManager => T("A manager gives it.", "由主管填写。");
    public string DefaultTeam => T("Default team", "默认团队");
    public string OnDay(string every, int day) => T($"{every} on the {day}{Suffix(day)}", $"{every} {day} 日");
    public string NthOfMonth(int nth, string days) => T($"{Nth(nth)} {days} of the month", $"每月{Nth(nth)}{days}");
    private static string Suffix(int n) => n is 11 or 12 or 13 ? "th" : (n % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" };
    public string EveryRule(string rule) => T($"rule {rule}", $"规则 {rule}");

    public string YearTitle(int year) => T($"Maintenance plan {year}", $"{year} 年度维护计划");
    public string YearOf(string customer) => T($"for {customer}", $"客户：{customer}");
    public string YearEmpty => T("Nothing is planned for this year.", "该年度没有维护计划。");
    public string PlanYearBefore => T("Year before", "上一年");
    public string PlanYearAfter => T("Year after", "下一年");
    public string PrintHint => T("Print with your browser's own command (Ctrl+P).", "使用浏览器打印功能（Ctrl+P）打印。");
    public string AsPlanned => T("planned", "计划");
    public string MakeFeed => T("Make a calendar address", "生成日历订阅地址");
    public string FeedIntro => T("Other programs (Outlook, a phone) can subscribe to this plan by iCalendar.", "可在 Outlook、手机等日历中以 iCalendar 订阅此计划。");
    public string FeedMade => T("This address is shown once. Whoever has it can read the calendar.", "此地址仅显示一次，持有者均可读取日历。");
    public string FeedsTitle => T("Calendar addresses", "日历订阅地址");
    public string FeedsEmpty => T("None was made yet.", "尚未生成。");
    public string WithdrawFeed => T("Withdraw", "撤销");
    public string FeedName(int year, string? customer) => customer is null ? T($"Maintenance {year}", $"{year} 维护") : T($"Maintenance {customer}", $"{customer} 维护");
    public string BackToMaintenance => T("Back to maintenance", "返回维护");
    public string PrintedAt(string at) => T($"As of {at}", $"截至 {at}");
}
