namespace ServiceMesh.Contracts;

/// <summary>Whether the contract pays for a maintenance run on its day, in the tenant's zone.</summary>
public enum MaintenanceCover
{
    Covered,

    /// <summary>The contract has ended, or the product's support has.</summary>
    Expired,
    NotStarted,

    /// <summary>The contract leaves this kind of maintenance out.</summary>
    NotIncluded,
    ProductNotCovered,
}
