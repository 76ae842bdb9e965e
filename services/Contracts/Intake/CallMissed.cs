namespace ServiceMesh.Contracts;

/// <summary>Published by Intake when a call ended unanswered. The callback ticket it made is <see cref="Event.TicketId"/>.</summary>
public sealed record CallMissed : TicketEvent
{
    public required Guid CallId { get; init; }
    public required string ChannelId { get; init; }
}
