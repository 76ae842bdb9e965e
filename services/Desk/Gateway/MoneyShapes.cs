namespace ServiceMesh.Desk;

/// <summary>What a broken promise is worth.</summary>
public sealed record CreditShape
{
    public Guid Id { get; init; }
    public Guid ContractId { get; init; }
    public string Month { get; init; } = "";

    /// <summary><c>accrued</c>, <c>approved</c>, <c>disputed</c>, <c>waived</c> or <c>reversed</c>.</summary>
    public string State { get; init; } = "";
    public Guid TicketId { get; init; }
    public string TicketNumber { get; init; } = "";
    public string Clock { get; init; } = "";
    public DateTimeOffset DueAt { get; init; }
    public int Severity { get; init; }
    public string? Clause { get; init; }

    /// <summary>Before monthly limits.</summary>
    public decimal Gross { get; init; }
    public decimal Amount { get; init; }
    public string? Currency { get; init; }

    /// <summary><c>clause</c> or <c>contract</c>: whose limit took a part of it.</summary>
    public string? CappedBy { get; init; }
    public string? Reason { get; init; }
    public string? Team { get; init; }
    public string? EngineerName { get; init; }
}

/// <summary>What a contract's month costs and pays back.</summary>
public sealed record StatementShape
{
    public Guid ContractId { get; init; }
    public string? ContractNumber { get; init; }
    public string Month { get; init; } = "";
    public DateTimeOffset At { get; init; }
    public decimal? MonthlyFee { get; init; }
    public string? Currency { get; init; }
    public CapShape? Cap { get; init; }
    public IReadOnlyList<ChargeLineShape> Charges { get; init; } = [];
    public IReadOnlyList<CreditLineShape> Credits { get; init; } = [];
    public IReadOnlyList<TotalShape> Totals { get; init; } = [];
}

/// <summary>A contract's limit on a month's credits.</summary>
public sealed record CapShape(decimal Percent, decimal? Amount, bool Reached);

public sealed record ChargeLineShape(Guid Id, Guid TicketId, string TicketNumber, DateTimeOffset OpenedAt, string WorkType, string? Why, string State, decimal? Amount, string? Currency, string? Reason);

public sealed record CreditLineShape
{
    public Guid TicketId { get; init; }
    public string TicketNumber { get; init; } = "";
    public string Clock { get; init; } = "";
    public DateTimeOffset DueAt { get; init; }
    public double LateWorkingSeconds { get; init; }
    public string? Clause { get; init; }
    public string? State { get; init; }
    public decimal Amount { get; init; }
    public string? Currency { get; init; }
    public string? CappedBy { get; init; }
}

/// <summary>The sums of one currency.</summary>
public sealed record TotalShape(string Currency, decimal Charges, decimal Gross, decimal Capped, decimal Credits, decimal Approved, decimal Disputed, decimal Balance);
