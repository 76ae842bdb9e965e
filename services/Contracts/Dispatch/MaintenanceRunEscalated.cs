namespace ServiceMesh.Contracts;

/// <summary>
/// Published by Dispatch when a maintenance run is still not completed a day, three days and a week after it was due: each level once, and
/// after an outage the highest only.
/// </summary>
public sealed record MaintenanceRunEscalated : Event
{
    public required MaintenanceRunCard Card { get; init; }

    /// <summary>1 to 3.</summary>
    public required int Level { get; init; }

    /// <summary>Who has to see to it now: <c>dispatcher</c>, <c>manager</c>, <c>admin</c>.</summary>
    public required string Role { get; init; }

    /// <summary>Whether the work had begun.</summary>
    public required bool Started { get; init; }

    public override Guid AggregateId => Card.RunId;
}
