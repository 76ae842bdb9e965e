namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch when an engineer started to work on the ticket.</summary>
public sealed record WorkStarted : TicketEvent
{
    public Guid? EngineerId { get; init; }
}
