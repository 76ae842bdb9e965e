namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch when work had to wait, and again when the reason of the waiting changed.</summary>
public sealed record TicketPaused : TicketEvent
{
    public required PauseReason Reason { get; init; }

    /// <summary>The reason before, when the ticket was waiting already.</summary>
    public PauseReason? PreviousReason { get; init; }
    public string? Note { get; init; }
}
