namespace ServiceMesh.Contracts;

/// <summary>Published by Intake when a ticket has been registered: nothing of it can be lost from here on.</summary>
public sealed record TicketOpened : TicketEvent
{
    /// <summary>The number people quote, for example <c>T-20261122-000123</c>: the date is in the tenant's zone.</summary>
    public required string Number { get; init; }
    public required Channel Channel { get; init; }
    public required TicketKind Kind { get; init; }
    public required string Subject { get; init; }
    public string? Text { get; init; }
    public WorkType WorkType { get; init; } = WorkType.Support;

    /// <summary>The work type that somebody chose at the opening; null when it was left to the class of request, to rules or to the default.</summary>
    public WorkType? ChosenWorkType { get; init; }

    /// <summary>Free category named by the reporter or the integration; a triage rule may choose the team by it.</summary>
    public string? Category { get; init; }
    public Level? Impact { get; init; }
    public Level? Urgency { get; init; }
    public Guid? CustomerId { get; init; }
    public string? CustomerName { get; init; }
    public Guid? ContactId { get; init; }
    public string? ContactName { get; init; }
    public string? ContactEmail { get; init; }

    /// <summary>BCP 47 tag of the language to use with this contact.</summary>
    public required string Language { get; init; }
    public Guid? ProductId { get; init; }
    public string? ProductName { get; init; }
    public Guid? AssetId { get; init; }
    public Guid? ContractId { get; init; }

    /// <summary>The contract's service level; null when no contract covers the ticket.</summary>
    public string? ServiceLevel { get; init; }

    /// <summary>
    /// What the reporter is entitled to on the day of opening: <c>covered</c>, <c>expired</c>, <c>exhausted</c>, <c>channel-not-covered</c>,
    /// <c>not-started</c>, <c>product-not-covered</c>, <c>support-ended</c>, <c>upgrade-not-included</c>, <c>ambiguous</c> or <c>none</c>. Nobody is turned away: whatever is not
    /// <c>covered</c> is taken with this flag. Null in events from before it was told.
    /// </summary>
    public string? Entitlement { get; init; }

    /// <summary>When staff answered the call that opened the ticket: such a call meets first response at once.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>The engineer who answered that call: the ticket is theirs from the beginning. Null when no engineer is known for it.</summary>
    public Guid? AnsweredById { get; init; }

    /// <summary>The call that opened the ticket, when it was a call.</summary>
    public Guid? CallId { get; init; }

    /// <summary>The IM, chat or telephony channel it came by; null for portal and API.</summary>
    public string? ChannelId { get; init; }

    /// <summary>SHA-256 of the progress link's token, lower-case hex.</summary>
    public required string ProgressTokenHash { get; init; }

    /// <summary>The progress link's token, sealed for Notification; opened only at the moment of sending.</summary>
    public required string SealedProgressToken { get; init; }

    /// <summary>The id of this ticket in the system that sent it, when it has one.</summary>
    public string? ExternalReference { get; init; }

    /// <summary>The class of request in the tenant's service catalogue, for example <c>fault</c> or <c>upgrade</c>; null when none was named.</summary>
    public string? RequestClass { get; init; }

    /// <summary>The module of the product that it is about; null when none was named.</summary>
    public string? Module { get; init; }

    /// <summary>The version that was installed on the asset at the opening; null when it is not known.</summary>
    public string? Version { get; init; }
}
