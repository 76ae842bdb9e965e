namespace ServiceMesh.Contracts;

/// <summary>
/// Published by Dispatch when a ticket was opened while the same customer's upgrade is under way: the upgrade is the first suspect, and
/// support is its backstop.
/// </summary>
public sealed record TicketTiedToMaintenance : TicketEvent
{
    public required Guid RunId { get; init; }
    public required Guid PlanId { get; init; }
    public required string PlanName { get; init; }
    public required MaintenanceKind Kind { get; init; }

    /// <summary>The window's beginning.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The window's end as planned.</summary>
    public required DateTimeOffset To { get; init; }
    public Guid? EngineerId { get; init; }
    public string? EngineerName { get; init; }
}
