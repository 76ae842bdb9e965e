namespace ServiceMesh.Contracts;

/// <summary>Published by Sla when a share of a clock's working time is used up.</summary>
public sealed record SlaWarned : TicketEvent
{
    public required string Clock { get; init; }
    public required int Percent { get; init; }
    public required DateTimeOffset DueAt { get; init; }
    public required int Cycle { get; init; }
}
