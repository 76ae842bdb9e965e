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

    /// <summary>Fee per month, 0 or more, in <see cref="Currency"/>; null when it is not known here.</summary>
    public decimal? MonthlyFee { get; init; }

    /// <summary>ISO 4217 code of every amount of the contract, for example <c>CNY</c>; null when it has none.</summary>
    public string? Currency { get; init; }

    /// <summary>Price of a case, 0 or more, in <see cref="Currency"/>; null when cases are not charged one by one.</summary>
    public decimal? CasePrice { get; init; }

    /// <summary>Most credit in a month, in percent of the monthly fee (0 to 100); null when nothing caps it.</summary>
    public decimal? MonthlyCreditCapPercent { get; init; }

    /// <summary>The plan sold, for example <c>gold</c>; null when it has no name.</summary>
    public string? Plan { get; init; }

    /// <summary>Channels covered; null means every channel.</summary>
    public IReadOnlyList<Channel>? Channels { get; init; }

    /// <summary>Cases included in the whole term; null means any number.</summary>
    public int? CaseLimit { get; init; }

    /// <summary>Visits to the customer included in the whole term; null means any number.</summary>
    public int? VisitLimit { get; init; }

    /// <summary>Whether upgrades are part of the contract; null when it says nothing.</summary>
    public bool? UpgradesIncluded { get; init; }

    /// <summary>Last day on which the product version is supported at all, in the tenant's zone; null when none is agreed.</summary>
    public DateOnly? EndOfSupport { get; init; }

    public override Guid AggregateId => ContractId;
}
