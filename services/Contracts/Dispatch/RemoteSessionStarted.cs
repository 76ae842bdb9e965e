namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch when staff began to work on the customer's system from afar. It meets the remote assistance clock.</summary>
public sealed record RemoteSessionStarted : TicketEvent
{
    public required Guid SessionId { get; init; }

    /// <summary>The tool or the way, for example <c>TeamViewer</c>; null when nobody said.</summary>
    public string? Tool { get; init; }
    public string? Note { get; init; }

    /// <summary>Where the session is joined.</summary>
    public string? Link { get; init; }
}
