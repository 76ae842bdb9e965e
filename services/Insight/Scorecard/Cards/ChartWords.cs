using ServiceMesh.Insight.Domain.Scorecard;

namespace ServiceMesh.Insight.Scorecard.Cards;

/// <summary>
/// What pictures and printed pages say, in Chinese and English. The Desk has words of its own for the same dimensions: it asks nobody for its words, these pages stand without it,
/// and a chart's labels are shorter where they have to be.
/// </summary>
internal sealed partial class ChartWords
{
    private readonly bool _zh;

    private ChartWords(bool zh) => _zh = zh;

    public static ChartWords For(string? language) => new(language?.StartsWith("zh", StringComparison.OrdinalIgnoreCase) == true);

    public string Tag => T("en", "zh-CN");

    public string RadarTitle => T("Points by dimension", "各维度得分");
    public string TrendTitle => T("Score by month", "月度得分趋势");
    public string Unknown => T("unknown", "未知");
    public string Scorecard => T("Service scorecard", "服务评价报告");
    public string Period => T("Period", "评价周期");
    public string Formula => T("Formula version", "公式版本");
    public string FrozenAt => T("Frozen at", "冻结时间");
    public string NotFrozen => T("Live figures, not frozen", "实时数据（未冻结）");
    public string Subject => T("Subject", "评价对象");
    public string Score => T("Score", "总分");
    public string Stars => T("Stars", "星级");
    public string Grade => T("Grade", "等级");
    public string Tickets => T("Tickets", "工单数");
    public string DimensionWord => T("Dimension", "维度");
    public string Value => T("Value", "数值");
    public string Count => T("Counted", "样本数");
    public string Points => T("Points", "得分");
    public string Weight => T("Weight", "权重");
    public string Effective => T("Effective", "实际权重");
    public string Missing => T("not measured; weight redistributed", "无数据，权重已重新分配");
    public string Reference => T("reference figure", "引用数据");
    public string Corrections => T("Corrections to the period before", "对上期的更正");
    public string Was => T("Was", "原值");
    public string Now => T("Now", "现值");
    public string NoCorrections => T("None: nothing came late.", "无：没有迟到的事件。");
    public string Checksum => T("SHA-256 of the frozen content", "冻结内容 SHA-256");

    public string StarCount(int stars) => T($"{stars} of 5", $"{stars} 分");

    public string Kind(string kind) => kind switch
    {
        "team" => T("Teams", "团队"),
        "engineer" => T("Engineers", "工程师"),
        "product" => T("Products", "产品"),
        "customer" => T("Customers", "客户"),
        "contract" => T("Contracts", "合同"),
        "vendor" => T("Vendors", "供应商"),
        _ => T("Everything", "整体"),
    };

    public string Unit(string unit) => unit switch
    {
        "percent" => "%",
        "stars" => T("of 5", "/ 5"),
        "hours" => T("h", "小时"),
        _ => T("per 100 assets and month", "次 / 百台·月"),
    };

    public string Dimension(string name) => name switch
    {
        "responseSpeed" => T("Response in time", "响应及时"),
        "diagnosis" => T("Diagnosis in time", "诊断及时"),
        "resolution" => T("Resolution in time", "解决及时"),
        "firstContact" => T("First contact", "一次解决"),
        "reopening" => T("Not reopened", "未重开"),
        "secondRepair" => T("No second repair", "无返修"),
        "satisfaction" => T("Satisfaction", "满意度"),
        "followUp" => T("Follow-up calls", "回访结果"),
        "coverage" => T("Module coverage", "模块覆盖"),
        "completeness" => T("Complete records", "记录完整"),
        "publicity" => T("Progress publicity", "进度公开"),
        "pauseDiscipline" => T("Pause discipline", "挂起规范"),
        "faultRate" => T("Fault rate", "故障率"),
        "recovery" => T("Recovery time", "恢复时长"),
        "complaints" => T("No complaint", "无投诉"),
        "maintenance" => T("Maintenance in time", "维护按期"),
        "expertise" => T("Certified people", "人员资质"),
        _ => name,
    };

    public string Distribution(string measure) => measure switch
    {
        "responseTime" => T("Time to first response", "首次响应时长分布"),
        "recoveryTime" => T("Time to recovery", "恢复时长分布"),
        "satisfaction" => T("Satisfaction", "满意度分布"),
        "recommendation" => T("Would recommend (0 to 10)", "推荐意愿分布（0–10）"),
        _ => T("Severity", "严重级别分布"),
    };

    /// <summary>A band of durations by its upper end.</summary>
    public string Band(Measure measure, int band)
    {
        var ends = Bands.Of(measure);
        return band < ends.Count ? $"≤{Duration(ends[band])}" : $">{Duration(ends[^1])}";
    }

    private string Duration(long seconds) =>
        seconds < 3_600 ? T($"{seconds / 60} min", $"{seconds / 60}分") : seconds < 86_400 ? T($"{seconds / 3_600} h", $"{seconds / 3_600}时") : T($"{seconds / 86_400} d", $"{seconds / 86_400}天");

    private string T(string en, string zh) => _zh ? zh : en;
}
