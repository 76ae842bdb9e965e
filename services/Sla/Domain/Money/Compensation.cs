namespace ServiceMesh.Sla.Domain.Money;

/// <summary>Which time counts as late.</summary>
public enum LateIn
{
    /// <summary>The clock's working time past its target: opening hours without pauses.</summary>
    Working,

    /// <summary>All time past the due instant.</summary>
    Wall,
}

/// <summary>The checked clauses of a policy version.</summary>
public sealed record Compensation(IReadOnlyList<Clause> Clauses)
{
    /// <summary>The clause for a breach: the first of its clock whose severities fit; null when there is none.</summary>
    public Clause? For(string clock, int severity) => Clauses.FirstOrDefault(c => c.Clock == clock && c.Severities?.Contains(severity) != false);
}

/// <summary>A checked clause. It is stored with each breach, which keeps what was agreed then.</summary>
/// <param name="Name">Unique in its policy.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Severities">Null is any.</param>
/// <param name="LateIn">Which time is late.</param>
/// <param name="Currency">Of its amounts; null when all are percents.</param>
/// <param name="Tiers">The steps; a plain amount or percent is one from the first instant on.</param>
/// <param name="MonthlyCap">Its own limit.</param>
public sealed record Clause(string Name, string Clock, IReadOnlyList<int>? Severities, LateIn LateIn, string? Currency, IReadOnlyList<Tier> Tiers, Cap? MonthlyCap)
{
    /// <summary>The last step that applies; null when none does yet.</summary>
    /// <param name="late">How late.</param>
    /// <param name="ordinal">Which breach of this clock in the month, from 1.</param>
    public Tier? TierAt(Late late, int ordinal) => Tiers.LastOrDefault(t => late.In(LateIn) >= t.LateTicks && ordinal >= t.Breaches);

    /// <summary>How many steps this lateness has passed: the credit can only change when this does, or the month around it.</summary>
    public int StepsPassed(Late late) => Tiers.Count(t => late.In(LateIn) >= t.LateTicks);
}

/// <summary>A checked step.</summary>
/// <param name="LateTicks">From so late on, in ticks of 100 ns.</param>
/// <param name="Breaches">From this breach of the month on.</param>
/// <param name="Amount">A fixed amount, or null.</param>
/// <param name="Percent">A percent of the monthly fee, or null.</param>
public sealed record Tier(long LateTicks, int Breaches, decimal? Amount, decimal? Percent);

/// <summary>A checked limit, one of both.</summary>
public sealed record Cap(decimal? Percent, decimal? Amount);

/// <summary>How late something is, in ticks of 100 ns.</summary>
/// <param name="WallTicks">By the clock on the wall.</param>
/// <param name="WorkingTicks">In working time.</param>
public readonly record struct Late(long WallTicks, long WorkingTicks)
{
    /// <summary>In the time that a clause counts.</summary>
    public long In(LateIn which) => which == LateIn.Wall ? WallTicks : WorkingTicks;
}
