namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch when an offer was not answered in time; the ticket goes to the next.</summary>
public sealed record OfferExpired : TicketEvent
{
    public required Guid OfferId { get; init; }
    public required Guid EngineerId { get; init; }
    public required string EngineerName { get; init; }
}
