using ServiceMesh.Contracts;

namespace ServiceMesh.Dispatch.Domain.Maintenance;

/// <summary>Something to do to a run, by somebody.</summary>
public abstract record RunCommand(Actor By);

/// <summary>It begins.</summary>
/// <param name="Checklist">What is to be done, from now on.</param>
/// <param name="CoverReason">Why it takes place although the contract does not cover it.</param>
public sealed record StartRun(Actor By, Checklist Checklist, string? CoverReason) : RunCommand(By);

/// <summary>Evidence, read by <see cref="EvidenceReader"/>; an empty value takes one away.</summary>
public sealed record ShowEvidence(Actor By, IReadOnlyDictionary<string, string> Values) : RunCommand(By);

/// <summary>An item of the checklist is answered; without a state the answer is taken back.</summary>
public sealed record CheckItem(Actor By, string Key, CheckState? State, string? Note) : RunCommand(By);

/// <summary>Somebody answers for an upgrade whose rollback is not tested.</summary>
public sealed record WaiveRollbackTest(Actor By, string Reason) : RunCommand(By);

/// <summary>It is done.</summary>
/// <param name="Remark">Required when the verdict is not good.</param>
public sealed record CompleteRun(Actor By, string? Remark) : RunCommand(By);

/// <summary>Its window is moved by hand; its length stays.</summary>
public sealed record RescheduleRun(Actor By, DateTimeOffset From, string Reason) : RunCommand(By);

/// <summary>The plan has another window for it, or it is back in the plan.</summary>
public sealed record ReplanRun(Actor By, DateTimeOffset From, DateTimeOffset Until, DateTimeOffset DueAt, DateTimeOffset? AnnounceAt) : RunCommand(By);

/// <summary>It ends without being done.</summary>
public sealed record CancelRun(Actor By, string Reason) : RunCommand(By);

/// <summary>Who does it.</summary>
public sealed record AssignRun(Actor By, Guid TeamId, Guid? EngineerId, string? EngineerName, string Explanation) : RunCommand(By)
{
    /// <summary>The explanation as data.</summary>
    public AssignmentReason? Why { get; init; }

    /// <summary>Whether the engineer gives it to himself.</summary>
    public bool Claimed { get; init; }
}

/// <summary>Why a command is refused.</summary>
/// <param name="Code">For example <c>maintenance.evidence-missing</c>.</param>
/// <param name="Fields">What is missing or wrong, by field.</param>
public sealed record RunRefusal(string Code, string Detail, IReadOnlyDictionary<string, string[]>? Fields = null);

/// <summary>What a command makes of a run.</summary>
/// <param name="Events">Made when it is stored, from who and what is known then.</param>
public sealed record RunDecision(MaintenanceRun Run, IReadOnlyList<Func<MaintenanceRunCard, Event>> Events, RunRefusal? Refusal = null);
