namespace ServiceMesh.Contracts;

/// <summary>
/// Published by Intake when staff found that a ticket is about the same as another. <see cref="Event.TicketId"/> is the one that ends: its clocks
/// are cancelled, and what its customer writes from now on joins the other.
/// </summary>
public sealed record TicketsMerged : TicketEvent
{
    /// <summary>The ticket that goes on.</summary>
    public required Guid IntoTicketId { get; init; }

    /// <summary>The number of the ticket that goes on.</summary>
    public required string IntoNumber { get; init; }
    public string? Reason { get; init; }
}
