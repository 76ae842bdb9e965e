namespace ServiceMesh.Contracts;

/// <summary>
/// Published by Insight when a customer's person was erased from the record on request: names and words are gone, the chain still holds. It names the
/// contact by its id only.
/// </summary>
public sealed record PersonErased : Event
{
    public required Guid ErasureId { get; init; }

    public required Guid ContactId { get; init; }

    /// <summary>Tickets of this person, 0 or more.</summary>
    public required int Tickets { get; init; }

    /// <summary>Events that lost what named the person or was written about their affairs.</summary>
    public required int Events { get; init; }

    public override Guid AggregateId => ErasureId;
}
