namespace ServiceMesh.Desk;

/// <summary>A run of planned maintenance in a list.</summary>
public sealed record RunShape
{
    public Guid Id { get; init; }
    public Guid PlanId { get; init; }
    public string PlanName { get; init; } = "";
    public string Kind { get; init; } = "";
    public Guid ContractId { get; init; }
    public string ContractNumber { get; init; } = "";
    public Guid CustomerId { get; init; }
    public string? CustomerName { get; init; }

    /// <summary>The day it was planned for, in <see cref="Zone"/>.</summary>
    public DateOnly OccursOn { get; init; }
    public string Zone { get; init; } = "Etc/UTC";
    public DateTimeOffset From { get; init; }
    public DateTimeOffset To { get; init; }
    public DateTimeOffset DueAt { get; init; }

    /// <summary><c>scheduled</c>, <c>due</c>, <c>inProgress</c>, <c>overdue</c>, <c>completed</c> or <c>cancelled</c>.</summary>
    public string State { get; init; } = "";
    public string Cover { get; init; } = "covered";
    public string? CoverReason { get; init; }
    public Guid TeamId { get; init; }
    public string TeamName { get; init; } = "";
    public Guid? EngineerId { get; init; }
    public string? EngineerName { get; init; }
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The due instant that passed; it stays when the run is completed later.</summary>
    public DateTimeOffset? OverdueAt { get; init; }
    public DateTimeOffset? CompletedAt { get; init; }
    public string? Verdict { get; init; }
    public string? CancelReason { get; init; }
    public int Reschedules { get; init; }

    public bool Open => State is not ("completed" or "cancelled");

    /// <summary>The contract pays, or a manager lets it take place.</summary>
    public bool Covered => Cover == "covered" || CoverReason is not null;
}

/// <summary>A page of runs, and how many of all there are in each state.</summary>
public sealed record RunPageShape(IReadOnlyList<RunShape> Items, string? Next, RunCountsShape Counts);

public sealed record RunCountsShape(int ThisWeek, int Due, int InProgress, int Overdue);

public sealed record ChecklistShape(IReadOnlyList<ChecklistItemShape> Items);

public sealed record ChecklistItemShape(string Key, string Text, string? TextZh = null, bool Required = true);

/// <param name="State"><c>done</c> or <c>skipped</c>.</param>
public sealed record CheckAnswerShape(string Key, string State, string? Note, string? By, DateTimeOffset At);

/// <summary>A piece of evidence asked for.</summary>
/// <param name="Type"><c>text</c>, <c>number</c>, <c>choice</c>, <c>checksum</c> or <c>instant</c>.</param>
/// <param name="Phase"><c>before</c> the start or <c>after</c> it.</param>
public sealed record EvidenceFieldShape(string Name, string Type, string Phase, long Min, long Max, IReadOnlyList<string>? Choices, bool Required);

public sealed record RunStepShape(DateTimeOffset At, string What, string? By, string? Note);

public sealed record TiedTicketShape(Guid TicketId, string Number, string Subject, string State, DateTimeOffset OpenedAt);

/// <summary>A run with all there is to it.</summary>
public sealed record RunDetailShape
{
    public RunShape Run { get; init; } = new();
    public ChecklistShape Checklist { get; init; } = new([]);
    public IReadOnlyList<CheckAnswerShape> Checks { get; init; } = [];
    public IReadOnlyList<EvidenceFieldShape> Form { get; init; } = [];
    public IReadOnlyDictionary<string, string> Evidence { get; init; } = new Dictionary<string, string>();

    /// <summary>What keeps it from starting, or once started from closing, by field.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];
    public long? RtoSeconds { get; init; }
    public long? RpoSeconds { get; init; }
    public IReadOnlyList<string> VerdictBecause { get; init; } = [];
    public string? Remark { get; init; }
    public string? WaiverReason { get; init; }
    public string? WaiverBy { get; init; }
    public string? Explanation { get; init; }

    /// <summary>The explanation as data.</summary>
    public Contracts.AssignmentReason? Why { get; init; }
    public string? PlanNote { get; init; }
    public IReadOnlyList<RunStepShape> History { get; init; } = [];
    public IReadOnlyList<TiedTicketShape> Tickets { get; init; } = [];
}

/// <summary>The upgrade that a ticket was opened in.</summary>
public sealed record TiedRunShape(Guid RunId, string PlanName, string Kind, DateTimeOffset From, DateTimeOffset To, string State, string? EngineerName);

/// <summary>What is done for a contract again and again.</summary>
public sealed record PlanShape
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";
    public string Kind { get; init; } = "";
    public Guid ContractId { get; init; }
    public string ContractNumber { get; init; } = "";
    public Guid CustomerId { get; init; }
    public string? CustomerName { get; init; }
    public Guid? ProductId { get; init; }
    public Guid? AssetId { get; init; }
    public string Zone { get; init; } = "";
    public DateOnly StartsOn { get; init; }
    public DateOnly? EndsOn { get; init; }
    public TimeOnly At { get; init; }
    public int Minutes { get; init; }
    public string Rule { get; init; } = "";
    public int GraceHours { get; init; }
    public int AnnounceDays { get; init; }
    public Guid TeamId { get; init; }
    public string TeamName { get; init; } = "";
    public Guid? EngineerId { get; init; }
    public string? EngineerName { get; init; }
    public int? RtoMinutes { get; init; }
    public int? RpoMinutes { get; init; }
    public ChecklistShape? Checklist { get; init; }
    public string? Note { get; init; }
    public string Cover { get; init; } = "covered";
    public string? CoverReason { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public string? EndReason { get; init; }
}

public sealed record WindowShape(DateOnly On, DateTimeOffset From, DateTimeOffset To);

/// <summary>What a rule would give; the rule as it is understood.</summary>
public sealed record PlanPreviewShape(string Rule, IReadOnlyList<WindowShape> Windows);

/// <param name="Own">The tenant changed the list.</param>
public sealed record KindShape(string Kind, ChecklistShape Checklist, bool Own, IReadOnlyList<EvidenceFieldShape>? Evidence = null);

/// <summary>A year's plan.</summary>
public sealed record YearShape(int Year, IReadOnlyList<YearPlanShape> Plans);

public sealed record YearPlanShape(
    Guid PlanId, string Name, string Kind, string ContractNumber, Guid CustomerId, string? CustomerName, string Zone, string Rule, string TeamName, bool Ended, IReadOnlyList<YearRunShape> Runs);

public sealed record YearRunShape(
    Guid? RunId, DateOnly OccursOn, DateTimeOffset From, DateTimeOffset To, string State, string Cover, bool Overdue, string? Verdict, string? EngineerName, int Reschedules);

/// <summary>A calendar for other programs, without its address.</summary>
public sealed record FeedShape(Guid Id, string Name, string Language, Guid? CustomerId, Guid? ContractId, string? CreatedBy, DateTimeOffset CreatedAt);

/// <param name="Path">Its secret address below the public one; shown once.</param>
public sealed record FeedCreatedShape(Guid Id, string Path);
