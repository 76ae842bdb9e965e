using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Sla.Domain.Money;
using ServiceMesh.Sla.Persistence;

namespace ServiceMesh.Sla.Money;

/// <summary>A credit with the breach behind it. Amounts are in whole minor units of the currency.</summary>
public sealed record CreditAnswer
{
    public required Guid Id { get; init; }
    public required Guid BreachId { get; init; }
    public required Guid ContractId { get; init; }

    /// <summary>Like <c>2026-03</c>, in the zone of the clock's calendar.</summary>
    public required string Month { get; init; }
    public required CreditState State { get; init; }
    public required Guid TicketId { get; init; }
    public required string TicketNumber { get; init; }
    public required string Clock { get; init; }
    public required int Cycle { get; init; }
    public required DateTimeOffset DueAt { get; init; }
    public required int Severity { get; init; }
    public required string Policy { get; init; }
    public required int PolicyVersion { get; init; }
    public string? Clause { get; init; }

    /// <summary>Which breach of its clock in the month, from 1.</summary>
    public required int Ordinal { get; init; }

    /// <summary>Before monthly limits.</summary>
    public required decimal Gross { get; init; }

    /// <summary>What is to be paid.</summary>
    public required decimal Amount { get; init; }
    public required string Currency { get; init; }

    /// <summary><c>clause</c> or <c>contract</c>: whose monthly limit took a part of it.</summary>
    public string? CappedBy { get; init; }

    /// <summary>Why it was disputed, waived or reversed.</summary>
    public string? Reason { get; init; }

    /// <summary>Who had the ticket at the due instant.</summary>
    public string? Team { get; init; }
    public Guid? EngineerId { get; init; }
    public string? EngineerName { get; init; }

    /// <summary>How it came to this, in order; not in lists.</summary>
    public IReadOnlyList<MoneyEntry>? History { get; init; }

    internal static CreditAnswer Of(CreditRow credit, BreachRow breach, IEnumerable<CreditEntryRow>? entries) => new()
    {
        Id = credit.Id,
        BreachId = breach.Id,
        ContractId = credit.ContractId,
        Month = CreditBook.MonthName(credit.Month),
        State = credit.State,
        TicketId = breach.TicketId,
        TicketNumber = breach.TicketNumber,
        Clock = breach.Clock,
        Cycle = breach.Cycle,
        DueAt = breach.DueAt,
        Severity = breach.Severity,
        Policy = breach.Policy,
        PolicyVersion = breach.PolicyVersion,
        Clause = ClauseOf(breach)?.Name,
        Ordinal = credit.Ordinal,
        Gross = credit.Gross,
        Amount = credit.Amount,
        Currency = credit.Currency,
        CappedBy = credit.CappedBy,
        Reason = credit.Reason,
        Team = breach.Team,
        EngineerId = breach.EngineerId,
        EngineerName = breach.EngineerName,
        History = entries is null ? null : [.. entries.Select(e => new MoneyEntry(e.At, e.Kind, e.Change, e.Amount, e.Reason, e.ByName))],
    };

    internal static Clause? ClauseOf(BreachRow breach) => breach.Clause is { } text ? JsonSerializer.Deserialize<Clause>(text, EventJson.Options) : null;
}

/// <summary>A line of a history.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">What: <c>accrued</c>, <c>adjusted</c>, <c>approved</c>, <c>disputed</c>, <c>waived</c>, <c>reversed</c>; of a charge <c>charged</c>, <c>waived</c>, <c>withdrawn</c>.</param>
/// <param name="Change">What it added to the amount.</param>
/// <param name="Amount">The amount after it.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who; null for ServiceMesh itself.</param>
public sealed record MoneyEntry(DateTimeOffset At, string Kind, decimal? Change, decimal? Amount, string? Reason, string? By);
