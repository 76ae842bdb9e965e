namespace ServiceMesh.Contracts;

/// <summary>Published by Survey when a customer is invited after closing. Notification sends the invitation.</summary>
public sealed record SurveySent : TicketEvent
{
    public required Guid SurveyId { get; init; }

    /// <summary>The one-time link's token, sealed for Notification; opened only at the moment of sending.</summary>
    public required string SealedToken { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public required TicketCard Card { get; init; }
}
