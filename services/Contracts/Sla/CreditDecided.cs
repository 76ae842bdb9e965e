namespace ServiceMesh.Contracts;

/// <summary>Published by Sla when a credit was approved, disputed, waived, or reversed because no promise was broken after all.</summary>
public sealed record CreditDecided : TicketEvent
{
    public required Guid CreditId { get; init; }
    public required Guid ContractId { get; init; }

    /// <summary>The month that it counts in, like <c>2026-03</c>, in the zone of the clock's calendar.</summary>
    public required string Month { get; init; }
    public required CreditState State { get; init; }
    public required CreditState PreviousState { get; init; }

    /// <summary>What is to be paid from now on: 0 when waived or reversed.</summary>
    public required decimal Amount { get; init; }

    /// <summary>ISO 4217 code.</summary>
    public required string Currency { get; init; }

    /// <summary>Why; always there when disputed, waived or reversed.</summary>
    public string? Reason { get; init; }
}
