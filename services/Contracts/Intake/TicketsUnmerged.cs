namespace ServiceMesh.Contracts;

/// <summary>
/// Published by Intake when a merge was taken back. <see cref="Event.TicketId"/> stands for itself again: its clocks are attached anew as
/// of its opening.
/// </summary>
public sealed record TicketsUnmerged : TicketEvent
{
    /// <summary>The ticket it had been merged into.</summary>
    public required Guid FromTicketId { get; init; }

    /// <summary>When it had been merged.</summary>
    public required DateTimeOffset MergedAt { get; init; }
    public string? Reason { get; init; }
}
