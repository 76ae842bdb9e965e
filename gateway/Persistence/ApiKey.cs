namespace ServiceMesh.Gateway.Persistence;

/// <summary>A machine's way in. Only the hash of its secret is stored.</summary>
public sealed class ApiKey
{
    public required Guid Id { get; init; }
    public required string Tenant { get; init; }
    public required string Name { get; init; }
    public required List<string> Roles { get; init; }
    public required byte[] SecretHash { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required Guid? CreatedBy { get; init; }
}
