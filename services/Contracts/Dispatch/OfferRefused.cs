namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch when the engineer refused; the ticket goes to the next.</summary>
public sealed record OfferRefused : TicketEvent
{
    public required Guid OfferId { get; init; }
    public required Guid EngineerId { get; init; }
    public required string EngineerName { get; init; }
    public required string Reason { get; init; }
}
