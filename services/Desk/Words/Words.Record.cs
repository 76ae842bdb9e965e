namespace ServiceMesh.Desk;

/// <summary>What a ticket's record holds.</summary>
public sealed partial class Words
{
    public string RecordTitle => T("Record", "工单记录");
    public string RecordComplete => T("Nothing is missing.", "记录完整。");
    public string RecordEnforced => T("It can be closed when nothing is missing.", "补全后才能关闭工单。");
    public string RecordPercent(int percent) => T($"{percent} % complete", $"完整度 {percent}%");
    public string RecordPart(string part) => part switch
    {
        "customer" => T("Customer", "客户"),
        "product" => T("Product", "产品"),
        "asset" => T("Asset", "资产"),
        "category" => T("Class", "分类"),
        "faultClass" => T("Fault class", "故障类别"),
        "causeCode" => T("Cause code", "原因代码"),
        "resolution" => T("Resolution", "解决方案"),
        "fixPlan" => T("Fix plan", "修复方案"),
        "answer" => T("Answer to the customer", "已回复客户"),
        "engineer" => T("Engineer", "工程师"),
        "visitReport" => T("Report of each visit", "上门报告"),
        "signature" => T("Signature of each visit", "上门签字"),
        "sessionLog" => T("Log of each remote session", "远程协助记录"),
        _ => part,
    };
}
