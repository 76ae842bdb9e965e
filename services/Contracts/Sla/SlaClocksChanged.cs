namespace ServiceMesh.Contracts;

/// <summary>Published by Sla with all clocks of a ticket whenever one of them changed.</summary>
public sealed record SlaClocksChanged : TicketEvent
{
    /// <summary>Name and version of the policy in force, for example <c>premium-support</c> and 1; null when none applies.</summary>
    public string? Policy { get; init; }
    public int? PolicyVersion { get; init; }

    /// <summary>For how many seconds of wall time since it was resolved a reopening continues the service cycle; null when no policy says so.</summary>
    public long? ReopenWindowSeconds { get; init; }
    public required IReadOnlyList<ClockView> Clocks { get; init; }

    /// <summary>The earliest due of the running clocks; null when none runs.</summary>
    public DateTimeOffset? NextDueAt { get; init; }
}
