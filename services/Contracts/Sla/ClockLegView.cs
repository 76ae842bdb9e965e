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

    /// <summary>Of a promise for the same day: until what local time a report counts for its day, like <c>16:00</c>; null for all other legs.</summary>
    public string? Cutoff { get; init; }

    /// <summary>Of a promise for the same day: IANA name of the zone in which day and cutoff are meant, the calendar's; null for all other legs.</summary>
    public string? Zone { get; init; }
}

/// <summary>Where a leg stands: met cancels the others, missed alone breaks no promise.</summary>
public enum ClockLegState
{
    Running,
    Met,
    Missed,
    Cancelled,
}
