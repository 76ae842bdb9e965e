using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain.Maintenance;

namespace ServiceMesh.Dispatch.Tests.Maintenance;

/// <summary>Runs to begin with.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Opens = new(2027, 3, 6, 17, 0, 0, TimeSpan.Zero);
    public static readonly Actor Ana = new(ActorKind.Staff, "a", "Ana");

    public static readonly Dictionary<string, string> Drill = new()
    {
        ["backupId"] = "B-17", ["backupTakenAt"] = "2027-03-06T12:00:00Z", ["restoredBytes"] = "1099511627776", ["expectedChecksum"] = Sum('a'), ["restoredChecksum"] = Sum('a'),
        ["restoreSeconds"] = "3600", ["dataLossSeconds"] = "900",
    };

    public static string Sum(char digit) => "sha256:" + new string(digit, 64);

    public static MaintenanceRun Run(MaintenanceKind kind, RunState state = RunState.Scheduled) => new()
    {
        Id = Guid.CreateVersion7(), Tenant = "t", PlanId = Guid.CreateVersion7(), Kind = kind, ContractId = Guid.CreateVersion7(), CustomerId = Guid.CreateVersion7(),
        OccursOn = new DateOnly(2027, 3, 7), Zone = "Asia/Shanghai", From = Opens, Until = Opens.AddHours(4), DueAt = Opens.AddHours(28), AnnounceAt = Opens.AddDays(-7), State = state,
        Cover = MaintenanceCover.Covered, TeamId = Guid.CreateVersion7(), CreatedAt = Opens.AddDays(-100), UpdatedAt = Opens.AddDays(-100),
        RtoSeconds = kind == MaintenanceKind.BackupDrill ? 3600 : null, RpoSeconds = kind == MaintenanceKind.BackupDrill ? 900 : null,
    };

    /// <summary>A run that has begun, with what it needed to begin and every item answered.</summary>
    public static MaintenanceRun Begun(MaintenanceKind kind)
    {
        var list = Checklists.Of(kind);
        return Run(kind, RunState.InProgress) with
        {
            AnnouncedAt = Opens.AddDays(-7), StartedAt = Opens, Checklist = list, Checks = new CheckAnswers([.. list.Items.Select(i => new CheckAnswer(i.Key, CheckState.Done, null, "Ana", Opens))]),
            Evidence = kind == MaintenanceKind.Upgrade
                ? new Evidence(new Dictionary<string, string> { ["backupId"] = "B-17", ["rollbackPlan"] = "Restore B-17 and start the old version again." })
                : Evidence.None,
        };
    }

    public static MaintenanceRunCard Card(MaintenanceRun r) => new()
    {
        RunId = r.Id, PlanId = r.PlanId, PlanName = "Plan", Kind = r.Kind, ContractId = r.ContractId, ContractNumber = "C-1", CustomerId = r.CustomerId, OccursOn = r.OccursOn,
        From = r.From, To = r.Until, Zone = r.Zone, DueAt = r.DueAt, Cover = r.Cover, TeamId = r.TeamId, TeamName = "Team",
    };

    public static IReadOnlyList<Event> Told(this RunDecision d) => [.. d.Events.Select(make => make(Card(d.Run)))];
}
