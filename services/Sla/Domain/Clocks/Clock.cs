using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Sla.Domain.Policies;

namespace ServiceMesh.Sla.Domain.Clocks;

/// <summary>One promise on one set of terms, as it stands at an instant. Everything follows from the stretches in which it ran.</summary>
public sealed class Clock
{
    private readonly ClockRun _run;

    /// <param name="attachment">What it measures, and on which terms.</param>
    /// <param name="run">The time it uses up: of an either-or clock that of the leg that is due last.</param>
    /// <param name="outcome">What ended it.</param>
    /// <param name="legs">The legs of an either-or clock.</param>
    /// <param name="now">The instant it is looked at.</param>
    internal Clock(Attachment attachment, ClockRun run, Outcome outcome, IReadOnlyList<Leg> legs, Instant now)
    {
        _run = run;
        Attachment = attachment;
        Legs = legs;
        Met = outcome.Met;
        CancelledAt = outcome.CancelledAt;
        IsReplaced = outcome.IsReplaced;
        IsMerged = outcome.IsMerged;
        LooksTo = MetAt ?? CancelledAt ?? now;
        State = Decide(outcome.IsMetLate);
        BreachedAt = State is ClockState.Breached or ClockState.MetLate ? DueAt : null;
        ElapsedTicks = run.Worked(LooksTo);
    }

    internal Attachment Attachment { get; }

    /// <summary>Where it was met in the ticket's life.</summary>
    internal Moment? Met { get; }

    /// <summary>Which clock: one of <see cref="ClockNames"/> or a name of the policy's own.</summary>
    public string Name => Attachment.Promise.Name;

    /// <summary>The service cycle; of a clock that recurs, the number of the run.</summary>
    public int Cycle => Attachment.Number;

    /// <summary>The service cycle in which it started.</summary>
    public int ServiceCycle => Attachment.Cycle.Number;

    public Instant StartedAt => Attachment.StartedAt;

    /// <summary>When these terms were put on the clock; it may count from an earlier start all the same.</summary>
    public Instant AttachedAt => Attachment.AttachedAt;

    /// <summary>The set of terms that the promise is part of.</summary>
    public Terms Terms => Attachment.Terms;

    /// <summary>The promise.</summary>
    public ClockTerms Promise => Attachment.Promise;

    /// <summary>Working time promised; of an either-or clock that of the leg that is due last.</summary>
    public Duration Target => Duration.FromTicks(_run.TargetTicks);

    public ClockState State { get; }

    /// <summary>The promise, kept in view when it was missed, kept or cancelled; null while nothing can be said because the clock stands.</summary>
    public Instant? DueAt => _run.DueAt;

    public Instant? MetAt => Met?.At;

    /// <summary>When the ticket or other terms cancelled it; null when nothing did.</summary>
    public Instant? CancelledAt { get; }

    /// <summary>True if other terms took its place.</summary>
    public bool IsReplaced { get; }

    /// <summary>True if it ended because the ticket became part of another.</summary>
    public bool IsMerged { get; }

    /// <summary>True if it took the place of other terms.</summary>
    public bool ReplacesOthers => Attachment.ReplacesOthers;

    /// <summary>True if it was attached because a merge was taken back.</summary>
    public bool FollowsMerge => Attachment.FollowsMerge;

    /// <summary>The due instant that was missed.</summary>
    public Instant? BreachedAt { get; }

    /// <summary>The legs of an either-or clock; empty for all others.</summary>
    public IReadOnlyList<Leg> Legs { get; }

    /// <summary>The stretches in which it ran, in order; the last one is open if it still runs.</summary>
    public IReadOnlyList<Stretch> Ran => _run.Ran;

    /// <summary>Where elapsed time ends: when it was met or cancelled, else now.</summary>
    public Instant LooksTo { get; }

    /// <summary>Working ticks used up.</summary>
    public long ElapsedTicks { get; }

    /// <summary>Working ticks left; not negative.</summary>
    public long RemainingTicks => Math.Max(0, _run.TargetTicks - ElapsedTicks);

    /// <summary>True while time runs on it, before or after its due instant.</summary>
    public bool IsTicking => MetAt is null && CancelledAt is null && _run.IsOpen;

    /// <summary>The earliest instant at which a threshold's working time is used up; null when it never is as things stand.</summary>
    public Instant? Reaches(Threshold threshold) => threshold.TicksOf(_run.TargetTicks) is { } ticks ? _run.Reaches(ticks) : null;

    /// <summary>True if waiting for this reason stops it, or a leg of it.</summary>
    public bool IsStoppedBy(string reason) => Promise.StoppedBy.Contains(reason) || Promise.Legs.Any(l => l.StoppedBy.Contains(reason));

    private ClockState Decide(bool isMetLate)
    {
        if (MetAt is not null)
        {
            return isMetLate ? ClockState.MetLate : ClockState.Met;
        }

        if (DueAt <= LooksTo)
        {
            return ClockState.Breached;
        }

        return CancelledAt is not null ? ClockState.Cancelled : _run.IsOpen ? ClockState.Running : ClockState.Paused;
    }
}

/// <summary>A leg of an either-or clock.</summary>
/// <param name="Clock">Which.</param>
/// <param name="State">Running, met, missed or cancelled.</param>
/// <param name="DueAt">Its own due; null while it stands.</param>
/// <param name="MetAt">When what it asks for happened, in time or not; null when it did not.</param>
public sealed record Leg(string Clock, ClockLegState State, Instant? DueAt, Instant? MetAt)
{
    /// <summary>Where that happened in the ticket's life.</summary>
    internal Moment? Done { get; init; }
}

/// <summary>One set of terms on one run of a clock.</summary>
/// <param name="Promise">The promise.</param>
/// <param name="Terms">The terms that it is part of.</param>
/// <param name="Cycle">The service cycle.</param>
/// <param name="Number">The number of the run.</param>
/// <param name="Started">Where it counts from.</param>
/// <param name="AttachedAt">When the terms were put on it.</param>
/// <param name="ReplacesOthers">True if it took the place of other terms.</param>
/// <param name="FollowsMerge">True if it was attached because a merge was taken back.</param>
internal sealed record Attachment(
    ClockTerms Promise, Terms Terms, ServiceCycle Cycle, int Number, Moment Started, Instant AttachedAt, bool ReplacesOthers, bool FollowsMerge)
{
    public Instant StartedAt => Started.At;
}

/// <summary>What ends a clock that is not met before.</summary>
/// <param name="Cancelled">When; null while nothing does.</param>
/// <param name="IsReplaced">True if other terms take its place.</param>
/// <param name="IsMerged">True if the ticket becomes part of another.</param>
internal readonly record struct Ending(Moment? Cancelled, bool IsReplaced, bool IsMerged)
{
    /// <summary>The outcome of a clock that nothing met.</summary>
    public Outcome Unmet => new(null, false, Cancelled?.At, IsReplaced, IsMerged);
}

/// <summary>What ended a clock, if anything did.</summary>
/// <param name="Met">When it was met.</param>
/// <param name="IsMetLate">True if that was too late.</param>
/// <param name="CancelledAt">When it was cancelled.</param>
/// <param name="IsReplaced">True if other terms took its place.</param>
/// <param name="IsMerged">True if the ticket became part of another.</param>
internal readonly record struct Outcome(Moment? Met, bool IsMetLate, Instant? CancelledAt, bool IsReplaced, bool IsMerged)
{
    /// <summary>The outcome of a clock that was met.</summary>
    public static Outcome Of(Moment met, bool late) => new(met, late, null, false, false);
}
