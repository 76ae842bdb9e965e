namespace ServiceMesh.Contracts;

/// <summary>
/// Published by Dispatch when the window of a maintenance run opens: <see cref="Event.OccurredAt"/> is that instant. And once more when somebody gets a
/// run whose window has opened: nobody was free then, or somebody else had it; see <see cref="Given"/>.
/// </summary>
public sealed record MaintenanceRunDue : Event
{
    public required MaintenanceRunCard Card { get; init; }

    /// <summary>True when it was due before, and the engineer of the card has it from now on; null when the window opens.</summary>
    public bool? Given { get; init; }

    /// <summary>True when whoever has it now gave it to themselves: nobody need tell them; else null.</summary>
    public bool? Claimed { get; init; }

    public override Guid AggregateId => Card.RunId;
}
