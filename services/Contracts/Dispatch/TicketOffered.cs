namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch when a ticket was offered to an engineer, who may accept or refuse until it expires.</summary>
public sealed record TicketOffered : TicketEvent
{
    public required Guid OfferId { get; init; }
    public required Guid TeamId { get; init; }
    public required Guid EngineerId { get; init; }
    public required string EngineerName { get; init; }
    public string? EngineerEmail { get; init; }
    public required string EngineerLanguage { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Why this engineer: the ranking in English words.</summary>
    public string? Explanation { get; init; }

    /// <summary>The same as data; null in events from before it was kept.</summary>
    public AssignmentReason? Why { get; init; }
    public required TicketCard Card { get; init; }
}
