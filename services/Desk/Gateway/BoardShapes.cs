namespace ServiceMesh.Desk;

/// <summary>A clock as the board and Sla tell it. While paused only <see cref="RemainingSeconds"/> is known.</summary>
public record ClockShape
{
    public string Clock { get; init; } = "";
    public string State { get; init; } = "";
    public DateTimeOffset StartedAt { get; init; }
    public double TargetSeconds { get; init; }
    public DateTimeOffset? DueAt { get; init; }
    public double RemainingSeconds { get; init; }
    public DateTimeOffset? MetAt { get; init; }
    public DateTimeOffset? BreachedAt { get; init; }
    public string? PausedBy { get; init; }
    public int Cycle { get; init; } = 1;

    /// <summary>The alternatives of an either-or clock; null for all others.</summary>
    public IReadOnlyList<LegShape>? Legs { get; init; }
}

/// <summary>One way to keep an either-or promise: <c>running</c>, <c>met</c>, <c>missed</c> or <c>cancelled</c>.</summary>
public sealed record LegShape(string Clock, string State, DateTimeOffset? DueAt = null, DateTimeOffset? MetAt = null)
{
    /// <summary>What did what it asks for; null while nothing has, and where that is not told.</summary>
    public HappeningShape? MetBy { get; init; }
}

/// <summary>What started or met a clock, for example <c>agentMessage</c>.</summary>
public sealed record HappeningShape(string Event, DateTimeOffset At);

/// <summary>A ticket as the board lists it.</summary>
public record BoardRow
{
    public Guid Id { get; init; }
    public string Number { get; init; } = "";
    public string Subject { get; init; } = "";
    public string? CustomerName { get; init; }
    public string Channel { get; init; } = "";
    public string Kind { get; init; } = "";
    public string WorkType { get; init; } = "";
    public int Severity { get; init; }
    public string State { get; init; } = "";
    public Guid? TeamId { get; init; }
    public string? TeamName { get; init; }
    public Guid? EngineerId { get; init; }
    public string? EngineerName { get; init; }
    public DateTimeOffset OpenedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }
    public string? WaitingFor { get; init; }
    public IReadOnlyList<ClockShape> Clocks { get; init; } = [];
    public DateTimeOffset? LastCustomerMessageAt { get; init; }
    public DateTimeOffset? LastAgentMessageAt { get; init; }
    public int Cycle { get; init; } = 1;
    public long Version { get; init; }
}

public sealed record BoardCounts
{
    public int Open { get; init; }
    public int Assigned { get; init; }
    public int InProgress { get; init; }
    public int Waiting { get; init; }
    public int Resolved { get; init; }
    public int Breached { get; init; }
    public int DueSoon { get; init; }
}

public sealed record BoardPageShape(IReadOnlyList<BoardRow> Items, string? Next, BoardCounts? Counts);
