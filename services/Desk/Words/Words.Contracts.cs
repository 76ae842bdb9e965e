namespace ServiceMesh.Desk;

/// <summary>Contracts with customers: whom they cover, what they cost and pay back.</summary>
public sealed partial class Words
{
    public string ContractsTitle => T("Signed contracts", "合同");
    public string ContractsIntro => T("Whom service is promised to, for how long, on which service level, and for what money.", "对谁、在什么期限内、按什么服务等级与价格提供服务。");
    public string NewContract => T("New contract", "新建合同");
    public string FindContract => T("Find by number or customer", "按编号或客户查找");
    public string FindProduct => T("Find a product", "查找产品");
    public string ContractsEmpty => T("No contracts yet", "还没有合同");
    public string ContractsEmptyHint => T("A contract says whom it covers and what is promised. Many at once are imported from a file.", "合同约定服务对象与承诺；也可从文件批量导入。");
    public string TermWord => T("Term", "期限");
    public string ContractNumber => T("Number", "合同编号");
    public string PlanSold => T("Plan", "套餐");
    public string ServiceLevelWord => T("Service level", "服务等级");
    public string ServiceLevelHint => T("Policies are chosen by it, for example premium.", "据此匹配策略，例如 premium。");
    public string CaseLimitWord => T("Cases included", "包含次数");
    public string CaseLimitHint => T("in the whole term; nothing is any number", "整个期限内；留空为不限");
    public string VisitLimitWord => T("Visits included", "包含上门次数");
    public string ChannelsCovered => T("Channels covered", "覆盖渠道");
    public string UpgradesWord => T("Upgrades are part of it", "包含升级");
    public string EndOfSupportWord => T("Supported until", "支持截止日");
    public string NotSaid => T("not said", "未约定");
    public string EmptyIsAll => T("none is all", "留空为全部");
    public string MoneyTitle => T("Money", "费用与补偿");
    public string CasePriceWord => T("Price of a case", "每次价格");
    public string CasePriceHint => T("Each support ticket is charged with it; nothing: cases are not charged one by one.", "每张支持工单按此收费；留空为不按次收费。");
    public string CreditCapWord => T("Most credit a month, % of the fee", "每月补偿上限（月费 %）");
    public string CreditCapHint => T("Nothing is no limit.", "留空为不设上限。");
    public string MoneyHint => T("What a missed promise pays back stands in the policy. A month keeps the fee that it was first priced with.", "超时补偿条款见策略。已计价的月份沿用当时的月费。");
    public string ContractSaved(string number) => T($"Contract {number} saved.", $"合同 {number} 已保存。");

    private static string? KnownOfContracts(string message) => message switch
    {
        "Choose a customer." => "请选择客户。",
        "Another contract has this number." => "合同编号已存在。",
        "An amount needs its currency." => "金额需要填写币种。",
        "One of these products is not there any more." => "所选产品已不存在。",
        "A number of 1 to 64 characters is wanted." => "请填写编号（1 至 64 字）。",
        "1 to 64 lower-case letters, digits and hyphens, starting with a letter or digit, are wanted." => "服务等级为 1 至 64 个小写字母、数字或连字符，以字母或数字开头。",
        "An amount from 0 to 1,000,000,000,000 with at most four decimals is wanted." => "请填写不小于 0 的金额，最多 4 位小数。",
        "A percentage from 0 to 100 with at most four decimals is wanted." => "请填写 0 至 100 的百分比，最多 4 位小数。",
        "1 to 1,000,000 cases are wanted, or nothing for any number." => "请填写 1 至 1000000，或留空为不限。",
        "1 to 1,000,000 visits are wanted, or nothing for any number." => "请填写 1 至 1000000，或留空为不限。",
        "At most 64 characters are possible." => "最多 64 个字符。",
        "Leave it out for any, or name 1 to 50 contracts." => "最多选择 50 份合同，留空为不限。",
        "Leave it out for any, or name 1 to 50 products." => "最多选择 50 个产品，留空为不限。",
        _ => KnownOfEquipment(message),
    };
}
