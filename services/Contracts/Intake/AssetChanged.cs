namespace ServiceMesh.Contracts;

/// <summary>Published by Intake with an asset's whole state when it is created or changed.</summary>
public sealed record AssetChanged : Event
{
    public required Guid AssetId { get; init; }
    public required Guid CustomerId { get; init; }
    public required Guid ProductId { get; init; }
    public required string SerialNumber { get; init; }
    public string? Name { get; init; }

    /// <summary>The version installed, for example <c>16.5</c>; null when it is not known.</summary>
    public string? Version { get; init; }

    public override Guid AggregateId => AssetId;
}
