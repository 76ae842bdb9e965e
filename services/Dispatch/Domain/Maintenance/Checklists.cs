using ServiceMesh.Contracts;

namespace ServiceMesh.Dispatch.Domain.Maintenance;

/// <summary>A thing to do in a run.</summary>
/// <param name="Key">Names it within its list, for example <c>disk</c>.</param>
/// <param name="Text">In English, or in whatever language the tenant writes.</param>
/// <param name="TextZh">In Chinese; null shows <paramref name="Text"/>.</param>
/// <param name="Required">Without it the run cannot close, unless it is skipped with a note.</param>
public sealed record ChecklistItem(string Key, string Text, string? TextZh = null, bool Required = true);

/// <summary>A list of things to do.</summary>
public sealed record Checklist(IReadOnlyList<ChecklistItem> Items);

/// <summary>What became of an item.</summary>
public enum CheckState
{
    Done,

    /// <summary>Not done on purpose: the note says why.</summary>
    Skipped,
}

/// <summary>An answered item.</summary>
public sealed record CheckAnswer(string Key, CheckState State, string? Note, string? By, DateTimeOffset At);

/// <summary>The answers of a run, by item.</summary>
public sealed record CheckAnswers(IReadOnlyList<CheckAnswer> Items)
{
    public static CheckAnswers None { get; } = new([]);

    public CheckAnswers With(CheckAnswer answer) => new([.. Items.Where(a => a.Key != answer.Key), answer]);

    public CheckAnswers Without(string key) => new([.. Items.Where(a => a.Key != key)]);

    /// <summary>Required items without an answer.</summary>
    public IReadOnlyList<ChecklistItem> Missing(Checklist list) => [.. list.Items.Where(i => i.Required && Items.All(a => a.Key != i.Key))];
}

/// <summary>The lists that a tenant begins with.</summary>
public static class Checklists
{
    public static Checklist Of(MaintenanceKind kind) => kind switch
    {
        MaintenanceKind.Inspection => List(
            ("capacity", "Disk space, memory and load looked at", "检查磁盘空间、内存与负载"),
            ("logs", "Error logs since the last inspection read", "查看上次巡检以来的错误日志"),
            ("backups", "Last backups exist and are complete", "确认最近备份存在且完整"),
            ("licences", "Licences and certificates valid for 90 days more", "许可证与证书至少 90 天内有效"),
            ("jobs", "Scheduled jobs ran", "计划任务正常执行")),
        MaintenanceKind.Patch => List(
            ("tested", "Patches tried on a test system", "补丁已在测试环境验证"),
            ("backup", "Backup made just before", "实施前已备份"),
            ("users", "Users told and signed out", "已通知用户并退出登录"),
            ("verified", "System works after the restart", "重启后系统运行正常")),
        MaintenanceKind.Upgrade => List(
            ("announced", "Window agreed with the customer", "升级窗口已与客户确认"),
            ("rehearsed", "Upgrade rehearsed on a copy", "已在副本环境演练升级"),
            ("frozen", "Changes by others are frozen", "已冻结其他变更"),
            ("interfaces", "Interfaces to other systems checked after it", "升级后已检查外部接口"),
            ("accepted", "The customer has tried the main functions", "客户已试用主要功能")),
        MaintenanceKind.BackupDrill => List(
            ("isolated", "Restored into an isolated system, not over live data", "恢复到隔离环境，未覆盖生产数据"),
            ("complete", "All databases and files of the backup restored", "备份中的全部数据库与文件已恢复"),
            ("readable", "Somebody signed in and read recent records", "已登录并核对近期数据"),
            ("removed", "The restored copy was removed", "恢复副本已清除")),
        MaintenanceKind.SecurityAudit => List(
            ("accounts", "Accounts and rights reviewed", "账号与权限已审查"),
            ("patches", "Missing security patches listed", "已列出缺失的安全补丁"),
            ("exposure", "Services open to the outside listed", "已列出对外开放的服务"),
            ("logs", "Sign-in and change logs sampled", "已抽查登录与变更日志")),
        MaintenanceKind.Training => List(
            ("material", "Material handed over", "培训资料已交付"),
            ("exercise", "Participants did an exercise of their own", "学员完成实操练习"),
            ("questions", "Open questions written down", "遗留问题已记录")),
        MaintenanceKind.HealthReview => List(
            ("figures", "Fault rate, recovery time and satisfaction of the period gone through", "回顾本期故障率、恢复时间与满意度"),
            ("risks", "Risks and growth discussed", "讨论风险与增长"),
            ("actions", "Actions agreed, with names and dates", "已商定改进措施、责任人与日期")),
        _ => throw new InvalidOperationException($"There is no checklist for {kind}."),
    };

    private static Checklist List(params ReadOnlySpan<(string Key, string En, string Zh)> items)
    {
        List<ChecklistItem> all = [];
        foreach (var (key, en, zh) in items) all.Add(new ChecklistItem(key, en, zh));
        return new Checklist(all);
    }
}
