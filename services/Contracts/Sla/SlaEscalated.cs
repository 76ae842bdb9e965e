namespace ServiceMesh.Contracts;

/// <summary>Published by Sla when a level of a clock's escalation ladder was reached.</summary>
public sealed record SlaEscalated : TicketEvent
{
    public required string Clock { get; init; }

    /// <summary>Counts from 1.</summary>
    public required int Level { get; init; }

    /// <summary>The role to tell, for example <c>manager</c>.</summary>
    public required string Role { get; init; }
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>The service cycle; of a clock that recurs (next response, update, team), the number of the run.</summary>
    public required int Cycle { get; init; }

    /// <summary>The service cycle in which the clock started; null in events from before it was told.</summary>
    public int? ServiceCycle { get; init; }

    /// <summary>Set if more was found at the same look at the ticket; null when there was nothing but this.</summary>
    public FoundTogether? Together { get; init; }
}
