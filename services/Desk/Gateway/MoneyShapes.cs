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
    public string? Reason { get; init; }
}

/// <summary>The sums of one currency.</summary>
public sealed record TotalShape(string Currency, decimal Charges, decimal Gross, decimal Capped, decimal Credits, decimal Approved, decimal Disputed, decimal Balance);

/// <summary>A contract with charges or missed promises in a month.</summary>
public sealed record StatementSummaryShape(Guid ContractId, string? ContractNumber, string Month, int Charges, int Breaches, IReadOnlyList<TotalShape> Totals);

/// <summary>What a request costs.</summary>
public sealed record ChargeShape
{
    public Guid Id { get; init; }
    public Guid TicketId { get; init; }
    public string TicketNumber { get; init; } = "";
    public Guid? ContractId { get; init; }
    public DateTimeOffset OpenedAt { get; init; }
    public string WorkType { get; init; } = "";

    /// <summary><c>per-case</c>, or why nothing covered it.</summary>
    public string? Reason { get; init; }
    public decimal? Amount { get; init; }
    public string? Currency { get; init; }

    /// <summary><c>charged</c>, <c>waived</c> or <c>withdrawn</c>.</summary>
    public string State { get; init; } = "";
    public IReadOnlyList<MoneyEntryShape> History { get; init; } = [];
}

public sealed record MoneyEntryShape(DateTimeOffset At, string Kind, string? Reason, string? By);

/// <summary>What a request costs that no contract covers; no amount when it costs nothing.</summary>
public sealed record UncoveredPriceShape(decimal? Amount = null, string? Currency = null);

/// <summary>How teams pause.</summary>
public sealed record DisciplineShape(IReadOnlyList<TeamPausesShape> Teams, IReadOnlyList<FlaggedPauseShape> LatePauses);

/// <summary>A team's share of waiting, by the clock on the wall; shares are 0 to 1.</summary>
public sealed record TeamPausesShape(string Team, int Tickets, double Seconds, double PausedSeconds, double PausedShare, int LatePauses, IReadOnlyList<ReasonPausesShape> Reasons);

public sealed record ReasonPausesShape(string Reason, int Pauses, double Seconds, double Share, int LatePauses);

/// <summary>A pause that began in the last tenth before due.</summary>
public sealed record FlaggedPauseShape(Guid TicketId, string TicketNumber, DateTimeOffset At, string Reason, string Clock, int Cycle, string? Team, DateTimeOffset DueAt, double LeftSeconds);
