namespace ServiceMesh.Contracts;

/// <summary>Published by Survey when an invitation ran out unanswered.</summary>
public sealed record SurveyExpired : TicketEvent
{
    public required Guid SurveyId { get; init; }

    /// <summary>When the invitation was sent; null in events from before it was told.</summary>
    public DateTimeOffset? SentAt { get; init; }
}
