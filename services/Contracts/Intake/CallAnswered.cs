namespace ServiceMesh.Contracts;

/// <summary>Published by Intake when staff answered a call. It belongs to the ticket that the call opened or continued.</summary>
public sealed record CallAnswered : TicketEvent
{
    public required Guid CallId { get; init; }
    public required string ChannelId { get; init; }

    /// <summary>The engineer who answered; null when no engineer is known for it.</summary>
    public Guid? EngineerId { get; init; }
}
