using ServiceMesh.Contracts;

namespace ServiceMesh.Intake.Domain;

/// <summary>A contract as far as it decides about cover. Both days are in the tenant's zone and covered.</summary>
public sealed record ContractTerms(
    Guid Id, string Number, string ServiceLevel, DateOnly StartsOn, DateOnly EndsOn, IReadOnlyList<Guid> ProductIds)
{
    /// <summary>Single assets covered, besides what <see cref="ProductIds"/> names; with both empty everything is covered.</summary>
    public IReadOnlyList<Guid> AssetIds { get; init; } = [];

    /// <summary>Channels covered; null means all.</summary>
    public IReadOnlyList<Channel>? Channels { get; init; }

    /// <summary>Cases included in the whole term; null means any number.</summary>
    public int? CaseLimit { get; init; }

    /// <summary>
    /// Cases of this contract so far; counted only where there is a limit. Cancelled and merged tickets, callbacks and maintenance are no cases.
    /// </summary>
    public int CasesUsed { get; init; }

    /// <summary>Cases left, 0 or more; null without a limit.</summary>
    public int? CasesLeft => CaseLimit is { } limit ? Math.Max(0, limit - CasesUsed) : null;

    /// <summary>Visits to the customer included in the whole term; null means any number.</summary>
    public int? VisitLimit { get; init; }

    /// <summary>Visits completed on tickets of this contract so far; counted only where there is a limit.</summary>
    public int VisitsUsed { get; init; }

    /// <summary>Visits left, 0 or more; null without a limit.</summary>
    public int? VisitsLeft => VisitLimit is { } limit ? Math.Max(0, limit - VisitsUsed) : null;

    /// <summary>Whether upgrades are part of it; null where the contract does not say.</summary>
    public bool? UpgradesIncluded { get; init; }

    /// <summary>Last day on which what it covers is supported at all; null without one.</summary>
    public DateOnly? EndOfSupport { get; init; }

    /// <summary>The earlier of its own end of support and that of the version asked about; null without either.</summary>
    public DateOnly? SupportedUntil(EntitlementQuestion asked) =>
        EndOfSupport is { } end && asked.SupportedUntil is { } version ? (end < version ? end : version) : EndOfSupport ?? asked.SupportedUntil;
}

/// <summary>What somebody asks for: whatever is known of it.</summary>
/// <param name="Contract">The contract that was named, for example by its number on the telephone.</param>
/// <param name="NeedsVisit">Whether somebody has to come: then a contract without a visit left is exhausted. Without that, its visits do not matter.</param>
/// <param name="WorkType">Maintenance is not held against an end of support: an upgrade is how one gets out of it. Null counts as support.</param>
/// <param name="RequestClass">The key of the class of request: <see cref="Domain.RequestClass.UpgradeKey"/> needs a contract that includes upgrades.</param>
/// <param name="SupportedUntil">Last day on which the installed version is supported; null where nothing is known of it.</param>
public sealed record EntitlementQuestion(
    DateOnly Day, Guid? Product = null, Guid? Asset = null, Guid? Contract = null, Channel? Channel = null, bool NeedsVisit = false,
    WorkType? WorkType = null, string? RequestClass = null, DateOnly? SupportedUntil = null);

/// <summary>A contract that could cover what is asked for, and how well it fits.</summary>
/// <param name="Weight">1 for the account's contract, 2 when it names the product, 3 the asset, 4 when it was named itself; 0 when nobody can tell.</param>
/// <param name="Status">What this contract alone would answer: one of <see cref="Entitlement.Status"/>.</param>
public sealed record EntitlementCandidate(ContractTerms Contract, int Weight, string Status);

/// <summary>What a customer may ask for on a day. It is stated, never a reason to refuse a ticket.</summary>
/// <param name="Status">
/// <c>covered</c>; <c>exhausted</c> (no case is left, or no visit where one is needed); <c>channel-not-covered</c>; <c>support-ended</c> (the contract's end of support,
/// or that of the installed version, is past); <c>upgrade-not-included</c> (an upgrade, and the contract promises none); <c>expired</c> or <c>not-started</c> (a contract would
/// cover it on another day); <c>product-not-covered</c>; <c>ambiguous</c> (nothing was named and several contracts could be meant); <c>none</c>.
/// </param>
public sealed record Entitlement(string Status, ContractTerms? Contract, int Weight = 0)
{
    public const string Covered = "covered";
    public const string Exhausted = "exhausted";
    public const string ChannelNotCovered = "channel-not-covered";
    public const string SupportEnded = "support-ended";
    public const string UpgradeNotIncluded = "upgrade-not-included";
    public const string Expired = "expired";
    public const string NotStarted = "not-started";
    public const string ProductNotCovered = "product-not-covered";
    public const string Ambiguous = "ambiguous";
    public const string Unknown = "unknown";

