namespace ServiceMesh.Gateway.Persistence;

/// <summary>An organisation with its own people and data.</summary>
public sealed class Tenant
{
    public required Guid Id { get; init; }

    /// <summary>What every row, event and token carries: lower-case letters, digits and hyphens; never changes.</summary>
    public required string Key { get; init; }
    public required string Name { get; set; }
    public required string TimeZone { get; set; }
    public required List<string> Languages { get; set; }
    public required string Brand { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
}
