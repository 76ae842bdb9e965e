namespace ServiceMesh.Intake.Persistence;

/// <summary>A thing that a customer bought.</summary>
public sealed class AssetRow
{
    public required string Tenant { get; init; }
    public required Guid Id { get; init; }
    public required Guid CustomerId { get; set; }
    public required Guid ProductId { get; set; }
    public required string SerialNumber { get; set; }
    public string? Name { get; set; }

    /// <summary>The version installed.</summary>
    public string? Version { get; set; }

    /// <summary>Where it stands; Intake's alone, no other service needs it.</summary>
    public string? Location { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
}
