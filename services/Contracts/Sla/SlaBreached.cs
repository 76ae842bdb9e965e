namespace ServiceMesh.Contracts;

/// <summary>Published by Sla when a promise was missed. <see cref="Event.OccurredAt"/> is the due instant.</summary>
public sealed record SlaBreached : TicketEvent
{
    public required string Clock { get; init; }
    public required DateTimeOffset DueAt { get; init; }
    public required int Cycle { get; init; }

    /// <summary>Set if more was found at the same look at the ticket; null when there was nothing but this.</summary>
    public FoundTogether? Together { get; init; }
}
