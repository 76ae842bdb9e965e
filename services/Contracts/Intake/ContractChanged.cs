namespace ServiceMesh.Contracts;

/// <summary>Published by Intake with a contract's whole state when it is created or changed.</summary>
public sealed record ContractChanged : Event
{
    public required Guid ContractId { get; init; }
    public required Guid CustomerId { get; init; }
    public required string Number { get; init; }

    /// <summary>First day of cover, in the tenant's zone.</summary>
    public required DateOnly StartsOn { get; init; }

    /// <summary>Last day of cover, in the tenant's zone.</summary>
    public required DateOnly EndsOn { get; init; }

    /// <summary>The service level agreed, for example <c>standard</c> or <c>premium</c>: Sla chooses its policy by it.</summary>
    public required string ServiceLevel { get; init; }

    /// <summary>Products covered; empty means every product of the customer.</summary>
    public required IReadOnlyList<Guid> ProductIds { get; init; }

    public override Guid AggregateId => ContractId;
}
