namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch when a ticket ended without being worked: opened in error, a duplicate, withdrawn.</summary>
public sealed record TicketCancelled : TicketEvent
{
    public required string Reason { get; init; }
}
