namespace ServiceMesh.Contracts;

/// <summary>Published by Survey when a follow-up call needs the manager. Once for each cause.</summary>
public sealed record FollowUpEscalated : TicketEvent
{
    public required Guid FollowUpId { get; init; }

    /// <summary><c>overdue</c> (nobody called in time) or <c>unreachable</c>.</summary>
    public required string Cause { get; init; }
    public required DateTimeOffset DueAt { get; init; }
    public required TicketCard Card { get; init; }
}
