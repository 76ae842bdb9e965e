namespace ServiceMesh.Gateway.Persistence;

/// <summary>A Data Protection key, shared by all instances of the gateway so that each reads the other's affinity cookies.</summary>
public sealed class ProtectionKey
{
    public required string Name { get; init; }
    public required string Xml { get; init; }
}
