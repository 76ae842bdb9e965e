namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch when a visit was agreed, and again when it was moved, or went to another engineer with its ticket.</summary>
public sealed record VisitScheduled : TicketEvent
{
    public required Guid VisitId { get; init; }

    /// <summary>The agreed window.</summary>
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset To { get; init; }
    public Guid? EngineerId { get; init; }
    public string? EngineerName { get; init; }
    public string? Place { get; init; }

    /// <summary>The place in degrees (WGS 84).</summary>
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }

    /// <summary>Parts to be taken along; null for none.</summary>
    public IReadOnlyList<string>? Parts { get; init; }

    /// <summary>The estimated way there.</summary>
    public int? TravelMinutes { get; init; }

    /// <summary>Why it begins later than the contract promises; null when it does not.</summary>
    public string? LateReason { get; init; }

    /// <summary>Why it was agreed although something spoke against the engineer; null when nothing did.</summary>
    public string? OverrideReason { get; init; }

    /// <summary>True when the window is as it was and only the engineer is another: the visit went with its ticket. Null when it was agreed or moved.</summary>
    public bool? OtherEngineer { get; init; }
}
