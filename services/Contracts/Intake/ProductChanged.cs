namespace ServiceMesh.Contracts;

/// <summary>Published by Intake with a product's whole state when it is created or changed.</summary>
public sealed record ProductChanged : Event
{
    public required Guid ProductId { get; init; }
    public required string Code { get; init; }
    public required string Name { get; init; }

    /// <summary>Names of the modules it is made of; null in events from before they were told.</summary>
    public IReadOnlyList<string>? Modules { get; init; }

    /// <summary>The code of the brand it is sold under, see <see cref="BrandChanged"/>; null: the tenant's own name.</summary>
    public string? Brand { get; init; }

    public override Guid AggregateId => ProductId;
}
