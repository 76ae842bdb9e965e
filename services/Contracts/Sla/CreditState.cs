namespace ServiceMesh.Contracts;

/// <summary>Where a credit stands. Accrued and disputed ones are computed anew when their month changes; the amount of an approved one stands.</summary>
public enum CreditState
{
    Accrued,
    Approved,
    Disputed,
    Waived,

    /// <summary>Later facts showed that no promise was broken.</summary>
    Reversed,
}
