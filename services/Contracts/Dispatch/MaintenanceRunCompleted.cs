namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch when a maintenance run was closed with all its evidence.</summary>
public sealed record MaintenanceRunCompleted : Event
{
    public required MaintenanceRunCard Card { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset CompletedAt { get; init; }

    /// <summary>Completed after it was due.</summary>
    public required bool Late { get; init; }
    public required MaintenanceVerdict Verdict { get; init; }

    /// <summary>Of a restore drill: seconds from the start of the restore to a system that works.</summary>
    public long? RestoreSeconds { get; init; }

    /// <summary>Of a restore drill: the promised recovery time in seconds.</summary>
    public long? RestoreTargetSeconds { get; init; }

    /// <summary>Of a restore drill: seconds of data that the backup did not hold.</summary>
    public long? DataLossSeconds { get; init; }

    /// <summary>Of a restore drill: the data loss promised at most, in seconds.</summary>
    public long? DataLossTargetSeconds { get; init; }

    /// <summary>Of an upgrade: its rollback was not tested, and somebody answers for that.</summary>
    public bool RollbackTestWaived { get; init; }

    public override Guid AggregateId => Card.RunId;
}
