using ServiceMesh.Contracts;

namespace ServiceMesh.Sla.Domain.Money;

/// <summary>What may be decided about a credit.</summary>
public static class CreditRules
{
    /// <summary>The decisions by their names.</summary>
    public static IReadOnlyDictionary<string, CreditState> Decisions { get; } = new Dictionary<string, CreditState>
    {
        ["approve"] = CreditState.Approved,
        ["dispute"] = CreditState.Disputed,
        ["waive"] = CreditState.Waived,
    };

    /// <summary>True if it may go from one state to the other: an accrued credit anywhere, a disputed one to an end, an ended one nowhere.</summary>
    public static bool MayBecome(CreditState from, CreditState to) => (from, to) switch
    {
        (CreditState.Accrued, CreditState.Approved or CreditState.Disputed or CreditState.Waived) => true,
        (CreditState.Disputed, CreditState.Approved or CreditState.Waived) => true,
        _ => false,
    };

    /// <summary>True if the decision needs a reason.</summary>
    public static bool NeedsReason(CreditState state) => state is CreditState.Disputed or CreditState.Waived;

    /// <summary>How a credit counts when its month is computed.</summary>
    public static Holding HoldingOf(CreditState? state) => state switch
    {
        CreditState.Approved => Holding.Fixed,
        CreditState.Waived => Holding.Waived,
        _ => Holding.Open,
    };
}
