namespace ServiceMesh.Desk;

public sealed record SurveyShape
{
    public Guid? Id { get; init; }
    public Guid? TicketId { get; init; }
    public string? Number { get; init; }
    public string? Subject { get; init; }
    public string? State { get; init; }
    public string? SkipReason { get; init; }
    public string? Channel { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public DateTimeOffset? DeliveredAt { get; init; }
    public int Reminders { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }
    public int? Nps { get; init; }
    public DateTimeOffset? SentAt { get; init; }
    public int? Score { get; init; }
    public bool? Solved { get; init; }
    public string? Comment { get; init; }
}

public sealed record FollowUpShape
{
    public Guid Id { get; init; }
    public Guid? TicketId { get; init; }
    public string? Number { get; init; }
    public string? Subject { get; init; }
    public string? CustomerName { get; init; }
    public string? ContactName { get; init; }
    public string? EngineerName { get; init; }
    public string? Reason { get; init; }
    public int? Score { get; init; }
    public string? Comment { get; init; }
    public DateTimeOffset? DueAt { get; init; }
    public int Attempts { get; init; }
    public DateTimeOffset? EscalatedAt { get; init; }
    public int? CallScore { get; init; }
    public DateTimeOffset? CompletedAt { get; init; }
    public string? Outcome { get; init; }
    public string? Note { get; init; }
}
