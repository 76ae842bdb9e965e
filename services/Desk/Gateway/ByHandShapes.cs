namespace ServiceMesh.Desk;

/// <summary>One thing that speaks against somebody.</summary>
/// <param name="MayBePassedOver">By a dispatcher or manager, with a reason.</param>
public sealed record AgainstShape(Contracts.Exclusion Why, bool MayBePassedOver);

/// <summary>A closed ticket whose record is not complete.</summary>
public sealed record IncompleteRecordShape(BoardRow Ticket, DateTimeOffset? ClosedAt, IReadOnlyList<string> Missing);

/// <summary>How a ticket was triaged.</summary>
public sealed record TriageNoteShape
{
    /// <summary>Somebody chose support or maintenance: no rule decides it.</summary>
    public bool WorkTypeByHand { get; init; }
}
