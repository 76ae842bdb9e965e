namespace ServiceMesh.Contracts;

/// <summary>Published by Intake when the customer says that a resolved or closed ticket is not solved.</summary>
public sealed record ReopenRequested : TicketEvent
{
    public string? Reason { get; init; }
}
