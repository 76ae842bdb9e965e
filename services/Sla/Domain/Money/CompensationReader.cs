using ServiceMesh.Sla.Domain.Policies;
using static ServiceMesh.Sla.Domain.Policies.PromiseReader;

namespace ServiceMesh.Sla.Domain.Money;

/// <summary>Turns clauses as written into checked ones, or says which fields are wrong.</summary>
public static class CompensationReader
{
    private const int MostClauses = 50;
    private const int MostTiers = 20;
    private const decimal MostAmount = 1_000_000_000_000m;

    /// <summary>The clauses; null without any or after adding to <paramref name="errors"/>.</summary>
    /// <param name="definition">What is written.</param>
    /// <param name="clocks">The clocks that the policy's rules have.</param>
    /// <param name="field">Where it is written.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public static Compensation? Read(CompensationDefinition? definition, IReadOnlySet<string> clocks, string field, ICollection<FieldError> errors)
    {
        if (definition is null)
        {
            return null;
        }

        var before = errors.Count;
        Require(definition.Clauses is { Count: > 0 and <= MostClauses }, $"{field}.clauses", $"1 to {MostClauses} clauses are wanted.", errors);
        var read = new List<Clause>();
        for (var i = 0; i < Math.Min(definition.Clauses?.Count ?? 0, MostClauses); i++)
        {
            var (at, clause) = ($"{field}.clauses[{i}]", definition.Clauses![i] ?? new ClauseDefinition());
            var name = clause.Name ?? clause.Clock;
            Require(IsName(name), $"{at}.name", "A name of 1 to 100 characters is wanted.", errors);
            Require(read.All(c => c.Name != name), $"{at}.name", "Another clause has this name.", errors);
            read.Add(ReadClause(clause, name ?? "", clocks, at, errors));
        }

        return errors.Count == before ? new(read) : null;
    }

    private static Clause ReadClause(ClauseDefinition clause, string name, IReadOnlySet<string> clocks, string at, ICollection<FieldError> errors)
    {
        Require(clause.Clock is not null && clocks.Contains(clause.Clock), $"{at}.clock", "No rule has this clock.", errors);
        Require(
            clause.Severities is null || (clause.Severities.Count is > 0 and <= 5 && clause.Severities.All(s => s is >= 1 and <= 5)),
            $"{at}.severities", "Leave it out for any, or name severities 1 to 5.", errors);
        Require(clause.LateIn is null || Enum.IsDefined(clause.LateIn.Value), $"{at}.lateIn", "It is working or wall.", errors);
        Require(clause.Currency is null || Currencies.Exists(clause.Currency), $"{at}.currency", "A currency of ISO 4217 like CNY is wanted.", errors);
        var ways = (clause.Amount is null ? 0 : 1) + (clause.Percent is null ? 0 : 1) + (clause.Tiers is null ? 0 : 1);
        Require(ways == 1, at, "Exactly one of amount, percent and tiers is wanted.", errors);
        CheckAmount(clause.Amount, clause.Currency, at, errors);
        CheckPercent(clause.Percent, at, errors);
        if (clause.MonthlyCap is { } cap)
        {
            Require(cap.Amount is null != cap.Percent is null, $"{at}.monthlyCap", "Either an amount or a percent is wanted.", errors);
            CheckAmount(cap.Amount, clause.Currency, $"{at}.monthlyCap", errors);
            CheckPercent(cap.Percent, $"{at}.monthlyCap", errors);
        }

        List<Tier> tiers = clause.Tiers is { } steps ? ReadTiers(steps, clause, at, errors) : [new(0, 1, clause.Amount, clause.Percent)];
        return new(
            name, clause.Clock ?? "", clause.Severities, clause.LateIn ?? LateIn.Working, clause.Currency, tiers,
            clause.MonthlyCap is { } limit ? new(limit.Percent, limit.Amount) : null);
    }

    private static List<Tier> ReadTiers(IReadOnlyList<TierDefinition> tiers, ClauseDefinition clause, string at, ICollection<FieldError> errors)
    {
        var read = new List<Tier>();
        Require(tiers.Count is > 0 and <= MostTiers, $"{at}.tiers", $"1 to {MostTiers} steps are wanted.", errors);
        for (var i = 0; i < Math.Min(tiers.Count, MostTiers); i++)
        {
            var (field, tier) = ($"{at}.tiers[{i}]", tiers[i] ?? new TierDefinition());
            var late = tier.Late is null ? NodaTime.Duration.Zero : IsoDuration.Read(tier.Late);
            Require(late is { } l && l <= Longest, $"{field}.late", "An ISO 8601 duration like PT4H, at most 3,660 days, is wanted.", errors);
            Require(tier.Breaches is null or (>= 1 and <= 1_000), $"{field}.breaches", "A count of breaches is 1 to 1,000.", errors);
            Require(tier.Amount is null != tier.Percent is null, field, "Either an amount or a percent is wanted.", errors);
            CheckAmount(tier.Amount, clause.Currency, field, errors);
            CheckPercent(tier.Percent, field, errors);
            var step = new Tier((late ?? NodaTime.Duration.Zero).BclCompatibleTicks, tier.Breaches ?? 1, tier.Amount, tier.Percent);
            Require(
                read is not [.., var last] || (step.LateTicks >= last.LateTicks && step.Breaches >= last.Breaches) || step.Breaches != last.Breaches,
                $"{field}.late", "Steps go from less late to later.", errors);
            read.Add(step);
        }

        return read;
    }

    private static void CheckAmount(decimal? amount, string? currency, string at, ICollection<FieldError> errors)
    {
        Require(amount is null or (> 0 and <= MostAmount), $"{at}.amount", "An amount above 0, at most 1,000,000,000,000, is wanted.", errors);
        Require(amount is null || currency is not null, $"{at}.amount", "An amount needs the clause's currency.", errors);
        Require(
            !(amount is > 0 and <= MostAmount) || !Currencies.Exists(currency) || Currencies.IsWhole(amount.Value, currency!),
            $"{at}.amount", "An amount has no more decimals than its currency.", errors);
    }

    private static void CheckPercent(decimal? percent, string at, ICollection<FieldError> errors) =>
        Require(percent is null || (percent is > 0 and <= 100 && Math.Round(percent.Value, 4) == percent), $"{at}.percent", "A percentage above 0 to 100, at most 4 decimals, is wanted.", errors);
}
