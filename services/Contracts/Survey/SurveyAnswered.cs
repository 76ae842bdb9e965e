namespace ServiceMesh.Contracts;

/// <summary>
/// Published by Survey when the customer answered by their own hand. What was asked on the telephone comes with
/// <see cref="FollowUpCompleted"/>, so that the two are never counted together.
/// </summary>
public sealed record SurveyAnswered : TicketEvent
{
    public required Guid SurveyId { get; init; }

    /// <summary>Satisfaction, 1 (bad) to 5 (very good).</summary>
    public required int Score { get; init; }

    /// <summary>Whether the problem is really solved: a question of its own.</summary>
    public bool? Solved { get; init; }
    public string? Comment { get; init; }

    /// <summary>Likelihood of a recommendation, 0 to 10: 9 and 10 are promoters, up to 6 detractors. Null when it was not asked or not answered.</summary>
    public int? Nps { get; init; }

    /// <summary>Effort, 1 (very hard) to 7 (very easy). Null when it was not asked or not answered.</summary>
    public int? Ces { get; init; }

    /// <summary>The link the answer came by: <c>email</c>, <c>sms</c>, <c>im</c>, <c>chat</c> or <c>qr</c>; null in events from before it was told.</summary>
    public string? Channel { get; init; }

    /// <summary>The questionnaire asked; all zeros for the shipped one.</summary>
    public Guid? QuestionnaireId { get; init; }
    public string? QuestionnaireName { get; init; }

    /// <summary>From 1.</summary>
    public int? QuestionnaireVersion { get; init; }

    /// <summary>Every answer, in the order of the questions.</summary>
    public IReadOnlyList<SurveyReply>? Replies { get; init; }

    /// <summary>When the invitation was sent.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>The ticket, and who served, as it was when the invitation was sent: later changes do not move the answer to somebody else.</summary>
    public TicketCard? Card { get; init; }
}
