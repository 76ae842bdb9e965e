namespace ServiceMesh.Contracts;

/// <summary>Published by Intake with a brand's whole state when it is created, changed or retired: a name under which the tenant sells some of its products.</summary>
public sealed record BrandChanged : Event
{
    public required Guid BrandId { get; init; }

    /// <summary>Lower-case letters, digits and hyphens; it never changes. Products, wordings and questionnaires name the brand by it.</summary>
    public required string Code { get; init; }

    /// <summary>What its customers call it in Chinese.</summary>
    public required string NameZh { get; init; }

    /// <summary>The same in English and every other language.</summary>
    public required string NameEn { get; init; }

    /// <summary>True: nothing is sold under it any more, and what names it speaks under the tenant's own name until it is taken up again.</summary>
    public bool Retired { get; init; }

    public override Guid AggregateId => BrandId;
}
