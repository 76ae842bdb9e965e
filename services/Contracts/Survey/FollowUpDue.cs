namespace ServiceMesh.Contracts;

/// <summary>
/// Published by Survey when somebody has to call the customer back: after a bad answer, after a severe ticket, or because the ticket is in
/// the sample. Published again with the same id when a bad answer makes a call that was due anyway more urgent.
/// </summary>
public sealed record FollowUpDue : TicketEvent
{
    public required Guid FollowUpId { get; init; }

    /// <summary><c>low-score</c>, <c>not-solved</c>, <c>severe</c> or <c>sample</c>.</summary>
    public required string Reason { get; init; }
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>The ticket, and who served, as it was when the ticket was closed.</summary>
    public required TicketCard Card { get; init; }

    /// <summary>The survey that was answered badly; null when no answer is the reason.</summary>
    public Guid? SurveyId { get; init; }
}
