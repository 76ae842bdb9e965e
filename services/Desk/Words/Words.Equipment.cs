namespace ServiceMesh.Desk;

/// <summary>Equipment: what customers bought, where it stands and what came of it.</summary>
public sealed partial class Words
{
    public string EquipmentTitle => T("Equipment", "设备");
    public string EquipmentIntro => T("What customers bought, by serial number: its version, where it stands, what its contract says and what was reported of it.", "按序列号管理客户设备：已装版本、安装位置、合同覆盖与历史工单。");
    public string NewAsset => T("New equipment", "新增设备");
    public string FindAsset => T("Serial number, name, location or customer", "序列号、名称、位置或客户");
    public string EquipmentEmpty => T("No equipment yet", "还没有设备");
    public string EquipmentEmptyHint => T("Contracts and tickets can name it. Many at once are imported from a file.", "合同与工单可指定设备；也可从文件批量导入。");
    public string SerialNumber => T("Serial number", "序列号");
    public string AssetFacts => T("What it is", "设备信息");
    public string AssetNamed => T("Name", "名称");
    public string InstalledVersion => T("Version installed", "已装版本");
    public string InstalledVersionHint => T("As the product names it: support is counted until that version's last day.", "与产品的版本号一致：据此判断支持截止日。");
    public string Location => T("Location", "安装位置");
    public string LocationHint => T("For example Suzhou plant, hall 3", "例如：苏州工厂 3 号车间");
    public string AssetCoverHint => T("What the contracts say today, for any channel.", "按今天的合同判断，不限渠道。");
    public string AssetTickets => T("Tickets", "工单");
    public string AssetNoTickets => T("Nothing was reported of it.", "暂无相关工单。");
    public string AssetSaved(string serial) => T($"{serial} saved.", $"设备 {serial} 已保存。");

    private static string? KnownOfEquipment(string message) => message switch
    {
        "Choose a product." => "请选择产品。",
        "A serial number is wanted." => "请填写序列号。",
        "Other equipment has this serial number." => "该序列号已被其他设备使用。",
        _ => null,
    };
}
