namespace ServiceMesh.Notification.Persistence;

/// <summary>One message to one recipient over one channel: rendered when its event arrived, sent by its timer.</summary>
public sealed class DeliveryRow
{
    public required Guid Id { get; set; }
    public required string Tenant { get; set; }
    public Guid? TicketId { get; set; }

    /// <summary>The business key of the cause, for example <c>opened/{ticket}</c>: with channel and recipient it is unique per tenant.</summary>
    public required string Source { get; set; }
    public required string Template { get; set; }
    public required string Channel { get; set; }
    public required string Audience { get; set; }

    /// <summary>An e-mail address, or a webhook endpoint's id; empty when there was nobody to send to.</summary>
    public required string Recipient { get; set; }
    public string? RecipientName { get; set; }
    public required string Language { get; set; }
    public required string Subject { get; set; }
    public required string Text { get; set; }
    public string? Html { get; set; }

    /// <summary>The link as it stands in the stored rendering, its token masked; null when the message holds no secret link.</summary>
    public string? MaskedLink { get; set; }

    /// <summary>The link's token, sealed; removed when the delivery is over.</summary>
    public string? SealedToken { get; set; }

    /// <summary>After this instant the message is pointless.</summary>
    public DateTimeOffset? ValidUntil { get; set; }
    public required string State { get; set; }

    /// <summary>Attempts whose outcome is recorded.</summary>
    public int Attempts { get; set; }

    /// <summary>The last failure's category, or why it was dropped.</summary>
    public string? Failure { get; set; }

    /// <summary>The last SMTP or HTTP status.</summary>
    public int? StatusCode { get; set; }
    public DateTimeOffset? NextAttemptAt { get; set; }
    public string? Trace { get; set; }
    public required DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>The order of sending, as in <c>Domain.Urgency</c>.</summary>
    public short Urgency { get; set; }

    /// <summary>The person told, by e-mail address in lower case; null for webhooks and robots.</summary>
    public string? Person { get; set; }

    /// <summary>The robot, SMS or voice provider that carries it.</summary>
    public Guid? ProviderId { get; set; }

    /// <summary>Phones or ids that a robot mentions.</summary>
    public string[]? Mentions { get; set; }

    /// <summary>When it waits for a digest: when that is due.</summary>
    public DateTimeOffset? HoldUntil { get; set; }

    /// <summary>The digest it went into.</summary>
    public Guid? MergedInto { get; set; }

    /// <summary>When the provider said that it arrived, where it does.</summary>
    public DateTimeOffset? ConfirmedAt { get; set; }

    /// <summary>When the recipient read it, where the channel tells.</summary>
    public DateTimeOffset? OpenedAt { get; set; }

    /// <summary>What happened to it after it was stored: <c>[{at, what, reason, status}]</c>.</summary>
    public string History { get; set; } = "[]";

    /// <summary>What it was rendered from, for previews of other wordings.</summary>
    public string? Facts { get; set; }
}

/// <summary>What Notification knows of a ticket: the opening from Intake, the work from Dispatch.</summary>
public sealed class TicketCopyRow
{
    public required string Tenant { get; set; }
    public required Guid TicketId { get; set; }
    public required string Number { get; set; }
    public required string Subject { get; set; }
    public required string Channel { get; set; }
    public string? CustomerName { get; set; }
    public string? ContactName { get; set; }
    public string? ContactEmail { get; set; }

    /// <summary>The contact, when it is a known one: their telephone numbers are in its copy.</summary>
    public Guid? ContactId { get; set; }
    public required string Language { get; set; }

    /// <summary>Null until the opening itself has arrived.</summary>
    public string? SealedProgressToken { get; set; }
    public Guid? EngineerId { get; set; }
    public string? EngineerName { get; set; }
    public string? EngineerEmail { get; set; }
    public string? EngineerLanguage { get; set; }
    public required string State { get; set; }

    /// <summary>1 (critical) to 5 (planning); null until it was triaged.</summary>
    public int? Severity { get; set; }

    /// <summary>The place in Dispatch's stream where the severity was said; 0 before the first.</summary>
    public long SeveritySequence { get; set; }

    /// <summary>The newest state of each clock, as <c>resolution/1=Running</c>: name, cycle, state; null before Sla told any.</summary>
    public string[]? Clocks { get; set; }

    /// <summary>The place in Sla's stream where they were told, and when that came here.</summary>
    public long ClocksSequence { get; set; }
    public DateTimeOffset? ClocksAt { get; set; }

    /// <summary>The team that has it.</summary>
    public Guid? TeamId { get; set; }

    /// <summary>The newest place in Dispatch's stream that is applied here; 0 before the first.</summary>
    public long DispatchSequence { get; set; }

    /// <summary>The ticket that goes on for this one; null when it stands for itself.</summary>
    public Guid? MergedInto { get; set; }

    /// <summary>The place in Intake's stream where that was said; 0 before the first.</summary>
    public long MergeSequence { get; set; }
}

/// <summary>A tenant's name to customers, languages and zone.</summary>
public sealed class TenantCopyRow
{
    public required string Tenant { get; set; }
    public required string Brand { get; set; }
    public required string[] Languages { get; set; }
    public required string TimeZone { get; set; }
    public required long Sequence { get; set; }
}

/// <summary>A staff account that notices may go to by its roles.</summary>
public sealed class AccountCopyRow
{
    public required string Tenant { get; set; }
    public required Guid AccountId { get; set; }
    public required string Name { get; set; }
    public required string Email { get; set; }
    public required string[] Roles { get; set; }
    public required string Language { get; set; }
    public required bool Active { get; set; }
    public required long Sequence { get; set; }
}

/// <summary>An engineer's present address, language and teams.</summary>
public sealed class EngineerCopyRow
{
    public Guid[] TeamIds { get; set; } = [];
    public required string Tenant { get; set; }
    public required Guid EngineerId { get; set; }
    public required string Name { get; set; }
    public string? Email { get; set; }
    public required string Language { get; set; }
    public required bool Active { get; set; }
    public required long Sequence { get; set; }
}

/// <summary>Where a tenant wants its events sent.</summary>
public sealed class WebhookEndpointRow
{
    public required Guid Id { get; set; }
    public required string Tenant { get; set; }
    public required string Url { get; set; }
    public required string[] Events { get; set; }

    /// <summary>The signing secret, sealed.</summary>
    public required string SealedSecret { get; set; }
    public required DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? DisabledAt { get; set; }
    public string? DisabledReason { get; set; }

    /// <summary>The secret before the last rotation, sealed; signed with beside the new one until <see cref="PreviousUntil"/>.</summary>
    public string? PreviousSecret { get; set; }
    public DateTimeOffset? PreviousUntil { get; set; }

    /// <summary>Since when every attempt has failed.</summary>
    public DateTimeOffset? FailingSince { get; set; }

    /// <summary>The account that set it up; null for an integration's key.</summary>
    public Guid? CreatedBy { get; set; }
}
