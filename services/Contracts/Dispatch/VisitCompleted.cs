namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch when the engineer closed the visit with a report.</summary>
public sealed record VisitCompleted : TicketEvent
{
    public required Guid VisitId { get; init; }
    public required string Report { get; init; }
}
