namespace ServiceMesh.Contracts;

/// <summary>
/// Published by Insight when a service's timer engine, or one lane of it, was not heard of for over two minutes: what is due there does not
/// happen. It is about the installation; its tenant is the operator's, <c>default</c>. Once for each silence.
/// </summary>
public sealed record EngineLost : Event
{
    /// <summary>Names this silence.</summary>
    public required Guid LossId { get; init; }

    /// <summary>The service whose timers these are, for example <c>sla</c>.</summary>
    public required string Service { get; init; }

    /// <summary>When it, or its most silent lane, was last heard of.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>By how many seconds its most overdue timer was late when last told; 0 or more.</summary>
    public required double LatenessSeconds { get; init; }

    /// <inheritdoc />
    public override Guid AggregateId => LossId;
}
