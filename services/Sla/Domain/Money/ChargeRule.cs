using NodaTime;
using ServiceMesh.Contracts;

namespace ServiceMesh.Sla.Domain.Money;

/// <summary>A contract as far as it decides about charges. Both days are covered.</summary>
public sealed record Cover(LocalDate StartsOn, LocalDate EndsOn, decimal? CasePrice, string? Currency);

/// <summary>A price.</summary>
public sealed record Price(decimal Amount, string Currency);

/// <summary>A request as far as it decides about charges.</summary>
/// <param name="OpenedOn">The day of opening in the tenant's zone.</param>
/// <param name="WorkType">Support or maintenance.</param>
/// <param name="Kind">A request or a call back; the latter is never charged.</param>
/// <param name="Entitlement">What registration found, such as <c>covered</c> or <c>exhausted</c>; null when it was not told.</param>
public sealed record ChargedRequest(LocalDate OpenedOn, WorkType WorkType, TicketKind Kind, string? Entitlement = null);

/// <summary>A charge for a request.</summary>
/// <param name="Reason"><c>per-case</c>, or why nothing covered it: <c>none</c>, <c>expired</c>, <c>not-started</c>, <c>product-not-covered</c>, <c>exhausted</c>, <c>channel-not-covered</c>, <c>support-ended</c>, <c>upgrade-not-included</c>, <c>ambiguous</c>.</param>
/// <param name="Amount">Null when there is no price for it.</param>
/// <param name="Currency">Null without an amount.</param>
public sealed record Charge(string Reason, decimal? Amount, string? Currency);

/// <summary>Decides whether a request costs money.</summary>
public static class ChargeRule
{
    /// <summary>A case under a contract that is charged case by case.</summary>
    public const string PerCase = "per-case";

    private static readonly string[] _notCovered = ["none", "expired", "not-started", "product-not-covered", "exhausted", "channel-not-covered", "support-ended", "upgrade-not-included", "ambiguous"];

    /// <summary>
    /// The charge; null when there is none. Support under a contract with a case price is charged per case; maintenance is what the fee is for. What no
    /// contract covers costs the contract's case price, else the tenant's price; where neither exists a request with a contract is still
    /// put down without an amount, and one without leaves nothing.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="contract">Its contract; null when it has none.</param>
    /// <param name="uncovered">The tenant's price of a request that nothing covers; null when it has none.</param>
    public static Charge? Decide(ChargedRequest request, Cover? contract, Price? uncovered)
    {
        if (request.Kind != TicketKind.Request)
        {
            return null;
        }

        var price = contract is { CasePrice: { } amount, Currency: { } currency } ? new Price(amount, currency) : null;
        if (WhyUncovered(request, contract) is { } reason)
        {
            var due = price ?? uncovered;
            return due is null && contract is null ? null : new(reason, due?.Amount, due?.Currency);
        }

        return price is { Amount: > 0 } && request.WorkType == WorkType.Support ? new(PerCase, price.Amount, price.Currency) : null;
    }

    private static string? WhyUncovered(ChargedRequest request, Cover? contract)
    {
        if (_notCovered.Contains(request.Entitlement))
        {
            return request.Entitlement;
        }

        return contract is null ? "none"
            : request.OpenedOn > contract.EndsOn ? "expired"
            : request.OpenedOn < contract.StartsOn ? "not-started"
            : null;
    }
}
