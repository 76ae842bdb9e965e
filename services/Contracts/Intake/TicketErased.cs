namespace ServiceMesh.Contracts;

/// <summary>
/// Published by Intake for each ticket of a person who was erased on request: what they wrote and said of themselves is gone from it, and goes from every copy. What staff
/// did stays.
/// </summary>
public sealed record TicketErased : TicketEvent
{
    public required Guid ContactId { get; init; }

    /// <summary>The ticket's number: it stands where the subject stood.</summary>
    public required string Number { get; init; }
}
