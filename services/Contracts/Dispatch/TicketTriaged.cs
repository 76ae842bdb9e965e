namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch at each triage and re-triage. It carries all that Sla needs to attach clocks.</summary>
public sealed record TicketTriaged : TicketEvent
{
    /// <summary>1 (critical) to 5 (planning).</summary>
    public required int Severity { get; init; }
    public required Level Impact { get; init; }
    public required Level Urgency { get; init; }
    public required WorkType WorkType { get; init; }

    /// <summary>True when somebody chose the work type, at the opening or later; null when a rule, the class of request or the default decided.</summary>
    public bool? WorkTypeByHand { get; init; }
    public required Channel Channel { get; init; }
    public required TicketKind Kind { get; init; }
    public string? Category { get; init; }
    public Guid? CustomerId { get; init; }
    public Guid? ProductId { get; init; }
    public Guid? AssetId { get; init; }
    public Guid? ContractId { get; init; }
    public string? ServiceLevel { get; init; }

    /// <summary>Who has the ticket: the team, and the engineer unless it waits in the team's queue.</summary>
    public string? TeamName { get; init; }
    public Guid? EngineerId { get; init; }
    public string? EngineerName { get; init; }

    /// <summary>What registration found the reporter entitled to, see <see cref="TicketOpened.Entitlement"/>; null when it was not told.</summary>
    public string? Entitlement { get; init; }

    /// <summary>When the ticket was opened: clocks start here.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When staff answered the opening call; null when there was none.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }
    public required string Number { get; init; }

    /// <summary>What decided: <c>matrix</c>, the name of a rule, or <c>manual</c>.</summary>
    public required string DecidedBy { get; init; }

    /// <summary>The severity before; null at the first triage.</summary>
    public int? PreviousSeverity { get; init; }
    public string? Reason { get; init; }

    /// <summary>What sort of fault it is, where a rule or somebody has said so.</summary>
    public string? FaultClass { get; init; }

    /// <summary>The module of the product; null when none is known.</summary>
    public string? Module { get; init; }

    /// <summary>Null for none.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>The names of the rules that fired at the opening, in their order; null for none.</summary>
    public IReadOnlyList<string>? Rules { get; init; }
}
