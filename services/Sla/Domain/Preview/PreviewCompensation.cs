using NodaTime;
using NodaTime.Text;
using ServiceMesh.Sla.Domain.Clocks;
using ServiceMesh.Sla.Domain.Money;
using ServiceMesh.Sla.Domain.Policies;
using static ServiceMesh.Sla.Domain.Policies.PromiseReader;

namespace ServiceMesh.Sla.Domain.Preview;

/// <summary>What the missed promises of a trial would pay back, by the code that computes real credits.</summary>
internal static class PreviewCompensation
{
    private const decimal MostFee = 1_000_000_000_000m;

    /// <summary>The clauses of a trial's terms; null without any or after adding to <paramref name="errors"/>.</summary>
    public static Compensation? Read(PreviewTerms terms, IReadOnlySet<string> clocks, string field, ICollection<FieldError> errors)
    {
        Require(terms.Severity is null or (>= 1 and <= 5), $"{field}.severity", "A severity is 1 to 5.", errors);
        var compensation = CompensationReader.Read(terms.Compensation, clocks, $"{field}.compensation", errors);
        Require(terms.Severity is not null || compensation?.Clauses.All(c => c.Severities is null) != false, $"{field}.severity", "Clauses for single severities need the ticket's severity, 1 to 5.", errors);
        return compensation;
    }

    /// <summary>The contract's money.</summary>
    public static ContractMoney Read(PreviewContract? contract, string field, ICollection<FieldError> errors)
    {
        if (contract is not { MonthlyFee: var fee, Currency: var currency, MonthlyCreditCapPercent: var cap })
        {
            return ContractMoney.Unknown;
        }

        Require(fee is null or (>= 0 and <= MostFee), $"{field}.monthlyFee", "A fee of 0 or more is wanted.", errors);
        Require(fee is null || currency is not null, $"{field}.currency", "A fee needs its currency.", errors);
        Require(currency is null || Currencies.Exists(currency), $"{field}.currency", "A currency of ISO 4217 like CNY is wanted.", errors);
        Require(cap is null or (>= 0 and <= 100), $"{field}.monthlyCreditCapPercent", "A percentage 0 to 100 is wanted.", errors);
        return new(fee, currency, cap);
    }

    /// <summary>Every missed promise with what it pays back, in order of the instants missed.</summary>
    /// <param name="history">The ticket.</param>
    /// <param name="clocks">Its clocks at <paramref name="now"/>.</param>
    /// <param name="money">The contract's.</param>
    /// <param name="now">The instant to look from.</param>
    public static IReadOnlyList<PreviewCredit> Of(TicketHistory history, IReadOnlyList<Clock> clocks, ContractMoney money, Instant now)
    {
        var counted = new Dictionary<Guid, BrokenPromise>();
        foreach (var broken in BrokenPromise.Of(history, clocks, now))
        {
            counted.Add(new Guid(counted.Count, 0, 0, new byte[8]), broken);
        }

        return
        [
            .. from month in counted.GroupBy(c => c.Value.Month)
               orderby month.Key
               from assessed in CreditMonth.Assess(money, month.Select(c => Count(c.Key, c.Value)))
               select Show(counted[assessed.BreachId], assessed),
        ];
    }

    private static CountedBreach Count(Guid id, BrokenPromise broken) =>
        new(id, broken.DueAt, Guid.Empty, broken.Clock.Name, broken.Clock.Cycle, broken.Clock.Terms.Policy, broken.Clause, broken.Late);

    private static PreviewCredit Show(BrokenPromise broken, Assessment assessed) => new()
    {
        Clock = broken.Clock.Name,
        Cycle = broken.Clock.Cycle,
        Clause = broken.Clause?.Name,
        MissedAt = InstantPattern.ExtendedIso.Format(broken.DueAt),
        Month = LocalDatePattern.CreateWithInvariantCulture("uuuu-MM").Format(broken.Month),
        LateWorking = IsoDuration.Write(Duration.FromTicks(broken.Late.WorkingTicks)),
        LateWall = IsoDuration.Write(Duration.FromTicks(broken.Late.WallTicks)),
        Gross = assessed.Gross,
        Amount = assessed.Amount,
        Currency = assessed.Currency,
        CappedBy = assessed.CappedBy,
        Note = assessed.Note,
    };
}
