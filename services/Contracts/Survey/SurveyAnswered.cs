namespace ServiceMesh.Contracts;

/// <summary>Published by Survey when the customer answered.</summary>
public sealed record SurveyAnswered : TicketEvent
{
    public required Guid SurveyId { get; init; }

    /// <summary>1 (bad) to 5 (very good).</summary>
    public required int Score { get; init; }

    /// <summary>Whether the problem is really solved: a question of its own.</summary>
    public bool? Solved { get; init; }
    public string? Comment { get; init; }
}
