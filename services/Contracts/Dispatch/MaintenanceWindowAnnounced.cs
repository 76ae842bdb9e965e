namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch as many days before a maintenance window as the plan says: the customer is to be told.</summary>
public sealed record MaintenanceWindowAnnounced : Event
{
    public required MaintenanceRunCard Card { get; init; }

    public override Guid AggregateId => Card.RunId;
}
