namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch when a visit was agreed, and again when it was moved.</summary>
public sealed record VisitScheduled : TicketEvent
{
    public required Guid VisitId { get; init; }

    /// <summary>The agreed window.</summary>
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset To { get; init; }
    public Guid? EngineerId { get; init; }
    public string? EngineerName { get; init; }
    public string? Place { get; init; }
}
