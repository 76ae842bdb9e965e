namespace ServiceMesh.Contracts;

/// <summary>What planned maintenance does.</summary>
public enum MaintenanceKind
{
    Inspection,
    Patch,
    Upgrade,

    /// <summary>A backup is restored and measured against the promised recovery time and data loss.</summary>
    BackupDrill,
    SecurityAudit,
    Training,
    HealthReview,
}
