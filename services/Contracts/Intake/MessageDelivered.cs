namespace ServiceMesh.Contracts;

/// <summary>Published by Intake when an IM platform accepted a message, or the visitor of a web chat has read a notice.</summary>
public sealed record MessageDelivered : TicketEvent
{
    public required Guid MessageId { get; init; }

    /// <summary>True where it is known that it was read: in a web chat.</summary>
    public bool Read { get; init; }
}
