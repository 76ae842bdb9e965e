using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Sla.Domain.Policies;

namespace ServiceMesh.Sla.Domain.Clocks;

/// <summary>
/// One promise on one set of terms, as it stands at an instant. Everything follows from the stretches in which it ran:
/// the due instant is the earliest at which the target has been worked in them.
/// </summary>
public sealed class Clock
{
    /// <param name="name">Which clock.</param>
    /// <param name="cycle">The cycle it belongs to.</param>
    /// <param name="terms">The terms it runs on.</param>
    /// <param name="now">The instant it is looked at.</param>
    /// <param name="ending">What ended it.</param>
    /// <param name="stopped">Stretches during which it did not run: pauses whose reason stops it, and the time resolved.</param>
    internal Clock(string name, ServiceCycle cycle, TermsChosen terms, Instant now, ClockEnding ending, IEnumerable<Stretch> stopped)
    {
        Name = name;
        Cycle = cycle.Number;
        StartedAt = cycle.StartedAt;
        Terms = terms.Terms!;
        AttachedAt = Instant.Max(terms.At, cycle.StartedAt);
        MetAt = ending.MetAt;
        CancelledAt = ending.CancelledAt;
        IsReplaced = ending.IsReplaced;
        ReplacesOthers = ending.ReplacesOthers;
        TargetSeconds = Terms.TargetSeconds[name];
        // Stops that begin when the clock has ended, or later, are none of its business: meeting comes before pausing.
        var end = MetAt ?? CancelledAt;
        Ran = StretchMath.Without(StartedAt, stopped.Where(s => end is not { } e || s.From < e).Select(s => end is { } e && s.To > e ? s with { To = null } : s));
        DueAt = Reaches(Threshold.Breach);
        LooksTo = end ?? now;
        State = Decide();
        BreachedAt = State is ClockState.Breached or ClockState.MetLate ? DueAt : null;
        ElapsedTicks = Worked(LooksTo);
    }

    /// <summary>Which clock: one of <see cref="ClockNames"/>.</summary>
    public string Name { get; }

    public int Cycle { get; }

    public Instant StartedAt { get; }

    /// <summary>When these terms were put on the clock; it counts from <see cref="StartedAt"/> all the same.</summary>
    public Instant AttachedAt { get; }

    public Terms Terms { get; }

    public long TargetSeconds { get; }

    public ClockState State { get; }

    /// <summary>The promise, kept in view when it was missed or kept; null while nothing can be said because the clock stands.</summary>
    public Instant? DueAt { get; }

    public Instant? MetAt { get; }

    /// <summary>When the ticket or other terms cancelled it; null when nothing did.</summary>
    public Instant? CancelledAt { get; }

    /// <summary>True if other terms took its place.</summary>
    public bool IsReplaced { get; }

    /// <summary>True if it took the place of other terms within its cycle.</summary>
    public bool ReplacesOthers { get; }

    /// <summary>The due instant that was missed.</summary>
    public Instant? BreachedAt { get; }

    /// <summary>The stretches in which it ran, in order; the last one is open if it still runs.</summary>
    public IReadOnlyList<Stretch> Ran { get; }

    /// <summary>Where elapsed time ends: when it was met or cancelled, else now.</summary>
    public Instant LooksTo { get; }

    /// <summary>Working ticks used up.</summary>
    public long ElapsedTicks { get; }

    /// <summary>Working ticks left; not negative.</summary>
    public long RemainingTicks => Math.Max(0, (TargetSeconds * NodaConstants.TicksPerSecond) - ElapsedTicks);

    /// <summary>True while time runs on it, before or after its due instant.</summary>
    public bool IsTicking => MetAt is null && CancelledAt is null && Ran is [.., { To: null }];

    /// <summary>The earliest instant at which a threshold's working time is used up; null when it never is as things stand.</summary>
    public Instant? Reaches(Threshold threshold)
    {
        var left = threshold.TicksOf(TargetSeconds);
        foreach (var stretch in Ran)
        {
            var worked = stretch.To is { } to ? Terms.Calendar.Between(stretch.From, to) : long.MaxValue;
            if (left <= worked)
            {
                return Terms.Calendar.After(stretch.From, left);
            }

            left -= worked;
        }

        return null;
    }

    private ClockState Decide()
    {
        if (MetAt is { } met)
        {
            return DueAt is { } due && met > due ? ClockState.MetLate : ClockState.Met;
        }

        if (DueAt <= LooksTo)
        {
            return ClockState.Breached;
        }

        return CancelledAt is not null ? ClockState.Cancelled
            : Ran is [.., { To: null }] ? ClockState.Running
            : ClockState.Paused;
    }

    private long Worked(Instant end) => Ran.Where(s => s.From < end).Sum(s => Terms.Calendar.Between(s.From, s.To < end ? s.To.Value : end));
}

/// <summary>What a clock took over from, and what ended it, if anything did.</summary>
/// <param name="MetAt">When it was met.</param>
/// <param name="CancelledAt">When it was cancelled.</param>
/// <param name="IsReplaced">True if other terms took its place.</param>
/// <param name="ReplacesOthers">True if it took the place of other terms.</param>
internal readonly record struct ClockEnding(Instant? MetAt, Instant? CancelledAt, bool IsReplaced, bool ReplacesOthers);
