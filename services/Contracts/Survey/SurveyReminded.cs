namespace ServiceMesh.Contracts;

/// <summary>Published by Survey when an invitation that was delivered is still unanswered on a day set for that. Notification sends the reminder.</summary>
public sealed record SurveyReminded : TicketEvent
{
    public required Guid SurveyId { get; init; }

    /// <summary>From 1.</summary>
    public required int Reminder { get; init; }

    /// <summary>A new token for the same survey, sealed for Notification: of the first only the hash is known. Both work until it is answered.</summary>
    public required string SealedToken { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public required TicketCard Card { get; init; }

    /// <summary>As in <see cref="SurveySent"/>.</summary>
    public string? Channel { get; init; }

    /// <summary>As in <see cref="SurveySent"/>.</summary>
    public string? Phone { get; init; }
}
