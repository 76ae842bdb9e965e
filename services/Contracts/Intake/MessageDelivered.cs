namespace ServiceMesh.Contracts;

/// <summary>Published by Intake when an IM platform accepted an agent's message.</summary>
public sealed record MessageDelivered : TicketEvent
{
    public required Guid MessageId { get; init; }
}
