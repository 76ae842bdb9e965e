namespace ServiceMesh.Desk;

/// <summary>What single clocks of a policy have different, and what missed promises of a trial would pay back.</summary>
public sealed partial class Words
{
    public string SingleClocks => T("Single clocks", "单项时限的特别约定");
    public string SingleClocksHint => T("What is not said here is as for all. What waiting stops stands above.", "未填写的项目与整体一致；等待时暂停哪些时限见上表。");
    public string AsThePolicy => T("as for all", "与整体一致");
    public string OwnWarnings => T("Warnings of its own", "单独设置预警");
    public string OwnLadder => T("An escalation of its own", "单独设置升级");
    public string HoursOf(string calendar) => T($"hours: {calendar}", $"日历：{calendar}");
    public string StartsWith(string signal) => T($"starts with {signal}", $"自{signal}起");
    public string IsAlsoMetBy(string signals) => T($"also met by {signals}", $"{signals}也算达成");
    public string IsMetBy(string signal) => T($"met by {signal}", $"{signal}即达成");
    public string FromTo(string from, string to) => T($"from {from} to {to}", $"自{from}至{to}");
    public string WarnsAt(string at) => at.Length == 0 ? T("no warnings", "不预警") : T($"warns at {at}", $"预警：{at}");
    public string LevelCount(int n) => n == 0 ? T("no escalation", "不升级") : T(n == 1 ? "1 level" : $"{n} levels", $"{n} 级升级");

    public string CostTitle => T("What it would pay back", "应付补偿试算");
    public string CostNone => T("Nothing is missed by then: nothing is paid back.", "到该时刻没有超时，无需补偿。");
    public string CostLine(string clause, string clock, string missed, string late) => T($"{clause}: {clock} missed {missed}, {late} late", $"{clause}：{clock}于 {missed} 超时，已超 {late}");
    public string CostLine(string clock, string missed, string late) => T($"{clock} missed {missed}, {late} late", $"{clock}于 {missed} 超时，已超 {late}");
    public string CostSum => T("Together", "合计");
    public string CostNote(string? note) => note switch
    {
        "no-clause" => T("no clause for it", "没有对应条款"),
        "no-tier" => T("not late enough", "未达补偿阶梯"),
        "fee-unknown" => T("needs the monthly fee", "需填写月费"),
        _ => note ?? "",
    };

    public string TrialMoney => T("The contract's money", "合同金额");
    public string TrialSeverity => T("Severity of the ticket", "工单级别");
    public string NoSeverity => T("not said", "未指定");
    public string TrialCalendarHint => T("Clocks with hours of their own count by those; the picture's background shows the calendar of the others.", "单独指定日历的时限按其日历计算；图中底色为其余时限的日历。");
}
