namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch when a ticket got a team and, unless it waits in the team's queue, an engineer.</summary>
public sealed record TicketAssigned : TicketEvent
{
    public required Guid TeamId { get; init; }
    public required string TeamName { get; init; }
    public Guid? EngineerId { get; init; }
    public string? EngineerName { get; init; }
    public string? EngineerEmail { get; init; }
    public string? EngineerLanguage { get; init; }
    public Guid? PreviousTeamId { get; init; }
    public Guid? PreviousEngineerId { get; init; }

    /// <summary>How it came about: <c>automatic</c>, <c>accepted</c> (an offer), <c>claimed</c> (also by taking an escalation on, or by an engineer who gives it to himself), <c>answered</c> (the call that opened it) or <c>manual</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>True when the ticket had a team before.</summary>
    public required bool Reassigned { get; init; }

    /// <summary>Why this engineer: the ranking in English words.</summary>
    public string? Explanation { get; init; }

    /// <summary>The same as data; null in events from before it was kept.</summary>
    public AssignmentReason? Why { get; init; }
    public required TicketCard Card { get; init; }
}
