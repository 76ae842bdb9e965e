namespace ServiceMesh.Contracts;

/// <summary>Published by Intake when a call rings on a queue. The stream is the call's.</summary>
public sealed record CallRinging : Event
{
    public required Guid CallId { get; init; }
    public required string ChannelId { get; init; }

    /// <summary>Whether the caller's number is known: <c>exact</c>, <c>extension-stripped</c>, <c>ambiguous</c> or <c>none</c>.</summary>
    public required string CallerMatch { get; init; }
    public Guid? CustomerId { get; init; }
    public Guid? ContactId { get; init; }

    public override Guid AggregateId => CallId;
}
