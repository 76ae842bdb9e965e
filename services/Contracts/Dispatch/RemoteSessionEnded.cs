namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch when the work on the customer's system from afar was ended with its log.</summary>
public sealed record RemoteSessionEnded : TicketEvent
{
    public required Guid SessionId { get; init; }

    /// <summary>What was done.</summary>
    public required string Log { get; init; }

    /// <summary>How long it lasted.</summary>
    public required int Minutes { get; init; }
}
