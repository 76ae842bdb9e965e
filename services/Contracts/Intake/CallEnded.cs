namespace ServiceMesh.Contracts;

/// <summary>Published by Intake when the talk on an answered call is over. The call's ticket, which goes on, is <see cref="Event.TicketId"/>.</summary>
public sealed record CallEnded : TicketEvent
{
    public required Guid CallId { get; init; }
    public required string ChannelId { get; init; }

    /// <summary>When it was answered.</summary>
    public required DateTimeOffset AnsweredAt { get; init; }

    /// <summary>Why it ended, in the telephone system's words; null when it says nothing.</summary>
    public string? Cause { get; init; }

    /// <summary>The engineer who talked; null when no engineer is known for it.</summary>
    public Guid? EngineerId { get; init; }
}
