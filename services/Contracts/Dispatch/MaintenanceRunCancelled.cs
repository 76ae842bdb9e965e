namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch when a maintenance run ends without being done.</summary>
public sealed record MaintenanceRunCancelled : Event
{
    public required MaintenanceRunCard Card { get; init; }

    /// <summary><c>plan-changed</c>, <c>plan-ended</c>, <c>not-covered</c>, or what somebody wrote.</summary>
    public required string Reason { get; init; }

    /// <summary>It was overdue before: it counts as missed.</summary>
    public required bool WasOverdue { get; init; }

    public override Guid AggregateId => Card.RunId;
}
