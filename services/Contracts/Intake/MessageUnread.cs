namespace ServiceMesh.Contracts;

/// <summary>
/// Published by Intake when the visitor of a web chat has not read an agent's message within two minutes: he has gone, and it must reach him
/// another way.
/// </summary>
public sealed record MessageUnread : TicketEvent
{
    public required Guid MessageId { get; init; }
    public required string Text { get; init; }
}
