namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch when the same asset has the same fault again within the tenant's days after it was solved. Once for a ticket.</summary>
public sealed record SecondRepairFound : TicketEvent
{
    public required Guid AssetId { get; init; }
    public required string FaultClass { get; init; }

    /// <summary>The ticket that had solved it.</summary>
    public required Guid EarlierTicketId { get; init; }
    public required string EarlierNumber { get; init; }
    public required DateTimeOffset EarlierResolvedAt { get; init; }

    /// <summary>Who had solved it.</summary>
    public Guid? EarlierEngineerId { get; init; }
}
