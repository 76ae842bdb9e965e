namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch when the engineer closed the visit with a report.</summary>
public sealed record VisitCompleted : TicketEvent
{
    public required Guid VisitId { get; init; }
    public required string Report { get; init; }

    /// <summary>Who signed for it on the customer's side; null when nobody did.</summary>
    public string? SignedBy { get; init; }

    /// <summary>How many photos belong to the report; null for none.</summary>
    public int? Photos { get; init; }
    public IReadOnlyList<string>? PartsUsed { get; init; }
}
