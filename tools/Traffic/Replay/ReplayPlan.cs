namespace ServiceMesh.Traffic.Replay;

/// <summary>What a log asks for: its people, and for each ticket what to do in which order. Made by <see cref="Planner"/>.</summary>
public sealed record ReplayPlan
{
    /// <summary>Rows in the log.</summary>
    public required int Rows { get; init; }
    public required IReadOnlyList<TicketPlan> Tickets { get; init; }
    public required IReadOnlyList<CallerPlan> Callers { get; init; }
    public required IReadOnlyList<TeamPlan> Teams { get; init; }
    public required IReadOnlyList<EngineerPlan> Engineers { get; init; }

    /// <summary>What must be found on the timelines in the end, counted from the log's own columns.</summary>
    public required Figures Expected { get; init; }
}

/// <summary>The figures that are compared.</summary>
/// <param name="Reassignments">Steps of the log's counter.</param>
/// <param name="Waits">Entries into a waiting state from another state, another waiting state included.</param>
/// <param name="Reopenings">Steps of the log's counter, or ends of a resolved state where it has none.</param>
/// <param name="Closings">Entries into the closed state.</param>
public sealed record Figures(int Tickets, int Reassignments, int Waits, int Reopenings, int Closings)
{
    /// <summary>The sum, figure by figure.</summary>
    public static Figures operator +(Figures a, Figures b) => new(
        a.Tickets + b.Tickets, a.Reassignments + b.Reassignments, a.Waits + b.Waits, a.Reopenings + b.Reopenings, a.Closings + b.Closings);

    /// <summary>Nothing of anything.</summary>
    public static Figures None { get; } = new(0, 0, 0, 0, 0);
}

/// <summary>One ticket of the log. Caller, customer, team and engineer are the log's names; null where it has none.</summary>
/// <param name="Expected">This ticket's share of the figures.</param>
public sealed record TicketPlan(
    string Number, int Line, int Rows, string Subject, string Channel, string? Category, string? Caller, string? Impact, string? Urgency,
    IReadOnlyList<Step> Steps, Figures Expected);

/// <summary>Who reports: a person at a customer.</summary>
public sealed record CallerPlan(string Name, string Customer);

/// <summary>A team and the categories whose tickets began with it most often.</summary>
public sealed record TeamPlan(string Name, IReadOnlyList<string> Categories);

/// <summary>An engineer and the teams he was seen in.</summary>
public sealed record EngineerPlan(string Name, IReadOnlyList<string> Teams);

/// <summary>One thing to do, caused by the row at <paramref name="Line"/>; <paramref name="Part"/> counts the things one row causes.</summary>
public abstract record Step(int Line, int Part);

public sealed record TriageStep(int Line, int Part, string Impact, string Urgency, int? Severity) : Step(Line, Part);

public sealed record AssignStep(int Line, int Part, string? Team, string? Engineer) : Step(Line, Part);

/// <summary>Work goes on in the log; it is begun where somebody has the ticket and has not begun yet.</summary>
public sealed record StartStep(int Line, int Part) : Step(Line, Part);

/// <param name="Reason">As the API names it, for example <c>waitingForCustomer</c>.</param>
public sealed record PauseStep(int Line, int Part, string Reason) : Step(Line, Part);

public sealed record ResumeStep(int Line, int Part) : Step(Line, Part);

public sealed record ResolveStep(int Line, int Part, string? CauseCode) : Step(Line, Part);

public sealed record ReopenStep(int Line, int Part) : Step(Line, Part);

public sealed record CloseStep(int Line, int Part) : Step(Line, Part);
