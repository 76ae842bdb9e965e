namespace ServiceMesh.Desk;

/// <summary>Products, their modules and versions.</summary>
public sealed partial class Words
{
    public string ProductsTitle => T("Products", "产品");
    public string ProductsIntro => T("What is served, with the modules by which faults are told apart and the versions that are supported.", "服务的产品、模块和版本：故障按模块统计，支持按版本的截止日判断。");
    public string NewProduct => T("New product", "新增产品");
    public string EditProduct => T("Edit", "编辑");
    public string ProductCode => T("Code", "编码");
    public string ProductNamed => T("Name", "名称");
    public string Modules => T("Modules", "模块");
    public string ModulesHint => T("One name on each line: up to 200, each different and at most 100 characters. Tickets keep the names they have.", "每行一个模块名称，最多 200 个，不可重复，每个不超过 100 字符。已有工单保留原名称。");
    public string Versions => T("Versions", "版本");
    public string VersionName => T("Version, as equipment names it", "版本号（与设备一致）");
    public string VersionEnd => T("Last day of support", "支持截止日");
    public string AddVersion => T("Add a version", "添加版本");
    public string VersionsHint => T(
        "Each name once, at most 100 characters, up to 200 versions. After its last day of support, support for equipment of that version is no longer covered.",
        "版本号不可重复，不超过 100 字符，最多 200 个。超过支持截止日后，该版本设备的支持不再在合同范围内。");
    public string VersionWithEnd(string name, string end) => T($"{name} (until {end})", $"{name}（支持至 {end}）");
    public string SearchProducts => T("Name or code", "名称或编码");
}
