namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch when a resolved ticket was closed: the moment to ask whether the customer is satisfied.</summary>
public sealed record TicketClosed : TicketEvent
{
    public required DateTimeOffset ResolvedAt { get; init; }

    /// <summary>
    /// The parts that its record lacks, by code such as <c>faultClass</c>, where the tenant asks for complete records: the customer or time closed it before
    /// its owner completed it. Null for none.
    /// </summary>
    public IReadOnlyList<string>? MissingParts { get; init; }
    public required TicketCard Card { get; init; }
}
