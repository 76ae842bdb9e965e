namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch when a resolved or closed ticket turned out not to be solved.</summary>
public sealed record TicketReopened : TicketEvent
{
    public string? Reason { get; init; }

    /// <summary>True when it had been closed, not only resolved.</summary>
    public required bool WasClosed { get; init; }

    /// <summary>True when it began a new service cycle, false when it continues the one there is: all others follow this; null in events from before it was told.</summary>
    public bool? NewCycle { get; init; }
    public required TicketCard Card { get; init; }
}
