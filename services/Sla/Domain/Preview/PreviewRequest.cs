using ServiceMesh.Sla.Domain.Calendars;
using ServiceMesh.Sla.Domain.Money;
using ServiceMesh.Sla.Domain.Policies;

namespace ServiceMesh.Sla.Domain.Preview;

/// <summary>A contract to try: its calendar, its terms, and what might happen to a ticket.</summary>
public sealed record PreviewRequest
{
    public CalendarDefinition? Calendar { get; init; }

    /// <summary>Further calendars by name, at most 20, for single clocks: <c>terms.clocks.{clock}.calendar</c> names them.</summary>
    public IReadOnlyDictionary<string, CalendarDefinition>? Calendars { get; init; }

    /// <summary>What is promised; a promise that is absent means that there is no such clock.</summary>
    public PreviewTerms? Terms { get; init; }

    /// <summary>At most 5,000, taken by <c>at</c>, equal ones as given.</summary>
    public IReadOnlyList<PreviewEvent>? Events { get; init; }

    /// <summary>The instant to look from, 1970 to 2200; null is the present. Events after it are left out.</summary>
    public string? Now { get; init; }

    /// <summary>The contract's money, of which <c>terms.compensation</c> pays shares; null is not known.</summary>
    public PreviewContract? Contract { get; init; }
}

/// <summary>A contract's money.</summary>
/// <param name="MonthlyFee">What the customer pays a month, 0 or more.</param>
/// <param name="Currency">ISO 4217 code of the fee; needed with one.</param>
/// <param name="MonthlyCreditCapPercent">The most that a month pays back, 0 to 100 percent of the fee; null for no limit.</param>
public sealed record PreviewContract(decimal? MonthlyFee = null, string? Currency = null, decimal? MonthlyCreditCapPercent = null);

/// <summary>Promises as working time, ISO 8601.</summary>
public sealed record PreviewTerms
{
    public string? FirstResponse { get; init; }
    public string? NextResponse { get; init; }
    public string? Update { get; init; }
    public string? Diagnosis { get; init; }
    public string? RemoteAssistance { get; init; }
    public string? OnSiteArrival { get; init; }
    public string? Resolution { get; init; }

    /// <summary>Percentages 1 to 99 at which to warn.</summary>
    public IReadOnlyList<int>? WarnAt { get; init; }

    /// <summary>Working time before the due instant at which to warn, ISO 8601 like <c>PT30M</c>; a clock with a shorter target does without.</summary>
    public IReadOnlyList<string>? WarnBefore { get; init; }

    /// <summary>The escalation ladder, as in a policy; null is none.</summary>
    public IReadOnlyList<EscalationStep>? Escalations { get; init; }

    /// <summary>The clocks that each pause reason stops; a reason that is missing stops nothing. <c>firstResponse</c> is refused.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? PauseStops { get; init; }

    /// <summary>Wall time after resolving, its end included, within which a reopening continues; null is <c>P7D</c>.</summary>
    public string? ReopenWindow { get; init; }

    public IReadOnlyList<EitherDefinition>? Either { get; init; }
    public IReadOnlyList<ExtraClock>? Extra { get; init; }

    /// <summary>What single clocks have different from the rest, by clock.</summary>
    public IReadOnlyDictionary<string, PreviewConditions>? Clocks { get; init; }

    /// <summary>What missed promises pay back, as in a policy; the answer then says what that would be.</summary>
    public CompensationDefinition? Compensation { get; init; }

    /// <summary>The ticket's severity, 1 to 5; needed when clauses are for single severities.</summary>
    public int? Severity { get; init; }
}

/// <summary>What one clock has different from the rest, as in a policy; null takes what the terms say.</summary>
/// <param name="StartsOn">What starts it in each service cycle, see <see cref="ClockConditions"/>; null is the usual. Not for clocks of the terms' own.</param>
/// <param name="MetBy">What meets it, also as a leg; null is the usual. Not for clocks of the terms' own.</param>
/// <param name="AlsoMetBy">What meets it too, whichever comes first. Not for clocks of the terms' own and legs.</param>
/// <param name="Calendar">The calendar it runs on, one of <c>calendars</c>.</param>
/// <param name="WarnAt">Percentages, as in the terms.</param>
/// <param name="WarnBefore">Working times before due, as in the terms.</param>
/// <param name="Escalations">The ladder, as in the terms.</param>
public sealed record PreviewConditions(
    Signal? StartsOn = null,
    Signal? MetBy = null,
    IReadOnlyList<Signal>? AlsoMetBy = null,
    string? Calendar = null,
    IReadOnlyList<int>? WarnAt = null,
    IReadOnlyList<string>? WarnBefore = null,
    IReadOnlyList<EscalationStep>? Escalations = null) : IConditions;

/// <summary>Something that might happen.</summary>
/// <param name="At">ISO 8601 instant, 1970 to 2200.</param>
/// <param name="Type">
/// <c>opened</c>, <c>agentMessage</c>, <c>customerMessage</c>, <c>note</c>, <c>fixPlan</c>, <c>remoteSession</c>, <c>arrived</c>, <c>assigned</c>,
/// <c>workStarted</c>, <c>paused</c>, <c>resumed</c>, <c>resolved</c>, <c>reopened</c>, <c>closed</c> or <c>termsChanged</c>.
/// </param>
/// <param name="Reason">Of <c>paused</c>; of <c>resumed</c> too, where none ends every pause.</param>
/// <param name="Terms">Of <c>termsChanged</c>.</param>
/// <param name="Retroactive">Of <c>termsChanged</c>: true (also when absent) counts from where each clock starts, false from the change. At most 1,000 changes.</param>
/// <param name="Team">Of <c>assigned</c>: the team that gets the ticket, for the clocks of single teams.</param>
public sealed record PreviewEvent(string? At, string? Type, string? Reason = null, PreviewTerms? Terms = null, bool? Retroactive = null, string? Team = null);
