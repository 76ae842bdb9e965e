namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch when a waiting ticket went on: by hand or because the customer answered.</summary>
public sealed record TicketResumed : TicketEvent
{
    public required PauseReason Reason { get; init; }

    /// <summary><c>manual</c> or <c>customer-replied</c>.</summary>
    public required string Trigger { get; init; }
}
