using NodaTime;

namespace ServiceMesh.Sla.Domain.Money;

/// <summary>A contract's money in a month.</summary>
/// <param name="MonthlyFee">Null when it is not known.</param>
/// <param name="Currency">Of the fee; null when it has none.</param>
/// <param name="CapPercent">The most credit of a month in percent of the fee; null for no limit.</param>
public sealed record ContractMoney(decimal? MonthlyFee, string? Currency, decimal? CapPercent)
{
    /// <summary>Nothing is known.</summary>
    public static ContractMoney Unknown { get; } = new(null, null, null);

    /// <summary>A percent of the fee in whole minor units, half up; null without a fee.</summary>
    public decimal? Share(decimal percent) => MonthlyFee is { } fee && Currency is { } currency ? Currencies.Round(fee * percent / 100, currency) : null;

    /// <summary>The limit in money; null for none.</summary>
    public decimal? Limit => CapPercent is { } percent ? Share(percent) : null;
}

/// <summary>What somebody decided about a breach's credit.</summary>
public enum Holding
{
    /// <summary>Nothing final: it is computed anew.</summary>
    Open,

    /// <summary>Approved: its amount stands, and takes its part of the limits before all others.</summary>
    Fixed,

    /// <summary>Waived: nothing is paid, and it takes no part of the limits.</summary>
    Waived,
}

/// <summary>A breach as one of its contract and month.</summary>
/// <param name="Id">The breach.</param>
/// <param name="DueAt">The instant that was missed.</param>
/// <param name="TicketId">The ticket.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Cycle">Its cycle or run.</param>
/// <param name="Policy">The policy that the clause is in.</param>
/// <param name="Clause">The clause; null when there is none.</param>
/// <param name="Late">How late it is, or became.</param>
public sealed record CountedBreach(Guid Id, Instant DueAt, Guid TicketId, string Clock, int Cycle, string Policy, Clause? Clause, Late Late)
{
    public Holding Holding { get; init; }

    /// <summary>The amount that stands, with <see cref="Holding.Fixed"/>.</summary>
    public decimal FixedAmount { get; init; }
}

/// <summary>What a breach is worth.</summary>
/// <param name="BreachId">The breach.</param>
/// <param name="Ordinal">Which one of its clock in the month, from 1.</param>
/// <param name="Gross">Before limits; null when there is nothing to pay or it cannot be told, see <paramref name="Note"/>.</param>
/// <param name="Amount">What is left of it by the limits.</param>
/// <param name="Currency">Of both; null without a gross amount.</param>
/// <param name="CappedBy"><c>clause</c> or <c>contract</c>, whichever took the last part; null when neither did.</param>
/// <param name="Note"><c>no-clause</c>, <c>no-tier</c> (not late enough) or <c>fee-unknown</c>; null otherwise.</param>
public sealed record Assessment(Guid BreachId, int Ordinal, decimal? Gross, decimal Amount, string? Currency, string? CappedBy, string? Note);

/// <summary>
/// The credits of one contract and month. All breaches are looked at together, in order of their due instant, so the result is the same
/// in whatever order they became known. Limits hold for credits in their own currency; nothing is converted.
/// </summary>
public static class CreditMonth
{
    /// <summary>Every breach with what it is worth, in order of the due instant.</summary>
    public static IReadOnlyList<Assessment> Assess(ContractMoney money, IEnumerable<CountedBreach> breaches)
    {
        var ordered = breaches.OrderBy(b => b.DueAt).ThenBy(b => b.TicketId).ThenBy(b => b.Clock, StringComparer.Ordinal).ThenBy(b => b.Cycle).ThenBy(b => b.Id).ToList();
        var counts = new Dictionary<string, int>();
        var priced = ordered.ConvertAll(b => Price(money, b, counts[b.Clock] = counts.GetValueOrDefault(b.Clock) + 1));

        var (byClause, byContract) = (new Dictionary<(string, string, string), decimal>(), 0m);
        foreach (var (breach, assessed) in ordered.Zip(priced).Where(p => p.First.Holding == Holding.Fixed && p.Second.Currency is not null))
        {
            Take(breach, assessed.Currency!, breach.FixedAmount);
        }

        return [.. ordered.Zip(priced, (breach, assessed) => Limit(breach, assessed))];

        Assessment Limit(CountedBreach breach, Assessment assessed)
        {
            if (breach.Holding == Holding.Fixed)
            {
                return assessed with { Amount = breach.FixedAmount };
            }

            if (breach.Holding == Holding.Waived || assessed is not { Gross: { } gross, Currency: { } currency })
            {
                return assessed;
            }

            var (amount, cappedBy) = (gross, (string?)null);
            if (ClauseLimit(money, breach.Clause!, currency) is { } own && own - byClause.GetValueOrDefault(Key(breach, currency)) is var left && left < amount)
            {
                (amount, cappedBy) = (Math.Max(0, left), "clause");
            }

            if (currency == money.Currency && money.Limit is { } limit && limit - byContract is var rest && rest < amount)
            {
                (amount, cappedBy) = (Math.Max(0, rest), "contract");
            }

            Take(breach, currency, amount);
            return assessed with { Amount = amount, CappedBy = cappedBy };
        }

        void Take(CountedBreach breach, string currency, decimal amount)
        {
            byClause[Key(breach, currency)] = byClause.GetValueOrDefault(Key(breach, currency)) + amount;
            byContract += currency == money.Currency ? amount : 0;
        }
    }

    private static (string, string, string) Key(CountedBreach breach, string currency) => (breach.Policy, breach.Clause?.Name ?? "", currency);

    private static Assessment Price(ContractMoney money, CountedBreach breach, int ordinal)
    {
        if (breach.Clause is not { } clause)
        {
            return new(breach.Id, ordinal, null, 0, null, null, "no-clause");
        }

        if (clause.TierAt(breach.Late, ordinal) is not { } tier)
        {
            return new(breach.Id, ordinal, null, 0, null, null, "no-tier");
        }

        return tier.Amount is { } amount ? new(breach.Id, ordinal, amount, 0, clause.Currency, null, null)
            : money.Share(tier.Percent!.Value) is { } share ? new(breach.Id, ordinal, share, 0, money.Currency, null, null)
            : new(breach.Id, ordinal, null, 0, null, null, "fee-unknown");
    }

    private static decimal? ClauseLimit(ContractMoney money, Clause clause, string currency) => clause.MonthlyCap switch
    {
        { Amount: { } amount } when clause.Currency == currency => amount,
        { Percent: { } percent } when money.Currency == currency => money.Share(percent),
        _ => null,
    };
}
