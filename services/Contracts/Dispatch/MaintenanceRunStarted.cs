namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch when the work of a maintenance run began.</summary>
public sealed record MaintenanceRunStarted : Event
{
    public required MaintenanceRunCard Card { get; init; }

    public override Guid AggregateId => Card.RunId;
}
