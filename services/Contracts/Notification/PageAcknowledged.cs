namespace ServiceMesh.Contracts;

/// <summary>
/// Published by Notification when the person paged by a call pressed the key that takes the ticket on. Dispatch decides what follows:
/// <see cref="EscalationAcknowledged"/> while the paging goes on, nothing when it has ended.
/// </summary>
public sealed record PageAcknowledged : TicketEvent
{
    public required Guid PagingId { get; init; }

    /// <summary>The page that was answered.</summary>
    public required Guid PageId { get; init; }
}
