using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain.Maintenance;

namespace ServiceMesh.Dispatch.Maintenance;

/// <summary>What a calendar says of runs, in Chinese and English.</summary>
internal sealed class MaintenanceWords
{
    private readonly bool _zh;

    private MaintenanceWords(bool zh) => _zh = zh;

    public static MaintenanceWords For(string language) => new(language.StartsWith("zh", StringComparison.OrdinalIgnoreCase));

    public CalendarEntry Entry(MaintenanceRun run, string plan, string contract, string? customer, string? engineer)
    {
        List<string> lines =
        [
            $"{T("Contract", "合同")}: {contract}",
            $"{T("State", "状态")}: {State(run)}",
            .. engineer is null ? Array.Empty<string>() : [$"{T("Engineer", "工程师")}: {engineer}"],
            .. run.IsCovered ? Array.Empty<string>() : [T("The contract does not cover it.", "合同不含此项维护。")],
        ];
        var status = run.State == RunState.Cancelled ? "CANCELLED" : run.IsCovered ? "CONFIRMED" : "TENTATIVE";
        return new CalendarEntry(
            $"{run.Id}@maintenance.servicemesh", run.Sequence, run.UpdatedAt, run.From, run.Until,
            $"{Kind(run.Kind)}: {plan}{(customer is null ? "" : $" ({customer})")}", string.Join('\n', lines), status, Kind(run.Kind));
    }

    private string State(MaintenanceRun run) => run.State switch
    {
        RunState.Scheduled => T("scheduled", "已排期"),
        RunState.Due => T("due", "待执行"),
        RunState.InProgress => T("in progress", "进行中"),
        RunState.Overdue => T("overdue", "已逾期"),
        RunState.Completed when run.Verdict == MaintenanceVerdict.Failed => T("completed, targets missed", "已完成，未达标"),
        RunState.Completed => T("completed", "已完成"),
        _ => T("cancelled", "已取消"),
    };

    private string Kind(MaintenanceKind kind) => kind switch
    {
        MaintenanceKind.Inspection => T("Inspection", "巡检"),
        MaintenanceKind.Patch => T("Patches", "补丁"),
        MaintenanceKind.Upgrade => T("Upgrade", "升级"),
        MaintenanceKind.BackupDrill => T("Restore drill", "备份恢复演练"),
        MaintenanceKind.SecurityAudit => T("Security audit", "安全审计"),
        MaintenanceKind.Training => T("Training", "培训"),
        _ => T("Health review", "健康评审"),
    };

    private string T(string en, string zh) => _zh ? zh : en;
}
