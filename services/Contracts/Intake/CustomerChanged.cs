namespace ServiceMesh.Contracts;

/// <summary>Published by Intake with a customer's whole state when it is created or changed.</summary>
public sealed record CustomerChanged : Event
{
    public required Guid CustomerId { get; init; }
    public required string Name { get; init; }
    public string? Region { get; init; }

    public override Guid AggregateId => CustomerId;
}
