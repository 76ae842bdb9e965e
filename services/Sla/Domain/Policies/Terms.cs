using NodaTime;
using ServiceMesh.Sla.Domain.Money;

namespace ServiceMesh.Sla.Domain.Policies;

/// <summary>What was promised for a ticket: one rule of one version of a policy, on given versions of calendars. Immutable.</summary>
public sealed record Terms
{
    /// <summary>Wall time after resolving within which a reopening continues the same cycle, when nothing else was agreed.</summary>
    public static Duration UsualReopenWindow { get; } = Duration.FromDays(7);

    public required string Policy { get; init; }
    public required int PolicyVersion { get; init; }

    /// <summary>The rule of the policy that matched.</summary>
    public required string Rule { get; init; }

    /// <summary>The promises, in the order in which they are shown; a clock that is missing does not exist.</summary>
    public required IReadOnlyList<ClockTerms> Clocks { get; init; }

    /// <summary>Wall time after resolving, its end included, within which a reopening continues the same cycle.</summary>
    public required Duration ReopenWindow { get; init; }

    /// <summary>What a missed promise pays back; null is nothing.</summary>
    public Compensation? Compensation { get; init; }

    /// <summary>The promise of a clock; null when there is none.</summary>
    public ClockTerms? Find(string clock) => Clocks.FirstOrDefault(c => c.Name == clock);
}
