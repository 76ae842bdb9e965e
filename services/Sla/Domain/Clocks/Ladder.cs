using NodaTime;
using ServiceMesh.Sla.Domain.Policies;

namespace ServiceMesh.Sla.Domain.Clocks;

/// <summary>Names a threshold of a ticket; each is dealt with once.</summary>
public readonly record struct LevelKey(string Clock, int Cycle, string Threshold);

/// <summary>A threshold that was passed.</summary>
/// <param name="Clock">The clock.</param>
/// <param name="Threshold">The threshold.</param>
/// <param name="ReachedAt">When it was reached, which is not when it was found out.</param>
/// <param name="SkippedBecause">Why nobody is told; null when somebody is.</param>
public sealed record PassedLevel(Clock Clock, Threshold Threshold, Instant ReachedAt, string? SkippedBecause)
{
    public LevelKey Key => new(Clock.Name, Clock.Cycle, Threshold.Key);
}

/// <summary>What is to be done about thresholds now, and when to look again.</summary>
/// <param name="Passed">Thresholds passed and not yet dealt with.</param>
/// <param name="NextAt">The next instant at which anything changes by time alone; null when none.</param>
public sealed record LadderStep(IReadOnlyList<PassedLevel> Passed, Instant? NextAt);

/// <summary>
/// Finds thresholds that were passed. A missed promise is always told; of several others passed since the last look only the highest is,
/// and none that new terms found already behind them, or that a clock passed which is over by now.
/// </summary>
public static class Ladder
{
    public const string PolicyChange = "policy change";
    public const string Overtaken = "overtaken";
    public const string Over = "clock is over";

    /// <summary>Looks at all clocks of a ticket.</summary>
    /// <param name="clocks">As <see cref="ClockEngine"/> computed them at <paramref name="now"/>.</param>
    /// <param name="dealtWith">What was found before.</param>
    /// <param name="now">The instant.</param>
    public static LadderStep Look(IReadOnlyList<Clock> clocks, IReadOnlySet<LevelKey> dealtWith, Instant now)
    {
        var passed = new List<PassedLevel>();
        var found = new HashSet<LevelKey>(dealtWith);
        Instant? next = null;
        foreach (var clock in clocks)
        {
            var ahead = new List<(Threshold Threshold, Instant At)>();
            foreach (var threshold in clock.Terms.Thresholds)
            {
                // Terms that were replaced owe nothing any more but the promise they broke.
                if ((clock.IsReplaced && threshold.Kind != ThresholdKind.Breach) || clock.Reaches(threshold) is not { } at)
                {
                    continue;
                }

                if (IsPassed(clock, at, now))
                {
                    if (found.Add(new(clock.Name, clock.Cycle, threshold.Key)))
                    {
                        ahead.Add((threshold, at));
                    }
                }
                else if (clock.IsTicking && (threshold.Kind == ThresholdKind.Breach || !found.Contains(new(clock.Name, clock.Cycle, threshold.Key))))
                {
                    next = next is { } n ? Instant.Min(n, at) : at;
                }
            }

            passed.AddRange(ahead.Select(a => new PassedLevel(clock, a.Threshold, a.At, WhySkipped(clock, a, ahead))));
        }

        return new(passed, next);
    }

    // Met at that very instant is met in time; cancelled at that very instant is not.
    private static bool IsPassed(Clock clock, Instant at, Instant now) =>
        clock.MetAt is { } met ? at < met : at <= (clock.CancelledAt ?? now);

    private static string? WhySkipped(Clock clock, (Threshold Threshold, Instant At) level, List<(Threshold Threshold, Instant At)> ahead)
    {
        if (level.Threshold.Kind == ThresholdKind.Breach)
        {
            return null;
        }

        if (clock.ReplacesOthers && level.At <= clock.AttachedAt)
        {
            return PolicyChange;
        }

        if (clock.MetAt is not null || clock.CancelledAt is not null)
        {
            return Over;
        }

        return ahead.Any(other => IsHigher(other.Threshold, level.Threshold)) ? Overtaken : null;
    }

    private static bool IsHigher(Threshold other, Threshold than) => than.Kind switch
    {
        ThresholdKind.Warning => other.Percent > than.Percent,
        _ => other.Kind == than.Kind && (other.Percent, other.Level).CompareTo((than.Percent, than.Level)) > 0,
    };
}
