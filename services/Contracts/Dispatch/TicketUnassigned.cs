namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch when the engineer gave the ticket back to the team's queue.</summary>
public sealed record TicketUnassigned : TicketEvent
{
    public required Guid TeamId { get; init; }
    public Guid? EngineerId { get; init; }
    public string? Reason { get; init; }
}
