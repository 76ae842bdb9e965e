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

    /// <summary>SHA-256 of the first link's token, or what no token hashes to while there is none; links are found by <see cref="LinkRow"/>.</summary>
    public required string TokenHash { get; set; }
    public required string State { get; set; }

    /// <summary>When it was sent; while it is planned, when it is to be sent.</summary>
    public required DateTimeOffset SentAt { get; set; }
    public required DateTimeOffset ExpiresAt { get; set; }
    public string? Channel { get; set; }
    public string? SkipReason { get; set; }
    public DateTimeOffset? DeliveredAt { get; set; }
    public int Reminders { get; set; }
    public Guid QuestionnaireId { get; set; }
    public int QuestionnaireVersion { get; set; } = 1;
    public DateTimeOffset? AnsweredAt { get; set; }
    public int? Score { get; set; }
    public bool? Solved { get; set; }
    public string? Comment { get; set; }
    public int? Nps { get; set; }
    public int? Ces { get; set; }

    /// <summary>Every answer as JSON, see <see cref="Contracts.SurveyReply"/>.</summary>
    public string? Replies { get; set; }

    /// <summary>The link the answer came by.</summary>
    public string? AnsweredVia { get; set; }
}

/// <summary>A link to a survey: the invitation's, a reminder's, a QR code's. All lead to the same answer.</summary>
public sealed class LinkRow
{
    /// <summary>SHA-256 of the token; the token itself is nowhere here.</summary>
    public required string TokenHash { get; set; }
    public required string Tenant { get; set; }
    public required Guid SurveyId { get; set; }
    public required string Channel { get; set; }
    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>W3C traceparent of what made it: opening and answering link to it days later.</summary>
    public string? Trace { get; set; }
}

/// <summary>One version of a questionnaire; it never changes, but the whole can be retired.</summary>
public sealed class QuestionnaireRow
{
    public required string Tenant { get; set; }
    public required Guid Id { get; set; }
    public required int Version { get; set; }
    public required string Name { get; set; }
    public string? WorkType { get; set; }
    public Guid? ProductId { get; set; }
    public string? Brand { get; set; }

    /// <summary>The questions as JSON.</summary>
    public required string Body { get; set; }
    public required DateTimeOffset CreatedAt { get; set; }
    public required string CreatedBy { get; set; }
    public DateTimeOffset? RetiredAt { get; set; }
}

/// <summary>One version of a tenant's rules; the newest counts.</summary>
public sealed class RulesRow
{
    public required string Tenant { get; set; }
    public required int Version { get; set; }
    public required string Body { get; set; }
    public required DateTimeOffset CreatedAt { get; set; }
    public required string CreatedBy { get; set; }
}

/// <summary>A contact's numbers, as Intake last told them.</summary>
public sealed class ContactCopyRow
{
    public required string Tenant { get; set; }
    public required Guid ContactId { get; set; }
    public required string[] Phones { get; set; }
    public required long Sequence { get; set; }
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

    /// <summary>The survey whose answer is the reason; null when no answer is.</summary>
    public Guid? SurveyId { get; set; }
    public required string Reason { get; set; }
    public required DateTimeOffset CreatedAt { get; set; }
    public required DateTimeOffset DueAt { get; set; }
    public string? Outcome { get; set; }
    public string? Note { get; set; }
    public DateTimeOffset? CompletedAt { get; set; }
    public string? CompletedBy { get; set; }

    /// <summary>The ticket's card as JSON; null in rows from before it was kept, which have a survey.</summary>
    public string? Card { get; set; }

    /// <summary>Where the closing stands in Dispatch's stream: only a later reopening withdraws the call.</summary>
    public long ClosedSequence { get; set; }

    /// <summary>Calls made so far.</summary>
    public int Attempts { get; set; }

    /// <summary>What the customer said on the telephone, apart from what they answered by themselves.</summary>
    public bool? CallSolved { get; set; }
    public int? CallScore { get; set; }
    public int? CallNps { get; set; }
    public DateTimeOffset? EscalatedAt { get; set; }
    public SurveyRow? Survey { get; set; }
}

/// <summary>How the tenant is called by its customers.</summary>
public sealed class TenantCopyRow
{
    public required string Tenant { get; set; }
    public required string Brand { get; set; }
    public required string[] Languages { get; set; }

    /// <summary>IANA zone of the working hours.</summary>
    public string? TimeZone { get; set; }
    public required long Sequence { get; set; }
}
