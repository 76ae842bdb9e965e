namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch when a run of planned maintenance gets its window, and again whenever that was moved.</summary>
public sealed record MaintenanceRunScheduled : Event
{
    public required MaintenanceRunCard Card { get; init; }

    /// <summary>Where the window began before; null at the first time.</summary>
    public DateTimeOffset? PreviousFrom { get; init; }

    /// <summary>Why it was moved; null at the first time.</summary>
    public string? Reason { get; init; }

    public override Guid AggregateId => Card.RunId;
}
