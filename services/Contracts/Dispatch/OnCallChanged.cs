namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch with who is on call in a team, whenever that changes: a handover, an override, an absence, a new rotation.</summary>
public sealed record OnCallChanged : Event
{
    public required Guid TeamId { get; init; }
    public required string TeamName { get; init; }

    /// <summary>By layer, the first to be called first; empty when nobody is on call.</summary>
    public required IReadOnlyList<OnCallPerson> OnCall { get; init; }

    /// <summary>When it changes next as planned; null when nothing is planned.</summary>
    public DateTimeOffset? NextChangeAt { get; init; }

    public override Guid AggregateId => TeamId;
}
