using System.Text.RegularExpressions;

namespace ServiceMesh.Desk;

/// <summary>Triage rules and suggestions.</summary>
public sealed partial class Words
{
    public string TriageTitle => T("Triage rules", "分诊规则");
    public string TriageIntro => T("In their order, rules set class, work type, severity, team and tags of new tickets. What people choose by hand beats them.", "规则按顺序为新工单设置类别、工作类型、级别、团队与标签；人工选择优先于规则。");
    public string TriageUsual => T("Nothing was set yet: the usual matrix, no rules.", "尚未设置：采用默认矩阵，没有规则。");
    public string OldVersion => T("An earlier version; saving makes it the newest", "历史版本，保存后将成为最新版本");
    public string RulesTitle => T("Rules", "规则");
    public string RulesHint => T("The first that sets something wins; tags add up. Try them on past tickets before they hold.", "先设置者优先，标签累加；生效前可用历史工单试运行。");
    public string NewRule => T("New rule", "新规则");
    public string RuleStops => T("no rule after it", "不再看后续规则");
    public string NotInUse => T("not in use", "未启用");
    public string WhenAll => T("When all of these hold", "同时满足以下全部条件");
    public string WhenAny => T("and one of these", "并满足以下任一条件");
    public string ThenSet => T("then set", "则设置");
    public string AlwaysHolds => T("always", "始终");
    public string ConditionCount(int n) => n == 1 ? T("1 condition", "1 个条件") : T($"{n} conditions", $"{n} 个条件");
    public string ConditionLooksAt => T("What is looked at", "字段");
    public string ConditionHow => T("How", "方式");
    public string ConditionValues => T("Values, a line each", "取值，每行一个");
    public string ConditionHint(string field) => field switch
    {
        "localTime" => "22:00-06:00",
        "weekday" => "saturday",
        _ => T("one value a line", "每行一个值"),
    };

    public string CommaHint => T("separated by commas", "用逗号分隔");
    public string TriageCondition(string field) => field switch
    {
        "text" => T("subject and text", "标题与正文"),
        "subject" => T("subject", "标题"),
        "category" => T("class", "类别"),
        "requestClass" => T("class of request (its key)", "请求类型（标识）"),
        "channel" => T("channel", "渠道"),
        "channelId" => T("channel's id", "渠道编号"),
        "kind" => T("kind", "工单种类"),
        "workType" => T("work type", "工作类型"),
        "impact" => T("impact", "影响"),
        "urgency" => T("urgency", "紧急程度"),
        "customer" => T("customer's id", "客户编号"),
        "customerName" => T("customer", "客户"),
        "contactEmail" => T("contact's e-mail", "联系人邮箱"),
        "language" => T("language", "语言"),
        "product" => T("product's id", "产品编号"),
        "productName" => T("product", "产品"),
        "asset" => T("asset's id", "设备编号"),
        "contract" => T("contract's id", "合同编号"),
        "serviceLevel" => T("service level", "服务级别"),
        "entitlement" => T("entitlement", "服务权益"),
        "externalReference" => T("external reference", "外部编号"),
        "localTime" => T("local time", "当地时刻"),
        "weekday" => T("day of the week", "星期"),
        _ => field,
    };

    public string TriageOp(string op) => op switch
    {
        "contains" => T("contains", "包含"),
        "containsNot" => T("does not contain", "不包含"),
        "is" => T("is", "等于"),
        "isNot" => T("is not", "不等于"),
        "matches" => T("fits the expression", "匹配正则"),
        "within" => T("is within", "处于时段"),
        "isSet" => T("is given", "已填写"),
        "isNotSet" => T("is not given", "未填写"),
        _ => op,
    };

    public string TriageFieldName(string field) => field switch
    {
        "category" => T("class", "类别"),
        "workType" => T("work type", "工作类型"),
        "impact" => T("impact", "影响"),
        "urgency" => T("urgency", "紧急程度"),
        "severity" => T("severity", "级别"),
        "team" => T("team", "团队"),
        "faultClass" => T("fault class", "故障分类"),
        "tags" => T("tags", "标签"),
        "product" => T("product", "产品"),
        _ => field,
    };

    public string MatrixTitle => T("Severity by impact and urgency", "影响 × 紧急程度 → 级别");
    public string RecordRules => T("Records", "记录要求");
    public string SecondRepairDays => T("The same fault again within days is a second repair", "多少天内同一故障再现视为返修");
    public string RecordMustBeFull => T("People cannot close an incomplete record", "记录不完整时不可关闭");
    public string WhyChanged => T("Why it is changed", "修改原因");
    public string PastDays => T("Days back", "回看天数");
    public string TryRules => T("Try on past tickets", "用历史工单试运行");
    public string SaveVersion => T("Save as a new version", "保存为新版本");
    public string DryRunTitle => T("What would have changed", "试运行结果");
    public string DryRunSum(int changed, int of) => T($"{changed} of {of} past tickets would have been triaged otherwise. Nothing was stored.", $"{of} 张历史工单中，有 {changed} 张的分诊会不同；未保存任何更改。");
    public string DryRunKept(int n) => T($"On {n} a choice by hand would stay.", $"其中 {n} 张保留人工选择。");
    public string DryRunTickets => T("Tickets", "工单");
    public string MatchedWord => T("Holds for", "命中");
    public string ChangedWord => T("Changes", "改变");
    public string KeptFields(string fields) => T($"kept by hand: {fields}", $"保留人工选择：{fields}");
    public string TriageWarning(string message) => _zh && NeverReached().Match(message) is { Success: true } wall ? $"“{wall.Groups[1].Value}”永远不会被执行：“{wall.Groups[2].Value}”已拦下所有工单。"
        : _zh && Unmanned().Match(message) is { Success: true } rule ? $"“{rule.Groups[1].Value}”指派的团队没有在职工程师。" : message;

    public string SuggestionsTitle => T("Similar solved tickets suggest", "相似的已解决工单建议");
    public string Evidence(int n) => n == 1 ? T("1 ticket", "1 张工单") : T($"{n} tickets", $"{n} 张工单");
    public string TakeSuggestion => T("Take", "采用");
    public string CommonWords(string words) => T($"in common: {words}", $"共同词：{words}");
    public string KnownSolution => T("solution", "解决方案");

    [GeneratedRegex("^(.+) is never reached: (.+) stops every ticket before it\\.$")]
    private static partial Regex NeverReached();

    [GeneratedRegex("^(.+) gives tickets to a team without any active engineer\\.$")]
    private static partial Regex Unmanned();
}
