namespace ServiceMesh.Survey.Persistence;

/// <summary>One invitation and, when it came, its answer.</summary>
public sealed class SurveyRow
{
    public required Guid Id { get; set; }
    public required string Tenant { get; set; }
    public required Guid TicketId { get; set; }

    /// <summary>The ticket's service cycle: one invitation each, besides withdrawn ones.</summary>
    public required int Cycle { get; set; }

    /// <summary>Where the closing stands in Dispatch's stream: only a later reopening withdraws the invitation.</summary>
    public required long ClosedSequence { get; set; }
    public required string Number { get; set; }
    public required string Subject { get; set; }

    /// <summary>Whom it was sent to, for the throttle: the contact's id, or the address when there is none.</summary>
    public required string Contact { get; set; }
    public required string Language { get; set; }

    /// <summary>The ticket's card as JSON, for the events that follow.</summary>
    public required string Card { get; set; }

    /// <summary>SHA-256 of the link's token; the token itself is nowhere here.</summary>
    public required string TokenHash { get; set; }
    public required string State { get; set; }
    public required DateTimeOffset SentAt { get; set; }
    public required DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? AnsweredAt { get; set; }
    public int? Score { get; set; }
    public bool? Solved { get; set; }
    public string? Comment { get; set; }
}

/// <summary>The newest reopening of a ticket: a closing before it invites nobody, in whatever order the two arrive.</summary>
public sealed class ReopeningRow
{
    public required string Tenant { get; set; }
    public required Guid TicketId { get; set; }
    public required long Sequence { get; set; }
}

/// <summary>A call that somebody has to make.</summary>
public sealed class FollowUpRow
{
    public required Guid Id { get; set; }
    public required string Tenant { get; set; }
    public required Guid TicketId { get; set; }
    public required Guid SurveyId { get; set; }
    public required string Reason { get; set; }
    public required DateTimeOffset CreatedAt { get; set; }
    public required DateTimeOffset DueAt { get; set; }
    public string? Outcome { get; set; }
    public string? Note { get; set; }
    public DateTimeOffset? CompletedAt { get; set; }
    public string? CompletedBy { get; set; }
    public SurveyRow Survey { get; set; } = null!;
}

/// <summary>How the tenant is called by its customers.</summary>
public sealed class TenantCopyRow
{
    public required string Tenant { get; set; }
    public required string Brand { get; set; }
    public required string[] Languages { get; set; }
    public required long Sequence { get; set; }
}
