namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch 30 days before an engineer's certificate ends, and once more when it has ended: then no work that needs it is offered.</summary>
public sealed record CertificateExpiring : Event
{
    public required Guid EngineerId { get; init; }
    public required string EngineerName { get; init; }
    public string? EngineerEmail { get; init; }
    public required string Certificate { get; init; }

    /// <summary>The last day on which it is valid, in the tenant's zone.</summary>
    public required DateOnly ValidUntil { get; init; }

    /// <summary>True once it is no longer valid.</summary>
    public required bool Expired { get; init; }
    public required IReadOnlyList<Guid> TeamIds { get; init; }

    public override Guid AggregateId => EngineerId;
}
