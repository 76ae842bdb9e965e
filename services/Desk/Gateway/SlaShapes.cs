namespace ServiceMesh.Desk;

/// <summary>A ticket's clocks with everything that made them, as Sla tells.</summary>
public sealed record SlaShape
{
    public string? Policy { get; init; }
    public int? PolicyVersion { get; init; }
    public string? Rule { get; init; }

    /// <summary>Why this policy and rule, in Sla's English.</summary>
    public string? Explanation { get; init; }
    public IReadOnlyList<ExplainedClockShape> Clocks { get; init; } = [];
    public IReadOnlyList<LeftOutShape> LeftOut { get; init; } = [];
}

/// <summary>A clock, unfolded.</summary>
public sealed record ExplainedClockShape : ClockShape
{
    /// <summary>False if other terms took its place.</summary>
    public bool InForce { get; init; } = true;
    public DateTimeOffset? AttachedAt { get; init; }
    public DateTimeOffset? CancelledAt { get; init; }
    public double ElapsedWorkingSeconds { get; init; }
    public double ElapsedWallSeconds { get; init; }
    public string? Policy { get; init; }
    public int? PolicyVersion { get; init; }
    public string? Rule { get; init; }
    public string? Calendar { get; init; }
    public int? CalendarVersion { get; init; }
    public string? TimeZone { get; init; }

    /// <summary>What started it.</summary>
    public HappeningShape? StartedBy { get; init; }

    /// <summary>What met it, in time or not; null while nothing has.</summary>
    public HappeningShape? MetBy { get; init; }

    /// <summary>What meets it, the usual first; empty for an either-or clock.</summary>
    public IReadOnlyList<string> AsksFor { get; init; } = [];

    /// <summary>The opening hours that count, up to the due time.</summary>
    public IReadOnlyList<CountedShape> Intervals { get; init; } = [];

    /// <summary>What did not count.</summary>
    public IReadOnlyList<StandShape> Pauses { get; init; } = [];
    public IReadOnlyList<LevelShape> Levels { get; init; } = [];
}

public sealed record CountedShape(DateTimeOffset From, DateTimeOffset To, double Seconds);

/// <summary>A stretch that does not count; without an end while it goes on.</summary>
public sealed record StandShape(string Reason, DateTimeOffset From, DateTimeOffset? To, double WorkingSeconds);

/// <summary>A threshold that was reached, for example <c>warning-50</c>, <c>breach</c>, <c>escalation-1</c>, <c>leg-onSiteArrival</c>.</summary>
public sealed record LevelShape(string Level, DateTimeOffset ReachedAt, DateTimeOffset? RecordedAt = null, string? SkippedBecause = null)
{
    /// <summary>Whom a level of a trial's ladder tells; null for all others.</summary>
    public string? Role { get; init; }
}

/// <summary>A fact that changed nothing because it could not follow the ones before it.</summary>
public sealed record LeftOutShape(string Kind, DateTimeOffset At);
