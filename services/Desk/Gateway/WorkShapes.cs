namespace ServiceMesh.Desk;

/// <summary>A ticket's work in full.</summary>
public sealed record WorkShape : BoardRow
{
    public string? Impact { get; init; }
    public string? Urgency { get; init; }
    public string? Category { get; init; }
    public string? FaultClass { get; init; }
    public Guid? ProductId { get; init; }

    /// <summary>The module of the product in which it is.</summary>
    public string? Module { get; init; }
    public string? DecidedBy { get; init; }
    public string? Explanation { get; init; }

    /// <summary>The explanation as data.</summary>
    public Contracts.AssignmentReason? Why { get; init; }
    public IReadOnlyList<FixPlanShape> FixPlans { get; init; } = [];
    public IReadOnlyList<PauseShape> Pauses { get; init; } = [];
    public string? Resolution { get; init; }
    public string? CauseCode { get; init; }

    /// <summary>The ticket whose fault came back.</summary>
    public Named? SecondRepairOf { get; init; }

    /// <summary>The common cause that it is put down to.</summary>
    public Named? Problem { get; init; }

    /// <summary>The upgrade during which it was opened.</summary>
    public TiedRunShape? Maintenance { get; init; }

    /// <summary>How it was triaged; null when no rule had a say and nobody chose.</summary>
    public TriageNoteShape? Triage { get; init; }
}

public sealed record FixPlanShape
{
    public string Cause { get; init; } = "";
    public string Steps { get; init; } = "";
    public string Risk { get; init; } = "";
    public int EstimatedMinutes { get; init; }
    public DateTimeOffset? At { get; init; }
    public string? By { get; init; }
}

public sealed record PauseShape
{
    public string Reason { get; init; } = "";
    public string? Note { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
}
