namespace ServiceMesh.Contracts;

/// <summary>Published by Sla when a broken promise is worth money, and again whenever the amount changed before anybody approved it.</summary>
public sealed record CreditAccrued : TicketEvent
{
    public required Guid CreditId { get; init; }
    public required Guid ContractId { get; init; }

    /// <summary>The month that it counts in, like <c>2026-03</c>, in the zone of the clock's calendar.</summary>
    public required string Month { get; init; }
    public required string Clock { get; init; }
    public required int Cycle { get; init; }

    /// <summary>The due instant that was missed.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>The name of the contract's clause.</summary>
    public required string Clause { get; init; }

    /// <summary>Before monthly limits, in whole minor units of <see cref="Currency"/>.</summary>
    public required decimal Gross { get; init; }

    /// <summary>What is left of it by the monthly limits.</summary>
    public required decimal Amount { get; init; }

    /// <summary>The amount before; null at the first time.</summary>
    public decimal? PreviousAmount { get; init; }

    /// <summary>ISO 4217 code.</summary>
    public required string Currency { get; init; }
}
