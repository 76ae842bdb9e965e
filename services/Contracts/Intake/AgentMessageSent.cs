namespace ServiceMesh.Contracts;

/// <summary>Published by Intake when staff wrote a public message to the customer. The first one meets first response.</summary>
public sealed record AgentMessageSent : TicketEvent
{
    public required Guid MessageId { get; init; }

    /// <summary>The channel that carries it: IM goes back through its platform, everything else by e-mail.</summary>
    public required Channel Channel { get; init; }
    public required string Text { get; init; }
}
