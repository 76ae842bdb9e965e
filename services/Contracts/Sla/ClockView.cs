namespace ServiceMesh.Contracts;

/// <summary>One clock of a ticket as it stood at <see cref="SlaClocksChanged"/>.</summary>
public sealed record ClockView
{
    /// <summary><c>firstResponse</c>, <c>diagnosis</c> or <c>resolution</c>.</summary>
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
    public PauseReason? PausedBy { get; init; }
    public required int Cycle { get; init; }
}
