using NodaTime;
using ServiceMesh.Contracts;
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
/// and none that new terms found already behind them, that a clock passed which is over by now, or that came after somebody had taken
/// the escalation on.
/// </summary>
public static class Ladder
{
    public const string PolicyChange = "policy change";
    public const string MergeTakenBack = "merge taken back";
    public const string Overtaken = "overtaken";
    public const string Over = "clock is over";
    public const string TakenOn = "acknowledged";

    /// <summary>Looks at all clocks of a ticket.</summary>
    /// <param name="history">The ticket.</param>
    /// <param name="clocks">As <see cref="ClockEngine"/> computed them at <paramref name="now"/>.</param>
    /// <param name="dealtWith">What was found before.</param>
    /// <param name="now">The instant.</param>
    public static LadderStep Look(TicketHistory history, IReadOnlyList<Clock> clocks, IReadOnlySet<LevelKey> dealtWith, Instant now)
    {
        var passed = new List<PassedLevel>();
        var found = new HashSet<LevelKey>(dealtWith);
        Instant? next = null;
        foreach (var clock in clocks)
        {
            var ahead = new List<(Threshold Threshold, Instant At)>();
            foreach (var (threshold, at) in Reached(clock))
            {
                var key = new LevelKey(clock.Name, clock.Cycle, threshold.Key);
                if (IsPassed(clock, at, now))
                {
                    if (found.Add(key))
                    {
                        ahead.Add((threshold, at));
                    }
                }
                else if (clock.IsTicking && (threshold.Kind == ThresholdKind.Breach || !found.Contains(key)))
                {
                    next = next is { } n ? Instant.Min(n, at) : at;
                }
            }

            passed.AddRange(ahead.Select(a => new PassedLevel(clock, a.Threshold, a.At, WhySkipped(history, clock, a, ahead))));
        }

        return new(passed, next);
    }

    /// <summary>The instants of a clock's warnings, or levels, that were reached before it was met or cancelled, up to an instant.</summary>
    public static IEnumerable<(Threshold Threshold, Instant At)> Reached(Clock clock, ThresholdKind kind, Instant now) =>
        clock.Promise.Thresholds.Where(t => t.Kind == kind).Select(t => (Threshold: t, At: clock.Reaches(t)))
            .Where(r => r.At is { } at && IsPassed(clock, at, now)).Select(r => (r.Threshold, r.At!.Value)).OrderBy(r => r.Value);

    /// <summary>The points of a clock's way with the instant of each, as far as these are known. Terms that were replaced owe nothing any more but the promise they broke.</summary>
    private static IEnumerable<(Threshold Threshold, Instant At)> Reached(Clock clock)
    {
        foreach (var threshold in clock.Promise.Thresholds)
        {
            if ((!clock.IsReplaced || threshold.Kind == ThresholdKind.Breach) && clock.Reaches(threshold) is { } at)
            {
                yield return (threshold, at);
            }
        }

        foreach (var leg in clock.IsReplaced ? [] : clock.Legs)
        {
            // The leg that is due last breaks the promise itself.
            if (leg is { DueAt: { } due, State: ClockLegState.Missed or ClockLegState.Running } && !(due >= clock.DueAt))
            {
                yield return (new(ThresholdKind.LegMissed, 100, Leg: leg.Clock), due);
            }
        }
    }

    // Met at that very instant is met in time; cancelled at that very instant is not.
    private static bool IsPassed(Clock clock, Instant at, Instant now) =>
        clock.MetAt is { } met ? at < met : at <= (clock.CancelledAt ?? now);

    private static string? WhySkipped(TicketHistory history, Clock clock, (Threshold Threshold, Instant At) level, List<(Threshold Threshold, Instant At)> ahead)
    {
        if (level.Threshold.Kind == ThresholdKind.Breach)
        {
            return null;
        }

        if (clock.ReplacesOthers && level.At <= clock.AttachedAt)
        {
            return clock.FollowsMerge ? MergeTakenBack : PolicyChange;
        }

        if (clock.MetAt is not null || clock.CancelledAt is not null)
        {
            return Over;
        }

        if (level.Threshold.Kind == ThresholdKind.Escalation && history.Acknowledgements.Any(a => IsOf(a, clock) && a.At <= level.At))
        {
            return TakenOn;
        }

        return ahead.Any(other => IsHigher(other, level)) ? Overtaken : null;
    }

    private static bool IsOf(Acknowledged taken, Clock clock) =>
        taken.Clock == clock.Name && (taken.Run is { } run ? run == clock.Cycle : taken.At >= clock.StartedAt);

    // Whatever comes later says more than a warning; a level of the ladder only gives way to a higher one.
    private static bool IsHigher((Threshold Threshold, Instant At) other, (Threshold Threshold, Instant At) than) =>
        than.Threshold.Kind != ThresholdKind.Escalation ? other.At > than.At
        : other.Threshold.Kind == ThresholdKind.Escalation && (other.At, other.Threshold.Level).CompareTo((than.At, than.Threshold.Level)) > 0;
}
