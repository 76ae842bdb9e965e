using ServiceMesh.Contracts;
using ServiceMesh.Sla.Domain.Money;

namespace ServiceMesh.Sla.Domain.Policies;

/// <summary>A policy as people write it and as it is stored; <see cref="PolicyReader"/> checks it.</summary>
public sealed record PolicyDefinition
{
    /// <summary>Policies are tried in ascending position, 0 to 10,000; equal positions by name.</summary>
    public int Position { get; init; } = 100;

    /// <summary>False takes the policy out of use for new matches.</summary>
    public bool Active { get; init; } = true;

    /// <summary>The contract's service levels that it is for; null is any, no contract included: such a policy is the explicit default.</summary>
    public IReadOnlyList<string>? ServiceLevels { get; init; }

    /// <summary>The contracts that it is for, by id; null is any.</summary>
    public IReadOnlyList<Guid>? Contracts { get; init; }

    /// <summary>The products that it is for, by id; null is any.</summary>
    public IReadOnlyList<Guid>? Products { get; init; }

    /// <summary>The work types that it is for; null is any.</summary>
    public IReadOnlyList<WorkType>? WorkTypes { get; init; }

    /// <summary>Name of the calendar on which its clocks run; the calendar's newest version is taken when a clock is attached.</summary>
    public string? Calendar { get; init; }

    /// <summary>Targets by severity and channel; the first rule that matches is taken.</summary>
    public IReadOnlyList<PolicyRule>? Rules { get; init; }

    /// <summary>Percentages of the target at which to warn, each 1 to 99; null is 50 and 75.</summary>
    public IReadOnlyList<int>? WarnAt { get; init; }

    /// <summary>Working time before the due instant at which to warn, ISO 8601 like <c>PT30M</c>; a clock with a shorter target does without.</summary>
    public IReadOnlyList<string>? WarnBefore { get; init; }

    /// <summary>The ladder; null is the manager at 100 % (level 1) and again at 150 % (level 2).</summary>
    public IReadOnlyList<EscalationStep>? Escalations { get; init; }

    /// <summary>The clocks that each pause reason stops, never <c>firstResponse</c>; null is the usual: diagnosis and resolution.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? PauseStops { get; init; }

    /// <summary>Wall time after resolving within which a reopening continues the same cycle, ISO 8601; null is <c>P7D</c>.</summary>
    public string? ReopenWindow { get; init; }

    /// <summary>What single clocks have different from the rest, by clock.</summary>
    public IReadOnlyDictionary<string, ClockDetail>? Clocks { get; init; }

    /// <summary>What a missed promise pays back; null is nothing.</summary>
    public CompensationDefinition? Compensation { get; init; }
}

/// <summary>Targets for the tickets that match.</summary>
public sealed record PolicyRule
{
    /// <summary>Unique in its policy; shown in explanations.</summary>
    public string? Name { get; init; }

    /// <summary>Severities 1 to 5 that it is for; null is any.</summary>
    public IReadOnlyList<int>? Severities { get; init; }

    /// <summary>Channels that it is for; null is any.</summary>
    public IReadOnlyList<Channel>? Channels { get; init; }

    /// <summary>Working time promised by clock (see <see cref="ClockNames"/>), ISO 8601 like <c>PT15M</c>; a clock that is missing does not exist.</summary>
    public IReadOnlyDictionary<string, string>? Targets { get; init; }

    /// <summary>Promises that can be kept in one of several ways.</summary>
    public IReadOnlyList<EitherDefinition>? Either { get; init; }

    /// <summary>Clocks of the policy's own, among them those of single teams (OLA).</summary>
    public IReadOnlyList<ExtraClock>? Extra { get; init; }
}

/// <summary>What one clock has different from the rest of its policy; null takes the policy's.</summary>
/// <param name="Calendar">The calendar it runs on.</param>
/// <param name="WarnAt">Percentages, as in the policy.</param>
/// <param name="WarnBefore">Working times before due, as in the policy.</param>
/// <param name="Escalations">The ladder, as in the policy.</param>
/// <param name="StartsOn">What starts it in each service cycle, see <see cref="ClockConditions"/>; null is the usual. Not for clocks of the policy's own.</param>
/// <param name="MetBy">What meets it, also as a leg; null is the usual. Not for clocks of the policy's own.</param>
/// <param name="AlsoMetBy">What meets it too, whichever comes first; null is nothing else. Not for clocks of the policy's own and legs.</param>
public sealed record ClockDetail(
    string? Calendar = null,
    IReadOnlyList<int>? WarnAt = null,
    IReadOnlyList<string>? WarnBefore = null,
    IReadOnlyList<EscalationStep>? Escalations = null,
    Signal? StartsOn = null,
    Signal? MetBy = null,
    IReadOnlyList<Signal>? AlsoMetBy = null) : IConditions;

/// <summary>An either-or clock: kept by whichever leg is met by its own due.</summary>
/// <param name="Name">Names the clock: a letter, then letters, digits and hyphens, at most 63; not a fixed clock's name.</param>
/// <param name="Legs">1 to 5, each another clock.</param>
public sealed record EitherDefinition(string? Name, IReadOnlyList<LegDefinition>? Legs);

/// <summary>One way to keep it.</summary>
/// <param name="Clock"><c>remoteAssistance</c> or <c>onSiteArrival</c>.</param>
/// <param name="Target">Working time, ISO 8601; either this or the same day.</param>
/// <param name="SameDay">By the end of the day's last opening hours.</param>
/// <param name="Cutoff">Same day only: reported by this local time, like <c>16:00</c>; later means the next day with opening hours; null sets no limit.</param>
public sealed record LegDefinition(string? Clock, string? Target = null, bool SameDay = false, string? Cutoff = null);

/// <summary>A clock of the policy's own.</summary>
/// <param name="Name">As for either-or clocks.</param>
/// <param name="Target">Working time, ISO 8601.</param>
/// <param name="StartsOn">What starts it in each service cycle; the opening when null. Not read with a team.</param>
/// <param name="MetBy">What meets it; needed without a team.</param>
/// <param name="Team">A team's name: the clock measures each stay of the ticket with it and is met when the team hands it over or resolves it.</param>
public sealed record ExtraClock(string? Name, string? Target, Signal? StartsOn = null, Signal? MetBy = null, string? Team = null);

/// <summary>A level of the escalation ladder.</summary>
/// <param name="Level">From 1.</param>
/// <param name="Percent">Share of the target at which it is reached, 1 to 1,000; 150 is half as long again. Not read with an offset.</param>
/// <param name="Role">Whom to tell: <c>manager</c>, <c>dispatcher</c>, <c>on-call</c>, <c>engineer</c>, <c>customer</c> or any role.</param>
/// <param name="Offset">Instead of a share: working time after the due instant like <c>PT30M</c>, before it like <c>-PT30M</c>.</param>
public sealed record EscalationStep(int Level, int Percent = 100, string? Role = null, string? Offset = null);
