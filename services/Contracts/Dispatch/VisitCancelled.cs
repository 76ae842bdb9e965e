namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch when an agreed visit will not take place.</summary>
public sealed record VisitCancelled : TicketEvent
{
    public required Guid VisitId { get; init; }
    public required string Reason { get; init; }
}
