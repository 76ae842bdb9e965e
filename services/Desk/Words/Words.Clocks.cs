namespace ServiceMesh.Desk;

/// <summary>What a due time is made of.</summary>
public sealed partial class Words
{
    public string Now => T("now", "现在");
    public string Or => T(" or ", " 或 ");
    public string WhyTheseTimes => T("Why these times", "时限如何得出");
    public string WhyThisRule => T("Why this policy", "为何适用此策略");
    public string RuleNamed(string? rule) => T($"rule {rule}", $"规则 {rule}");
    public string VersionNumber(int version) => T($"version {version}", $"第 {version} 版");
    public string RunNumber(int run) => T($"no. {run}", $"第 {run} 次");
    public string CalendarWord => T("Calendar", "服务日历");
    public string PolicyWord => T("Policy", "策略");
    public string TermsWord => T("Terms", "条款");
    public string CountedHours => T("Hours that count", "计入的服务时间");
    public string Counts => T("Counts", "计时");
    public string Together => T("Together", "累计");
    public string StartedByWord => T("Started by", "起算事件");
    public string MetByWord => T("Met by", "达成事件");
    public string AsksForWord => T("Waits for", "等待事件");
    public string Happened(string what, string at) => T($"{what}, {at}", $"{what}，{at}");
    public string PromisedTime => T("Promised", "承诺时长");
    public string UsedUp => T("Used", "已用");
    public string WorkingAndWall(string working, string wall) => T($"{working} of service hours; {wall} by the clock on the wall", $"服务时间 {working}；自然时间 {wall}");
    public string DoesNotCount(string span) => T($"{span} not counted", $"不计 {span}");
    public string MoreStretches(int n) => T($"… and {n} more stretches", $"…… 另有 {n} 段");
    public string EitherIntro => T("Kept as soon as one of these is done in its own time:", "以下任意一项按时完成即达成：");
    public string AttachedLater(string at, string from) => T($"These terms came {at}; they count from {from} all the same.", $"本条款于 {at} 生效，仍自 {from} 起计时。");
    public string Replaced(string? at) => at is null ? ReplacedShort : T($"Other terms took its place {at}.", $"已于 {at} 被其他条款取代。");
    public string ReplacedShort => T("replaced by other terms", "已被其他条款取代");
    public string LeftOutFacts(int n) => T($"{n} records could not follow what happened before and changed no clock.", $"有 {n} 条记录与先后顺序不符，未影响时限。");
    public string LevelTold => T("told", "已通知");

    public string StandReason(string reason) => reason switch
    {
        "waiting-for-customer" => PauseReason("waitingForCustomer"),
        "waiting-for-vendor" => PauseReason("waitingForVendor"),
        "waiting-for-problem" => PauseReason("waitingForProblem"),
        "waiting-for-evidence" => PauseReason("waitingForEvidence"),
        "scheduled" => PauseReason("scheduled"),
        "resolved" => T("Resolved in between", "期间已解决"),
        _ => reason,
    };

    public string LegState(string state) => state switch
    {
        "running" => T("still possible", "仍可达成"),
        "met" => T("done", "已完成"),
        "missed" => T("missed", "已错过"),
        "cancelled" => T("no longer needed", "不再需要"),
        _ => state,
    };

    /// <summary>A threshold by its key: <c>warning-50</c>, <c>warning-PT30M</c>, <c>breach</c>, <c>escalation-1</c>, <c>leg-onSiteArrival</c>.</summary>
    public string ClockLevel(string key)
    {
        var at = key.IndexOf('-', StringComparison.Ordinal);
        var (kind, rest) = at < 0 ? (key, "") : (key[..at], key[(at + 1)..]);
        return kind switch
        {
            "warning" when rest.StartsWith('P') => T($"Warning {IsoText(rest)} before due", $"到期前 {IsoText(rest)} 预警"),
            "warning" => T($"Warning at {rest} %", $"用时 {rest}% 预警"),
            "breach" => T("Promise missed", "承诺超时"),
            "escalation" => T($"Escalation level {rest}", $"升级第 {rest} 级"),
            "leg" => T($"{Clock(rest)} missed, the other still possible", $"{Clock(rest)}已错过，另一项仍可达成"),
            _ => key,
        };
    }

    public string LevelSkipped(string because) => because switch
    {
        "policy change" => T("not told: already past when these terms came", "未通知：条款生效时已经越过"),
        "overtaken" => T("not told: something later was told at once", "未通知：已有更高级别的通知"),
        "clock is over" => T("not told: the clock was over when it was found", "未通知：发现时计时已结束"),
        "acknowledged" => T("not told: somebody had taken it on", "未通知：已有人接手"),
        _ => T($"not told: {because}", $"未通知：{because}"),
    };

    /// <summary>An ISO 8601 duration as people say it; as it is where it cannot be read.</summary>
    public string IsoText(string? iso) => IsoSpan.Read(iso) is { } span ? HoursMinutesSeconds((int)span.TotalHours, span.Minutes, span.Seconds) : iso ?? "";
}
