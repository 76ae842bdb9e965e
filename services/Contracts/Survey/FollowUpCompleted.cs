namespace ServiceMesh.Contracts;

/// <summary>Published by Survey when the follow-up call was made.</summary>
public sealed record FollowUpCompleted : TicketEvent
{
    public required Guid FollowUpId { get; init; }

    /// <summary><c>satisfied</c>, <c>not-satisfied</c> or <c>unreachable</c>.</summary>
    public required string Outcome { get; init; }
    public string? Note { get; init; }
}
