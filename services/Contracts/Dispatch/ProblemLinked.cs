namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch when a ticket was put down to a common cause, or no longer is.</summary>
public sealed record ProblemLinked : TicketEvent
{
    /// <summary>The problem; null when the link was taken back.</summary>
    public Guid? ProblemId { get; init; }
    public string? Title { get; init; }
}
