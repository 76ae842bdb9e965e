namespace ServiceMesh.Contracts;

/// <summary>Published by Survey when an unanswered invitation was withdrawn because the ticket was reopened.</summary>
public sealed record SurveyWithdrawn : TicketEvent
{
    public required Guid SurveyId { get; init; }
}
