namespace ServiceMesh.Intake.Domain;

/// <summary>A contract as far as it decides about cover. Both days are in the tenant's zone and covered.</summary>
public sealed record ContractTerms(
    Guid Id, string Number, string ServiceLevel, DateOnly StartsOn, DateOnly EndsOn, IReadOnlyList<Guid> ProductIds);

/// <summary>What a customer may ask for on a day. It is stated, never a reason to refuse a ticket.</summary>
/// <param name="Status">
/// <c>covered</c>; <c>expired</c> or <c>not-started</c> (a contract would cover it on another day); <c>product-not-covered</c>;
/// <c>ambiguous</c> (no product was named and several contracts could be meant); <c>none</c>.
/// </param>
public sealed record Entitlement(string Status, ContractTerms? Contract)
{
    public const string Covered = "covered";
    public const string Expired = "expired";
    public const string NotStarted = "not-started";
    public const string ProductNotCovered = "product-not-covered";
    public const string Ambiguous = "ambiguous";

    /// <summary>There is no contract at all, or nobody knows whose ticket it is.</summary>
    public static Entitlement None { get; } = new("none", null);

    /// <summary>
    /// Chooses among a customer's contracts. One that names the product wins over one for every product, then the later start.
    /// Without a product, a contract for every product counts, or the only active one.
    /// </summary>
    public static Entitlement Decide(IReadOnlyCollection<ContractTerms> contracts, Guid? product, DateOnly day)
    {
        var active = contracts.Where(c => c.StartsOn <= day && day <= c.EndsOn).ToList();
        if (Best(active, product) is { } contract)
            return new(Covered, contract);
        if (product is null && active.Count > 0)
            return active.Count == 1 ? new(Covered, active[0]) : new(Ambiguous, null);
        if (contracts.Where(c => c.EndsOn < day && Covers(c, product)).MaxBy(c => c.EndsOn) is { } past)
            return new(Expired, past);
        if (contracts.Where(c => c.StartsOn > day && Covers(c, product)).MinBy(c => c.StartsOn) is { } future)
            return new(NotStarted, future);
        return active.Count > 0 ? new(ProductNotCovered, null) : None;
    }

    private static ContractTerms? Best(IEnumerable<ContractTerms> active, Guid? product) => active
        .Where(c => c.ProductIds.Count == 0 || (product is { } p && c.ProductIds.Contains(p)))
        .OrderBy(c => c.ProductIds.Count == 0)
        .ThenByDescending(c => c.StartsOn)
        .ThenBy(c => c.Number, StringComparer.Ordinal)
        .FirstOrDefault();

    private static bool Covers(ContractTerms contract, Guid? product) =>
        product is null || contract.ProductIds.Count == 0 || contract.ProductIds.Contains(product.Value);
}
