using ServiceMesh.Contracts;

namespace ServiceMesh.Dispatch.Domain.Maintenance;

/// <summary>What the evidence of a run shows.</summary>
/// <param name="Because">Codes of what was not reached: <c>checksum</c>, <c>rto</c>, <c>rpo</c>, <c>outcome</c>, <c>rollbackTest</c>, <c>condition</c>, <c>criticalFindings</c>.</param>
public sealed record Verdict(MaintenanceVerdict Result, IReadOnlyList<string> Because)
{
    /// <summary>Judges complete evidence. Exactly on target is reached.</summary>
    /// <param name="rto">The recovery time promised, in seconds; for restore drills.</param>
    /// <param name="rpo">The data loss promised at most, in seconds; for restore drills.</param>
    public static Verdict Of(MaintenanceKind kind, Evidence evidence, long? rto, long? rpo)
    {
        List<string> because = [];
        switch (kind)
        {
            case MaintenanceKind.BackupDrill:
                if (evidence["restoredChecksum"] != evidence["expectedChecksum"]) because.Add("checksum");
                if (evidence.Number("restoreSeconds") > rto) because.Add("rto");
                if (evidence.Number("dataLossSeconds") > rpo) because.Add("rpo");
                break;
            case MaintenanceKind.Upgrade or MaintenanceKind.Patch:
                if (evidence["outcome"] != "succeeded") because.Add("outcome");
                if (evidence[EvidenceForm.RollbackTest] == "failed") because.Add(EvidenceForm.RollbackTest);
                break;
            case MaintenanceKind.Inspection or MaintenanceKind.HealthReview:
                if (evidence["condition"] == "critical") because.Add("condition");
                break;
            case MaintenanceKind.SecurityAudit:
                if (evidence.Number("criticalFindings") > 0) because.Add("criticalFindings");
                break;
        }

        return new Verdict(because.Count == 0 ? MaintenanceVerdict.Passed : MaintenanceVerdict.Failed, because);
    }
}
