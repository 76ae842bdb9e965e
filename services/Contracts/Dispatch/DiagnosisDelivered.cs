namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch when a fix plan was given: cause, steps, risk and time. It meets the diagnosis clock.</summary>
public sealed record DiagnosisDelivered : TicketEvent
{
    public required string Cause { get; init; }
    public required string Steps { get; init; }
    public required string Risk { get; init; }

    /// <summary>Estimated minutes of work, at least 1.</summary>
    public required int EstimatedMinutes { get; init; }
}
