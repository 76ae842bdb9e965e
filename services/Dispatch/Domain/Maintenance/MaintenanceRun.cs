using ServiceMesh.Contracts;

namespace ServiceMesh.Dispatch.Domain.Maintenance;

/// <summary>Where a run stands.</summary>
public enum RunState
{
    Scheduled,

    /// <summary>Its window is open, or over, and nobody has begun.</summary>
    Due,
    InProgress,

    /// <summary>Its time is up and nobody has begun.</summary>
    Overdue,
    Completed,
    Cancelled,
}

/// <summary>Something that was done to a run.</summary>
/// <param name="What"><c>scheduled</c>, <c>rescheduled</c>, <c>announced</c>, <c>assigned</c>, <c>due</c>, <c>overdue</c>, <c>escalated</c>, <c>started</c>, <c>evidence</c>, <c>checked</c>, <c>waived</c>, <c>completed</c> or <c>cancelled</c>.</param>
public sealed record RunStep(DateTimeOffset At, string What, string? By = null, string? Note = null);

/// <summary>What was done to a run, oldest first.</summary>
public sealed record RunHistory(IReadOnlyList<RunStep> Steps)
{
    /// <summary>The most steps that are kept: the first and the latest.</summary>
    public const int Most = 200;

    public static RunHistory None { get; } = new([]);

    public RunHistory With(RunStep step) =>
        new(Steps.Count < Most ? [.. Steps, step] : [Steps[0], .. Steps.Skip(Steps.Count - Most + 2), step]);
}

/// <summary>One occurrence of a plan. It changes only by <see cref="RunMachine"/>.</summary>
public sealed record MaintenanceRun
{
    public required Guid Id { get; init; }
    public required string Tenant { get; init; }
    public required Guid PlanId { get; init; }
    public required MaintenanceKind Kind { get; init; }
    public required Guid ContractId { get; init; }
    public required Guid CustomerId { get; init; }
    public Guid? ProductId { get; init; }
    public Guid? AssetId { get; init; }

    /// <summary>The day it is planned for, in <see cref="Zone"/>. A plan has one run for a day, whatever happens.</summary>
    public required DateOnly OccursOn { get; init; }
    public required string Zone { get; init; }
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset Until { get; init; }

    /// <summary>Until when it has to be completed; exactly then is in time.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>When the customer is told of the window; null when not.</summary>
    public DateTimeOffset? AnnounceAt { get; init; }
    public DateTimeOffset? AnnouncedAt { get; init; }
    public required RunState State { get; init; }
    public required MaintenanceCover Cover { get; init; }

    /// <summary>Why it takes place without cover.</summary>
    public string? CoverReason { get; init; }

    /// <summary>Recovery time and data loss promised, in seconds; for restore drills.</summary>
    public long? RtoSeconds { get; init; }
    public long? RpoSeconds { get; init; }
    public required Guid TeamId { get; init; }
    public Guid? EngineerId { get; init; }

    /// <summary>Why this engineer, in words.</summary>
    public string? Explanation { get; init; }

    /// <summary>The same as data.</summary>
    public AssignmentReason? Why { get; init; }

    /// <summary>What is to be done; fixed when the run starts, until then the plan's or the tenant's.</summary>
    public Checklist? Checklist { get; init; }
    public CheckAnswers Checks { get; init; } = CheckAnswers.None;
    public Evidence Evidence { get; init; } = Evidence.None;
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The due instant that passed without completion; it stays, whatever follows.</summary>
    public DateTimeOffset? OverdueAt { get; init; }

    /// <summary>How far an overdue run was escalated, see <see cref="RunTime"/>; 0 when it was not.</summary>
    public int Escalations { get; init; }
    public DateTimeOffset? CompletedAt { get; init; }
    public MaintenanceVerdict? Verdict { get; init; }

    /// <summary>What was not reached, see <see cref="Maintenance.Verdict.Because"/>.</summary>
    public string[] VerdictBecause { get; init; } = [];
    public string? Remark { get; init; }

    /// <summary>Why an upgrade's rollback was not tested, and who answers for it.</summary>
    public string? WaiverReason { get; init; }
    public string? WaiverBy { get; init; }

    /// <summary>Why it was cancelled, see <see cref="MaintenanceRunCancelled.Reason"/>.</summary>
    public string? CancelReason { get; init; }

    /// <summary>How often its window was moved by hand.</summary>
    public int Reschedules { get; init; }

    /// <summary>Counts what a calendar shows of it, from 0: RFC 5545's SEQUENCE.</summary>
    public int Sequence { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public RunHistory History { get; init; } = RunHistory.None;

    /// <summary>Neither completed nor cancelled.</summary>
    public bool IsOpen => State is not (RunState.Completed or RunState.Cancelled);
    public bool IsCovered => Cover == MaintenanceCover.Covered || CoverReason is not null;
}
