namespace ServiceMesh.Contracts;

/// <summary>Published by Survey when a follow-up call has its result: the customer was reached, or three times not.</summary>
public sealed record FollowUpCompleted : TicketEvent
{
    public required Guid FollowUpId { get; init; }

    /// <summary><c>solved</c>, <c>not-solved</c> or <c>unreachable</c>; in events from before these, <c>satisfied</c> or <c>not-satisfied</c>.</summary>
    public required string Outcome { get; init; }
    public string? Note { get; init; }

    /// <summary>Why the call was made, as in <see cref="FollowUpDue"/>; null in events from before it was told.</summary>
    public string? Reason { get; init; }

    /// <summary>What the customer said on the telephone; null when unreachable. Never counted with what customers answer by themselves.</summary>
    public bool? Solved { get; init; }

    /// <summary>Satisfaction as told on the telephone, 1 (bad) to 5 (very good); null when it was not asked.</summary>
    public int? Score { get; init; }

    /// <summary>Likelihood of a recommendation as told on the telephone, 0 to 10; null when it was not asked.</summary>
    public int? Nps { get; init; }

    /// <summary>Calls made, this one included.</summary>
    public int? Attempts { get; init; }
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The survey that was answered badly; null when no answer was the reason.</summary>
    public Guid? SurveyId { get; init; }

    /// <summary>The ticket, and who served, as it was when the ticket was closed.</summary>
    public TicketCard? Card { get; init; }
}
