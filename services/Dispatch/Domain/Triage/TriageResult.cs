using ServiceMesh.Contracts;

namespace ServiceMesh.Dispatch.Domain.Triage;

/// <summary>What a rule did to a ticket.</summary>
/// <param name="Set">What it decided.</param>
/// <param name="KeptByHand">What it would have decided, had not somebody chosen it by hand.</param>
public sealed record FiredRule(string Name, IReadOnlyList<TriageField> Set, IReadOnlyList<TriageField> KeptByHand);

/// <summary>How a ticket was triaged, kept with it.</summary>
/// <param name="BookVersion">Of the rules; 0 for a tenant without any.</param>
public sealed record TriageNote(int BookVersion, IReadOnlyList<FiredRule> Rules)
{
    /// <summary>Somebody chose support or maintenance, at the opening or later: no rule decides it.</summary>
    public bool WorkTypeByHand { get; init; }
}

/// <summary>A triage by matrix and rules.</summary>
/// <param name="DecidedBy">What the severity comes from.</param>
/// <param name="TeamRule">The rule that chose the team.</param>
public sealed record TriageResult(
    string? Category, WorkType WorkType, Level Impact, Level Urgency, int Severity, string DecidedBy, Guid? TeamId, string? TeamRule, string? FaultClass,
    IReadOnlyList<string> Tags, IReadOnlyList<FiredRule> Rules)
{
    /// <summary>Staff chose the work type.</summary>
    public bool WorkTypeByHand { get; init; }
}
