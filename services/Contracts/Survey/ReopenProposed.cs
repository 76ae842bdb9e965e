namespace ServiceMesh.Contracts;

/// <summary>Published by Survey when the customer said on a follow-up call that the problem is not solved. Somebody decides whether the ticket is reopened.</summary>
public sealed record ReopenProposed : TicketEvent
{
    public required Guid FollowUpId { get; init; }

    /// <summary>What the customer said, in the caller's words.</summary>
    public string? Reason { get; init; }
    public required TicketCard Card { get; init; }
}
