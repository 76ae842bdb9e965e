namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch when the window of a maintenance run opens. <see cref="Event.OccurredAt"/> is that instant.</summary>
public sealed record MaintenanceRunDue : Event
{
    public required MaintenanceRunCard Card { get; init; }

    public override Guid AggregateId => Card.RunId;
}