    /// <summary>There is no contract at all, or nobody knows whose ticket it is.</summary>
    public static Entitlement None { get; } = new("none", null);

    /// <summary>Why it is answered so, in the words that an agent is shown: where no contract decided, it is <c>unknown</c>.</summary>
    public string Answer => Status == Expired || IsInForce(Status) ? Status : Unknown;

    /// <summary>
    /// Chooses among a customer's contracts: of those in force the one that covers and fits best, then the later start. If none covers,
    /// the best fitting says why. With nothing named, a contract for everything counts, or the only one in force.
    /// </summary>
    public static Entitlement Decide(IReadOnlyCollection<ContractTerms> contracts, EntitlementQuestion asked)
    {
        var candidates = Candidates(contracts, asked);
        var inForce = candidates.Where(c => IsInForce(c.Status)).ToList();
        if ((inForce.Find(c => c is { Weight: > 0, Status: Covered }) ?? inForce.Find(c => c.Weight > 0)) is { } best)
            return new(best.Status, best.Contract, best.Weight);
        if (inForce.Count > 0)
            return inForce.Count == 1 ? new(inForce[0].Status, inForce[0].Contract) : new(Ambiguous, null);
        if (candidates.Where(c => c.Status == Expired).MaxBy(c => c.Contract.EndsOn) is { } past)
            return new(Expired, past.Contract, past.Weight);
        if (candidates.Where(c => c.Status == NotStarted).MinBy(c => c.Contract.StartsOn) is { } future)
            return new(NotStarted, future.Contract, future.Weight);
        return contracts.Any(c => c.StartsOn <= asked.Day && asked.Day <= c.EndsOn) ? new(ProductNotCovered, null) : None;
    }

    /// <summary>Every contract that could be meant, best first.</summary>
    public static IReadOnlyList<EntitlementCandidate> Candidates(IEnumerable<ContractTerms> contracts, EntitlementQuestion asked) =>
    [
        .. contracts
            .Select(c => (Contract: c, Weight: Weigh(c, asked)))
            .Where(c => c.Weight is not null)
            .Select(c => new EntitlementCandidate(c.Contract, c.Weight!.Value, Judge(c.Contract, asked)))
            .OrderByDescending(c => c.Weight)
            .ThenByDescending(c => c.Contract.StartsOn)
            .ThenBy(c => c.Contract.Number, StringComparer.Ordinal),
    ];

    private static int? Weigh(ContractTerms contract, EntitlementQuestion asked)
    {
        if (contract.Id == asked.Contract)
            return 4;
        if (asked.Asset is { } asset && contract.AssetIds.Contains(asset))
            return 3;
        if (asked.Product is { } product && contract.ProductIds.Contains(product))
            return 2;
        if (contract.ProductIds.Count == 0 && contract.AssetIds.Count == 0)
            return 1;
        return asked.Product is null && asked.Asset is null ? 0 : null;
    }

    /// <summary>Whether a contract of that answer holds on the day, whatever it does not cover.</summary>
    private static bool IsInForce(string status) => status is Covered or Exhausted or ChannelNotCovered or SupportEnded or UpgradeNotIncluded;

    private static string Judge(ContractTerms contract, EntitlementQuestion asked)
    {
        if (asked.Day > contract.EndsOn)
            return Expired;
        if (asked.Day < contract.StartsOn)
            return NotStarted;
        if (asked.Channel is { } channel && contract.Channels is { } covered && !covered.Contains(channel))
            return ChannelNotCovered;
        if (asked.RequestClass == RequestClass.UpgradeKey && contract.UpgradesIncluded == false)
            return UpgradeNotIncluded;
        if (asked.WorkType != WorkType.Maintenance && contract.SupportedUntil(asked) < asked.Day)
            return SupportEnded;
        return contract.CasesLeft == 0 || (asked.NeedsVisit && contract.VisitsLeft == 0) ? Exhausted : Covered;
    }
}
