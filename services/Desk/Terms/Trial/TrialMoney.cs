namespace ServiceMesh.Desk.Terms;

/// <summary>A contract's money while somebody tries it.</summary>
public sealed class TrialMoney
{
    /// <summary>What the customer pays a month; null while nobody said.</summary>
    public decimal? Fee { get; set; }

    public string Currency { get; set; } = "CNY";

    /// <summary>The most that a month pays back, in percent of the fee; null for no limit.</summary>
    public decimal? CapPercent { get; set; }

    /// <summary>As <c>POST /api/v1/sla/preview</c> takes it.</summary>
    public object? ToApi() => Fee is null && CapPercent is null
        ? null
        : new { monthlyFee = Fee, currency = Fee is null || Currency.Trim().Length == 0 ? null : Currency.Trim().ToUpperInvariant(), monthlyCreditCapPercent = CapPercent };
}
