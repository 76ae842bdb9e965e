namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch with a team's whole state when it is created or changed.</summary>
public sealed record TeamChanged : Event
{
    public required Guid TeamId { get; init; }
    public required string Name { get; init; }

    public override Guid AggregateId => TeamId;
}
