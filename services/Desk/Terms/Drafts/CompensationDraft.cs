namespace ServiceMesh.Desk.Terms;

/// <summary>A clause of compensation while somebody writes it.</summary>
public sealed class ClauseDraft
{
    public string Name { get; set; } = "";

    public string Clock { get; set; } = "resolution";

    /// <summary>None is any.</summary>
    public HashSet<int> Severities { get; } = [];

    /// <summary><c>percent</c> of the monthly fee, <c>amount</c> or <c>tiers</c>.</summary>
    public string Pays { get; set; } = "percent";

    public decimal? Percent { get; set; } = 5;

    public decimal? Amount { get; set; }

    public string Currency { get; set; } = "";

    public List<TierDraft> Tiers { get; } = [];

    /// <summary><c>working</c> or <c>wall</c>.</summary>
    public string LateIn { get; set; } = "working";

    /// <summary>The most that it pays in a month, in percent of the fee; null for no limit of its own.</summary>
    public decimal? CapPercent { get; set; }

    /// <summary>The same as an amount, as a policy written elsewhere may have it.</summary>
    public decimal? CapAmount { get; set; }

    public static ClauseDraft Of(ClauseShape clause, Words w)
    {
        var draft = new ClauseDraft
        {
            Name = clause.Name ?? "", Clock = clause.Clock ?? "", Pays = clause.Tiers is not null ? "tiers" : clause.Amount is not null ? "amount" : "percent", Percent = clause.Percent, Amount = clause.Amount,
            Currency = clause.Currency ?? "", LateIn = clause.LateIn ?? "working", CapPercent = clause.MonthlyCap?.Percent, CapAmount = clause.MonthlyCap?.Amount,
        };
        draft.Severities.UnionWith(clause.Severities ?? []);
        draft.Tiers.AddRange((clause.Tiers ?? []).Select(t => TierDraft.Of(t, w)));
        return draft;
    }

    public object ToApi() => new
    {
        name = string.IsNullOrWhiteSpace(Name) ? null : Name.Trim(),
        clock = Clock,
        severities = Severities.Count == 0 ? null : Severities.Order().ToList(),
        percent = Pays == "percent" ? Percent : null,
        amount = Pays == "amount" ? Amount : null,
        tiers = Pays == "tiers" ? Tiers.Select(t => t.ToApi()).ToList() : null,
        currency = string.IsNullOrWhiteSpace(Currency) ? null : Currency.Trim().ToUpperInvariant(),
        lateIn = LateIn == "working" ? null : LateIn,
        monthlyCap = CapPercent is not null ? new { percent = CapPercent, amount = (decimal?)null } : CapAmount is not null ? new { percent = (decimal?)null, amount = CapAmount } : null,
    };
}

/// <summary>A step of a clause.</summary>
public sealed class TierDraft
{
    /// <summary>Late by at least so much; empty for any.</summary>
    public string Late { get; set; } = "";

    /// <summary>From which breach of the month on; null from the first.</summary>
    public int? Breaches { get; set; }

    public decimal? Percent { get; set; }

    public decimal? Amount { get; set; }

    public static TierDraft Of(TierShape tier, Words w) => new() { Late = DurationText.FromIso(tier.Late, w), Breaches = tier.Breaches, Percent = tier.Percent, Amount = tier.Amount };

    public object ToApi() => new { late = DurationText.ToIso(Late), breaches = Breaches, percent = Percent, amount = Amount };
}
