namespace ServiceMesh.Contracts;

/// <summary>
/// Published by Intake when staff made a ticket part of a major incident, or took it out again. <see cref="Event.TicketId"/> is the ticket that is part of
/// it; each keeps its own clocks.
/// </summary>
public sealed record TicketParentChanged : TicketEvent
{
    /// <summary>The incident's ticket; null when it is part of none any more.</summary>
    public Guid? ParentTicketId { get; init; }
    public string? ParentNumber { get; init; }
}
