using ServiceMesh.Contracts;

namespace ServiceMesh.Sla.Persistence;

/// <summary>Sla's copy of a contract, as far as clocks and money need it.</summary>
public sealed class ContractRow
{
    public required string Tenant { get; init; }
    public required Guid ContractId { get; init; }
    public required string Number { get; init; }
    public required Guid CustomerId { get; init; }
    public required DateOnly StartsOn { get; init; }
    public required DateOnly EndsOn { get; init; }
    public decimal? MonthlyFee { get; init; }
    public string? Currency { get; init; }
    public decimal? CasePrice { get; init; }
    public decimal? CreditCapPercent { get; init; }

    /// <summary>The last position read of the contract's stream.</summary>
    public required long Sequence { get; init; }
}

/// <summary>A contract's month: locked while its credits are computed or decided. It keeps the money it was first priced with.</summary>
public sealed class ContractMonthRow
{
    public required string Tenant { get; init; }
    public required Guid ContractId { get; init; }

    /// <summary>Its first day.</summary>
    public required DateOnly Month { get; init; }
    public decimal? MonthlyFee { get; init; }
    public string? Currency { get; init; }
    public decimal? CreditCapPercent { get; init; }
}

/// <summary>A broken promise; never changed, never deleted. What later facts say of it is in <see cref="BreachStatusRow"/>.</summary>
public sealed class BreachRow
{
    public required string Tenant { get; init; }
    public required Guid Id { get; init; }
    public required Guid TicketId { get; init; }
    public required string TicketNumber { get; init; }
    public required string Clock { get; init; }
    public required int Cycle { get; init; }
    public required DateTimeOffset DueAt { get; init; }
    public Guid? ContractId { get; init; }
    public required int Severity { get; init; }
    public required string Policy { get; init; }
    public required int PolicyVersion { get; init; }
    public required string Rule { get; init; }
    public required string Calendar { get; init; }
    public required int CalendarVersion { get; init; }

    /// <summary>First day of the month that it counts in, in the zone of its calendar.</summary>
    public required DateOnly Month { get; init; }

    /// <summary>What the terms pay for it; null for nothing.</summary>
    public string? Clause { get; init; }

    /// <summary>Who had the ticket at the due instant; null when nobody had.</summary>
    public string? Team { get; init; }
    public Guid? EngineerId { get; init; }
    public string? EngineerName { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }
}

/// <summary>How a breach stands by all facts known.</summary>
public sealed class BreachStatusRow
{
    public required string Tenant { get; init; }
    public required Guid BreachId { get; init; }

    /// <summary>True if later facts show that no promise was broken, or another than this.</summary>
    public required bool Withdrawn { get; init; }

    /// <summary>Ticks of 100 ns past due by the clock on the wall.</summary>
    public required long LateWall { get; init; }

    /// <summary>Ticks of 100 ns past due in working time.</summary>
    public required long LateWorking { get; init; }

    /// <summary>True if it gets no later any more.</summary>
    public required bool IsOver { get; init; }
}

/// <summary>What a breach is worth now; how it came to that is in <see cref="CreditEntryRow"/>.</summary>
public sealed class CreditRow
{
    public required string Tenant { get; init; }
    public required Guid Id { get; init; }
    public required Guid BreachId { get; init; }
    public required Guid ContractId { get; init; }
    public required DateOnly Month { get; init; }
    public required CreditState State { get; init; }
    public required int Ordinal { get; init; }

    /// <summary>Before monthly limits.</summary>
    public required decimal Gross { get; init; }

    /// <summary>What is to be paid.</summary>
    public required decimal Amount { get; init; }
    public required string Currency { get; init; }
    public string? CappedBy { get; init; }
    public string? Reason { get; init; }
}

/// <summary>A line of a credit's history: only ever added.</summary>
public sealed class CreditEntryRow
{
    public required string Tenant { get; init; }
    public required Guid CreditId { get; init; }
    public required int Number { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary><c>accrued</c>, <c>adjusted</c>, <c>approved</c>, <c>disputed</c>, <c>waived</c> or <c>reversed</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What it added to the amount; negative when it took away.</summary>
    public required decimal Change { get; init; }

    /// <summary>The amount after it.</summary>
    public required decimal Amount { get; init; }
    public string? Reason { get; init; }
    public string? ById { get; init; }
    public string? ByName { get; init; }
}

/// <summary>The price of a request; never changed, never deleted. What became of it is in <see cref="ChargeEntryRow"/>.</summary>
public sealed class ChargeRow
{
    public required string Tenant { get; init; }
    public required Guid Id { get; init; }
    public required Guid TicketId { get; init; }
    public required string TicketNumber { get; init; }
    public Guid? ContractId { get; init; }
    public Guid? CustomerId { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>First day of the month of opening, in the tenant's zone.</summary>
    public required DateOnly Month { get; init; }
    public required WorkType WorkType { get; init; }
    public required string Reason { get; init; }
    public decimal? Amount { get; init; }
    public string? Currency { get; init; }
}

/// <summary>A line of a charge's history: only ever added; the last one says how it stands.</summary>
public sealed class ChargeEntryRow
{
    public required string Tenant { get; init; }
    public required Guid ChargeId { get; init; }
    public required int Number { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary><c>charged</c>, <c>waived</c> or <c>withdrawn</c>.</summary>
    public required string Kind { get; init; }
    public string? Reason { get; init; }
    public string? ById { get; init; }
    public string? ByName { get; init; }
}

/// <summary>A ticket whose contract is not known here yet: when it is, it may turn out to be charged.</summary>
public sealed class ChargeCandidateRow
{
    public required string Tenant { get; init; }
    public required Guid TicketId { get; init; }
    public required Guid ContractId { get; init; }
    public required string Data { get; init; }
}
