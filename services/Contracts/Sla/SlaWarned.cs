namespace ServiceMesh.Contracts;

/// <summary>Published by Sla when a share of a clock's working time is used up.</summary>
public sealed record SlaWarned : TicketEvent
{
    public required string Clock { get; init; }

    /// <summary>The share of the clock's working time that is used up.</summary>
    public required int Percent { get; init; }

    /// <summary>Working seconds left, when the warning was agreed as such and not as a share; null otherwise.</summary>
    public long? BeforeDueSeconds { get; init; }

    /// <summary>The leg of an either-or clock that was missed while another can still be kept; null otherwise.</summary>
    public string? MissedLeg { get; init; }
    public required DateTimeOffset DueAt { get; init; }
    public required int Cycle { get; init; }

    /// <summary>Set if more was found at the same look at the ticket; null when there was nothing but this.</summary>
    public FoundTogether? Together { get; init; }
}
