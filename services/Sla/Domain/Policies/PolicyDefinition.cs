using ServiceMesh.Contracts;

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

    /// <summary>The work types that it is for; null is any.</summary>
    public IReadOnlyList<WorkType>? WorkTypes { get; init; }

    /// <summary>Name of the calendar on which its clocks run; the calendar's newest version is taken when a clock is attached.</summary>
    public string? Calendar { get; init; }

    /// <summary>Targets by severity and channel; the first rule that matches is taken.</summary>
    public IReadOnlyList<PolicyRule>? Rules { get; init; }

    /// <summary>Percentages of the target at which to warn, each 1 to 99; null is 50 and 75.</summary>
    public IReadOnlyList<int>? WarnAt { get; init; }

    /// <summary>The ladder after a miss; null is the manager at 100 % (level 1) and again at 150 % (level 2).</summary>
    public IReadOnlyList<EscalationStep>? Escalations { get; init; }

    /// <summary>The clocks (<c>diagnosis</c>, <c>resolution</c>) that each pause reason stops; null is the usual.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? PauseStops { get; init; }

    /// <summary>Wall time after resolving within which a reopening continues the same cycle, ISO 8601; null is <c>P7D</c>.</summary>
    public string? ReopenWindow { get; init; }
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

    /// <summary>Working time promised by clock (<c>firstResponse</c>, <c>diagnosis</c>, <c>resolution</c>), ISO 8601 like <c>PT15M</c>; none missing means no such clock.</summary>
    public IReadOnlyDictionary<string, string>? Targets { get; init; }
}

/// <summary>A level of the escalation ladder.</summary>
/// <param name="Level">From 1.</param>
/// <param name="Percent">Share of the target at which it is reached, 100 to 1,000; 150 is half as long again.</param>
/// <param name="Role">The role to tell.</param>
public sealed record EscalationStep(int Level, int Percent, string? Role);
