namespace ServiceMesh.Contracts;

/// <summary>One of the things that a look at a ticket found together.</summary>
public sealed record FoundLevel
{
    public required FoundKind Kind { get; init; }
    public required string Clock { get; init; }
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Of a warning: the share of the clock's working time that is used up; null otherwise.</summary>
    public int? Percent { get; init; }

    /// <summary>Of a warning that was agreed as such and not as a share: working seconds left; null otherwise.</summary>
    public long? BeforeDueSeconds { get; init; }

    /// <summary>Of a warning: the leg of an either-or clock that was missed while another can still be kept; null otherwise.</summary>
    public string? MissedLeg { get; init; }

    /// <summary>Of an escalation: its level, from 1; null otherwise.</summary>
    public int? Level { get; init; }

    /// <summary>Of an escalation: the role to tell; null otherwise.</summary>
    public string? Role { get; init; }
}

/// <summary>What a threshold that was passed is told by.</summary>
public enum FoundKind
{
    /// <summary>By SlaBreached.</summary>
    Breach,

    /// <summary>By SlaEscalated.</summary>
    Escalation,

    /// <summary>By SlaWarned.</summary>
    Warning,
}
