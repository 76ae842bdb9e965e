namespace ServiceMesh.Contracts;

/// <summary>One clock of a ticket as it stood at <see cref="SlaClocksChanged"/>.</summary>
public sealed record ClockView
{
    /// <summary>
    /// <c>firstResponse</c>, <c>nextResponse</c>, <c>update</c>, <c>diagnosis</c>, <c>remoteAssistance</c>, <c>onSiteArrival</c>, <c>resolution</c>
    /// or a name of the policy's own.
    /// </summary>
    public required string Clock { get; init; }
    public required ClockState State { get; init; }
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Working seconds promised.</summary>
    public required long TargetSeconds { get; init; }

    /// <summary>The promise; null while paused, when only the remaining time is known.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Working seconds left at the time of this event; not negative.</summary>
    public required long RemainingSeconds { get; init; }
    public DateTimeOffset? MetAt { get; init; }

    /// <summary>The due instant that was missed, not the time of its detection.</summary>
    public DateTimeOffset? BreachedAt { get; init; }

    /// <summary>Of a breached clock: when it was cancelled all the same, so that it is not to be met any more; null otherwise.</summary>
    public DateTimeOffset? CancelledAt { get; init; }
    public PauseReason? PausedBy { get; init; }

    /// <summary>The service cycle; of a clock that recurs (next response, update, team), the number of the run.</summary>
    public required int Cycle { get; init; }

    /// <summary>The service cycle in which it started; null in events from before clocks recurred, where it is <see cref="Cycle"/>.</summary>
    public int? ServiceCycle { get; init; }

    /// <summary>The team whose own clock this is (OLA), which is no promise to the customer; null for all others.</summary>
    public string? Team { get; init; }

    /// <summary>True if it is cancelled because the ticket became part of another; null otherwise.</summary>
    public bool? IsMerged { get; init; }

    /// <summary>The alternatives of an either-or clock; null for all others.</summary>
    public IReadOnlyList<ClockLegView>? Legs { get; init; }
}
