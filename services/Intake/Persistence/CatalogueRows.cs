namespace ServiceMesh.Intake.Persistence;

/// <summary>A class of request as the tenant has it; see <see cref="Domain.RequestClass"/>.</summary>
public sealed class RequestClassRow
{
    public required string Tenant { get; init; }
    public required string Key { get; init; }

    /// <summary>The whole class, as JSON.</summary>
    public required string Definition { get; set; }

    /// <summary>Counts its changes; 0 for what the version before wrote.</summary>
    public int Version { get; set; }
    public required DateTimeOffset ChangedAt { get; set; }
}

/// <summary>A class of request as it stood once, and who made it so. Never changed.</summary>
public sealed class RequestClassVersionRow
{
    public required string Tenant { get; init; }
    public required string Key { get; init; }

    /// <summary>From 1.</summary>
    public required int Version { get; init; }
    public required string Definition { get; init; }
    public required string ChangedBy { get; init; }
    public string? ChangedById { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
}
