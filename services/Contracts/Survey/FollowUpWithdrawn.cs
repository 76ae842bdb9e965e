namespace ServiceMesh.Contracts;

/// <summary>Published by Survey when a call that nobody had made yet is pointless because the ticket was reopened.</summary>
public sealed record FollowUpWithdrawn : TicketEvent
{
    public required Guid FollowUpId { get; init; }
}
