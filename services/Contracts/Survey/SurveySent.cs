namespace ServiceMesh.Contracts;

/// <summary>Published by Survey when a customer is invited after closing. Notification sends the invitation.</summary>
public sealed record SurveySent : TicketEvent
{
    public required Guid SurveyId { get; init; }

    /// <summary>The one-time link's token, sealed for Notification; opened only at the moment of sending.</summary>
    public required string SealedToken { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The ticket, and who served, frozen at this moment.</summary>
    public required TicketCard Card { get; init; }

    /// <summary>How it is to go: <c>email</c>, <c>sms</c>, <c>im</c> or <c>chat</c>; null leaves it to Notification.</summary>
    public string? Channel { get; init; }

    /// <summary>The number for <c>sms</c>, E.164.</summary>
    public string? Phone { get; init; }

    /// <summary>The questionnaire asked; all zeros for the shipped one.</summary>
    public Guid? QuestionnaireId { get; init; }

    /// <summary>From 1.</summary>
    public int? QuestionnaireVersion { get; init; }
}
