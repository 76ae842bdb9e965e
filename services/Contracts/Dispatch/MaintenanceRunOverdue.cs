namespace ServiceMesh.Contracts;

/// <summary>
/// Published by Dispatch once for a maintenance run that was not completed by its due instant. <see cref="Event.OccurredAt"/> is that
/// instant, not its detection.
/// </summary>
public sealed record MaintenanceRunOverdue : Event
{
    public required MaintenanceRunCard Card { get; init; }

    /// <summary>Whether the work had begun.</summary>
    public required bool Started { get; init; }

    public override Guid AggregateId => Card.RunId;
}
