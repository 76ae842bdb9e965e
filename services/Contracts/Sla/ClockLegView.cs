namespace ServiceMesh.Contracts;

/// <summary>One way to keep an either-or promise, as it stood at <see cref="SlaClocksChanged"/>.</summary>
public sealed record ClockLegView
{
    /// <summary><c>remoteAssistance</c> or <c>onSiteArrival</c>.</summary>
    public required string Clock { get; init; }
    public required ClockLegState State { get; init; }

    /// <summary>Its own due; null while it stands.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When what it asks for happened, in time or not.</summary>
    public DateTimeOffset? MetAt { get; init; }
}

/// <summary>Where a leg stands: met cancels the others, missed alone breaks no promise.</summary>
public enum ClockLegState
{
    Running,
    Met,
    Missed,
    Cancelled,
}
