using ServiceMesh.Contracts;

namespace ServiceMesh.Sla.Money;

/// <summary>What a contract's month costs and pays back. Amounts are in whole minor units; sums are exact; nothing is converted.</summary>
public sealed record Statement
{
    public required Guid ContractId { get; init; }

    /// <summary>Null while the contract is not known here.</summary>
    public string? ContractNumber { get; init; }
    public Guid? CustomerId { get; init; }

    /// <summary>Like <c>2026-03</c>: of a credit in the zone of its clock's calendar, of a charge in the tenant's.</summary>
    public required string Month { get; init; }

    /// <summary>The instant that this is true of.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The fee that the month was priced with; null when it is not known.</summary>
    public decimal? MonthlyFee { get; init; }

    /// <summary>Of the fee and its limit.</summary>
    public string? Currency { get; init; }

    /// <summary>The contract's limit on a month's credits; null when there is none.</summary>
    public MonthlyCap? Cap { get; init; }

    /// <summary>In order of opening.</summary>
    public required IReadOnlyList<ChargeLine> Charges { get; init; }

    /// <summary>Every breach of the month, in order of the instants missed, with its credit if it has one.</summary>
    public required IReadOnlyList<CreditLine> Credits { get; init; }

    /// <summary>By currency.</summary>
    public required IReadOnlyList<StatementTotal> Totals { get; init; }
}

/// <summary>A contract with charges or breaches in a month.</summary>
/// <param name="ContractId">The contract.</param>
/// <param name="ContractNumber">Null while the contract is not known here.</param>
/// <param name="CustomerId">Null while the contract is not known here.</param>
/// <param name="Month">Like <c>2026-03</c>.</param>
/// <param name="Charges">How many, those waived or withdrawn included.</param>
/// <param name="Breaches">How many, those that pay nothing included.</param>
/// <param name="Totals">The sums of its statement, by currency.</param>
public sealed record StatementSummary(Guid ContractId, string? ContractNumber, Guid? CustomerId, string Month, int Charges, int Breaches, IReadOnlyList<StatementTotal> Totals);

/// <summary>A contract's limit on a month's credits.</summary>
/// <param name="Percent">Of the monthly fee.</param>
/// <param name="Amount">In money; null without a fee.</param>
/// <param name="Reached">True if it took a part of some credit.</param>
public sealed record MonthlyCap(decimal Percent, decimal? Amount, bool Reached);

/// <summary>A charge.</summary>
/// <param name="Id">Its id.</param>
/// <param name="TicketId">The ticket.</param>
/// <param name="TicketNumber">Its number.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="WorkType">Support or maintenance.</param>
/// <param name="Why"><c>per-case</c>, or why nothing covered it.</param>
/// <param name="State"><c>charged</c>, <c>waived</c> or <c>withdrawn</c>: only the first is to be paid.</param>
/// <param name="Amount">Null when there is no price for it.</param>
/// <param name="Currency">Null without an amount.</param>
/// <param name="Reason">Why it was waived or withdrawn.</param>
public sealed record ChargeLine(
    Guid Id, Guid TicketId, string TicketNumber, DateTimeOffset OpenedAt, WorkType WorkType, string Why, string State, decimal? Amount, string? Currency, string? Reason)
{
    /// <summary>What is to be paid.</summary>
    public decimal Due => State == "charged" ? Amount ?? 0 : 0;
}

/// <summary>A breach with its credit.</summary>
public sealed record CreditLine
{
    public required Guid BreachId { get; init; }

    /// <summary>Null when it is worth nothing.</summary>
    public Guid? CreditId { get; init; }
    public required Guid TicketId { get; init; }
    public required string TicketNumber { get; init; }
    public required string Clock { get; init; }
    public required int Cycle { get; init; }
    public required int Severity { get; init; }

    /// <summary>The instant that was missed.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Seconds past it, by the clock on the wall and in working time, when its credit was last computed.</summary>
    public required decimal LateWallSeconds { get; init; }
    public required decimal LateWorkingSeconds { get; init; }
    public string? Team { get; init; }
    public required string Policy { get; init; }
    public required int PolicyVersion { get; init; }

    /// <summary>Null when the terms pay nothing for it.</summary>
    public string? Clause { get; init; }

    /// <summary>Null when it is worth nothing.</summary>
    public CreditState? State { get; init; }

    /// <summary>Before limits.</summary>
    public decimal Gross { get; init; }

    /// <summary>What is paid back: 0 when waived or reversed.</summary>
    public decimal Amount { get; init; }
    public string? Currency { get; init; }

    /// <summary><c>clause</c> or <c>contract</c>: whose limit took a part of it.</summary>
    public string? CappedBy { get; init; }

    /// <summary>Why it was disputed, waived or reversed; <c>withdrawn</c> for a breach that was none after all.</summary>
    public string? Reason { get; init; }
}

/// <summary>The sums of one currency.</summary>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Charges">What is to be paid for requests.</param>
/// <param name="Gross">Credits before limits, without those waived or reversed.</param>
/// <param name="Capped">What limits took from them.</param>
/// <param name="Credits">What is paid back.</param>
/// <param name="Approved">The part of it that is approved.</param>
/// <param name="Disputed">The part of it that is disputed.</param>
/// <param name="Balance">Charges less credits.</param>
public sealed record StatementTotal(string Currency, decimal Charges, decimal Gross, decimal Capped, decimal Credits, decimal Approved, decimal Disputed, decimal Balance)
{
    /// <summary>The sums of lines.</summary>
    public static IReadOnlyList<StatementTotal> Of(IReadOnlyList<ChargeLine> charges, IReadOnlyList<CreditLine> credits) =>
    [
        .. charges.Select(c => c.Currency).Concat(credits.Select(c => c.Currency)).OfType<string>().Distinct().Order(StringComparer.Ordinal).Select(currency =>
        {
            var due = charges.Where(c => c.Currency == currency).Sum(c => c.Due);
            var valid = credits.Where(c => c.Currency == currency && c.State is CreditState.Accrued or CreditState.Approved or CreditState.Disputed).ToList();
            var (gross, paid) = (valid.Sum(c => c.Gross), valid.Sum(c => c.Amount));
            return new StatementTotal(
                currency, due, gross, gross - paid, paid, valid.Where(c => c.State == CreditState.Approved).Sum(c => c.Amount),
                valid.Where(c => c.State == CreditState.Disputed).Sum(c => c.Amount), due - paid);
        }),
    ];
}
