namespace ServiceMesh.Contracts;

/// <summary>Published by Intake when an agent's message could not be delivered to the IM platform after all retries.</summary>
public sealed record MessageFailed : TicketEvent
{
    public required Guid MessageId { get; init; }

    /// <summary>A stable reason, for example <c>receiver-refused</c> or <c>timed-out</c>.</summary>
    public required string Reason { get; init; }
}
