namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch when the problem was solved. Resolution clocks end here, also while the ticket was waiting.</summary>
public sealed record TicketResolved : TicketEvent
{
    public required string Resolution { get; init; }
    public string? CauseCode { get; init; }

    /// <summary>What sort of fault it was; null when nobody said.</summary>
    public string? FaultClass { get; init; }

    /// <summary>The module of the product in which it was; null when nobody said.</summary>
    public string? Module { get; init; }
    public required TicketCard Card { get; init; }
}
