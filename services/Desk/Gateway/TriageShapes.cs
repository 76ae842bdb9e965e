namespace ServiceMesh.Desk;

/// <summary>A tenant's triage as a version.</summary>
public sealed record TriageVersionShape
{
    public int Version { get; init; }
    public TriageBookShape Book { get; init; } = new();
    public string? Note { get; init; }
    public string? By { get; init; }
    public DateTimeOffset? At { get; init; }
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

public sealed record TriageListedShape(int Version, string? Note, string? By, DateTimeOffset At, int Rules);

public sealed record TriageBookShape
{
    public MatrixShape Matrix { get; init; } = new([1, 2, 3], [2, 3, 4], [3, 4, 5]);
    public IReadOnlyList<TriageRuleShape> Rules { get; init; } = [];
    public CompletenessShape Completeness { get; init; } = new([], []);
    public int SecondRepairDays { get; init; } = 90;
}

/// <summary>Severities by impact, each for high, medium and low urgency.</summary>
public sealed record MatrixShape(int[] High, int[] Medium, int[] Low);

public sealed record CompletenessShape(string[] Support, string[] Maintenance, bool Enforced = false);

public sealed record TriageRuleShape(string Name, OutcomeShape Set, TriageConditionShape[]? All = null, TriageConditionShape[]? Any = null, bool Stop = false, bool Enabled = true);

public sealed record TriageConditionShape(string Field, string Op, string[]? Values = null);

public sealed record OutcomeShape(
    string? Category = null, string? WorkType = null, string? Impact = null, string? Urgency = null, int? Severity = null, Guid? TeamId = null, string? FaultClass = null, string[]? Tags = null);

public sealed record DryRunShape(int Tickets, int Changed, int KeptByHand, IReadOnlyList<DryRunRuleShape> Rules, IReadOnlyList<DryRunTicketShape> Items);

public sealed record DryRunRuleShape(string Name, int Matched, int Changed);

public sealed record DryRunTicketShape(
    Guid TicketId, string Number, string Subject, DateTimeOffset OpenedAt, IReadOnlyList<string> Rules, IReadOnlyList<DryRunChangeShape> Changes, IReadOnlyList<string> Kept);

public sealed record DryRunChangeShape(string Field, string? Was, string? Now);

/// <summary>What similar solved tickets suggest, the strongest first.</summary>
public sealed record SuggestionsShape
{
    public IReadOnlyList<SuggestedShape> Categories { get; init; } = [];
    public IReadOnlyList<SuggestedShape> Products { get; init; } = [];
    public IReadOnlyList<SuggestedShape> FaultClasses { get; init; } = [];
    public IReadOnlyList<SolutionShape> Solutions { get; init; } = [];
}

/// <param name="Share">0 to 1.</param>
public sealed record SuggestedShape(string Value, string? Name, double Share, IReadOnlyList<EvidenceShape> Because);

public sealed record SolutionShape(string Resolution, string? CauseCode, DateTimeOffset ResolvedAt, EvidenceShape Because);

/// <param name="Words">What both tickets have in common.</param>
public sealed record EvidenceShape(Guid TicketId, string Number, string Subject, double Similarity, IReadOnlyList<string> Words);
