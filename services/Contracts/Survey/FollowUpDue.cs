namespace ServiceMesh.Contracts;

/// <summary>Published by Survey when somebody has to call the customer back after a bad answer.</summary>
public sealed record FollowUpDue : TicketEvent
{
    public required Guid FollowUpId { get; init; }

    /// <summary><c>low-score</c> or <c>not-solved</c>.</summary>
    public required string Reason { get; init; }
    public required DateTimeOffset DueAt { get; init; }
    public required TicketCard Card { get; init; }
}
