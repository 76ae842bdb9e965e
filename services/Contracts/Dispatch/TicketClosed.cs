namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch when a resolved ticket was closed: the moment to ask whether the customer is satisfied.</summary>
public sealed record TicketClosed : TicketEvent
{
    public required DateTimeOffset ResolvedAt { get; init; }
    public required TicketCard Card { get; init; }
}
