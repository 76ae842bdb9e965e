namespace ServiceMesh.Contracts;

/// <summary>
/// Published by Dispatch, beside <see cref="TicketAssigned"/>, when a ticket changed hands. Who has it first is told by
/// <see cref="TicketTriaged"/>: a reader that only keeps account of responsibility is not woken for every ticket's first assignment.
/// </summary>
public sealed record TicketHandedOver : TicketEvent
{
    public required Guid TeamId { get; init; }
    public required string TeamName { get; init; }

    /// <summary>Null while it waits in the team's queue.</summary>
    public Guid? EngineerId { get; init; }
    public string? EngineerName { get; init; }
}
