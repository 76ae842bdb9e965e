namespace ServiceMesh.Contracts;

/// <summary>Published by Intake when a customer wrote into an existing ticket. The message that opens a ticket is part of TicketOpened.</summary>
public sealed record CustomerMessageReceived : TicketEvent
{
    public required Guid MessageId { get; init; }
    public required Channel Channel { get; init; }
    public required string Text { get; init; }
}
