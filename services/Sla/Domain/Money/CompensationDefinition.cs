namespace ServiceMesh.Sla.Domain.Money;

/// <summary>What a contract pays back when a promise is missed, as people write it; <see cref="CompensationReader"/> checks it.</summary>
/// <param name="Clauses">1 to 50; of those for a clock the first whose severities fit is taken.</param>
public sealed record CompensationDefinition(IReadOnlyList<ClauseDefinition>? Clauses);

/// <summary>One clause: exactly one of amount, percent and tiers.</summary>
public sealed record ClauseDefinition
{
    /// <summary>Unique in the policy, 1 to 100 characters; the clock's name when null.</summary>
    public string? Name { get; init; }

    /// <summary>The clock whose breach it compensates; one that a rule of the policy has.</summary>
    public string? Clock { get; init; }

    /// <summary>Severities 1 to 5 that it is for; null is any.</summary>
    public IReadOnlyList<int>? Severities { get; init; }

    /// <summary>A fixed amount per breach, above 0, in whole minor units of <see cref="Currency"/>.</summary>
    public decimal? Amount { get; init; }

    /// <summary>ISO 4217 code of this clause's amounts; needed where it has one.</summary>
    public string? Currency { get; init; }

    /// <summary>Percent of the contract's monthly fee per breach, above 0 to 100, at most 4 decimals.</summary>
    public decimal? Percent { get; init; }

    /// <summary>1 to 20 steps; the last one that applies counts.</summary>
    public IReadOnlyList<TierDefinition>? Tiers { get; init; }

    /// <summary>Which time is late: <c>working</c> (the clock's own, without pauses; when null) or <c>wall</c>.</summary>
    public LateIn? LateIn { get; init; }

    /// <summary>The most that this clause pays in a month of the clock's calendar; null for no limit of its own.</summary>
    public CapDefinition? MonthlyCap { get; init; }
}

/// <summary>A step: applies from so late on, from so many breaches on, or both; the edge is included.</summary>
/// <param name="Late">Time late, ISO 8601 like <c>PT4H</c>; any when null.</param>
/// <param name="Breaches">From which breach of this clock, contract and month on, 1 to 1,000; from the first when null.</param>
/// <param name="Amount">A fixed amount; either this or a percent.</param>
/// <param name="Percent">Percent of the monthly fee.</param>
public sealed record TierDefinition(string? Late = null, int? Breaches = null, decimal? Amount = null, decimal? Percent = null);

/// <summary>A limit: a percent of the monthly fee, or an amount in the clause's currency. Exactly one.</summary>
public sealed record CapDefinition(decimal? Percent = null, decimal? Amount = null);
