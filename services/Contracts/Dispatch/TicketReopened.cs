namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch when a resolved or closed ticket turned out not to be solved.</summary>
public sealed record TicketReopened : TicketEvent
{
    public string? Reason { get; init; }

    /// <summary>True when it had been closed, not only resolved.</summary>
    public required bool WasClosed { get; init; }
    public required TicketCard Card { get; init; }
}
