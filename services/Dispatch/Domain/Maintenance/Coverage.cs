using ServiceMesh.Contracts;

namespace ServiceMesh.Dispatch.Domain.Maintenance;

/// <summary>What a contract says of maintenance.</summary>
/// <param name="ProductIds">Products covered; empty means all.</param>
/// <param name="UpgradesIncluded">Null when it says nothing, which leaves nothing out.</param>
/// <param name="EndOfSupport">The last day on which the product version is supported at all.</param>
public sealed record ContractTerms(DateOnly StartsOn, DateOnly EndsOn, IReadOnlyList<Guid> ProductIds, bool? UpgradesIncluded, DateOnly? EndOfSupport)
{
    /// <summary>Whether it pays for a run on a day in the tenant's zone; first and last day are part of it.</summary>
    public MaintenanceCover Of(MaintenanceKind kind, Guid? product, DateOnly day)
    {
        if (day < StartsOn) return MaintenanceCover.NotStarted;
        if (day > EndsOn || day > EndOfSupport) return MaintenanceCover.Expired;
        if (product is { } id && ProductIds.Count > 0 && !ProductIds.Contains(id)) return MaintenanceCover.ProductNotCovered;
        return kind == MaintenanceKind.Upgrade && UpgradesIncluded == false ? MaintenanceCover.NotIncluded : MaintenanceCover.Covered;
    }
}
