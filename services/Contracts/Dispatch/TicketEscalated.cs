namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch when somebody escalated a ticket by hand.</summary>
public sealed record TicketEscalated : TicketEvent
{
    public required string Reason { get; init; }
}
