namespace ServiceMesh.Desk;

/// <summary>Products and their modules.</summary>
public sealed partial class Words
{
    public string ProductsTitle => T("Products", "产品");
    public string ProductsIntro => T("What is served, with the modules by which faults are told apart.", "服务的产品及其模块，故障按模块归类统计。");
    public string NewProduct => T("New product", "新增产品");
    public string EditProduct => T("Edit", "编辑");
    public string ProductCode => T("Code", "编码");
    public string ProductNamed => T("Name", "名称");
    public string Modules => T("Modules", "模块");
    public string ModulesHint => T("One name on each line: up to 200, each different and at most 100 characters. Tickets keep the names they have.", "每行一个模块名称，最多 200 个，不可重复，每个不超过 100 字符。已有工单保留原名称。");
    public string SearchProducts => T("Name or code", "名称或编码");
}
