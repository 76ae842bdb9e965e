using NodaTime;
using ServiceMesh.Sla.Domain.Policies;

namespace ServiceMesh.Sla.Domain.Clocks;

/// <summary>A ticket's life from opening, or from a reopening after the warranty window, to its end.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Started">Where its clocks start.</param>
/// <param name="Ended">Where the next cycle starts; null for the last.</param>
/// <param name="Resolved">When it was resolved for good; null while it is not.</param>
/// <param name="Stops">The stretches during which it was resolved or closed; the last one is open while it still is.</param>
public sealed record ServiceCycle(int Number, Moment Started, Moment? Ended, Moment? Resolved, IReadOnlyList<Stretch> Stops)
{
    /// <summary>When it was closed for good; null while it is not.</summary>
    public Moment? Closed { get; init; }

    /// <summary>The stretches during which it was closed; the last one is open while it still is.</summary>
    public IReadOnlyList<Stretch> ClosedStops { get; init; } = [];

    public Instant StartedAt => Started.At;

    public Instant? EndedAt => Ended?.At;

    public Instant? ResolvedAt => Resolved?.At;

    /// <summary>Where it is over for a clock that this meets: with the last resolution; for one that only closing meets, not before that or the next cycle.</summary>
    public Moment? EndFor(Signal metBy) => metBy == Signal.Closed ? Closed ?? Ended : Resolved;

    /// <summary>The stretches that do not count for a clock that this meets: resolved time counts until somebody closed, where closing is what is promised.</summary>
    public IReadOnlyList<Stretch> StopsFor(Signal metBy) => metBy == Signal.Closed ? ClosedStops : Stops;

    /// <summary>True if what happened then can still meet a clock: the last resolution cancels what was not met.</summary>
    public bool CanMeet(Moment then) => Resolved is not { } resolved || then.IsBefore(resolved);
}

/// <summary>A stretch of waiting. It belongs to the ticket: every clock asks its own terms whether the reason stops it.</summary>
/// <param name="Reason">The reason code.</param>
/// <param name="Time">From when to when.</param>
public sealed record PauseSpan(string Reason, Stretch Time);

/// <summary>A stretch in which the ticket was part of another.</summary>
/// <param name="From">When they were merged.</param>
/// <param name="To">When that was taken back; null while it stands.</param>
public sealed record MergeSpan(Moment From, Moment? To)
{
    /// <summary>True if something happened in it.</summary>
    public bool Has(Moment then) => From.IsBefore(then) && !(To is { } to && !then.IsBefore(to));
}

/// <summary>One run of a clock that runs again and again.</summary>
/// <param name="Number">From 1, by clock over the ticket's life.</param>
/// <param name="Cycle">The service cycle in which it started.</param>
/// <param name="Started">Where it starts.</param>
/// <param name="Met">When what it waited for came; null when it did not.</param>
public sealed record Occurrence(int Number, int Cycle, Moment Started, Moment? Met);

/// <summary>A signal where it happened in the ticket's life.</summary>
/// <param name="Then">When.</param>
/// <param name="Signal">What.</param>
/// <param name="Cycle">The service cycle.</param>
public sealed record SignalInCycle(Moment Then, Signal Signal, int Cycle);

/// <summary>Terms where they were chosen in the ticket's life.</summary>
/// <param name="Then">When.</param>
/// <param name="Chosen">What was chosen.</param>
public sealed record TermsInForce(Moment Then, TermsChosen Chosen)
{
    public Instant At => Then.At;

    /// <summary>When the ticket had been merged, if these terms are put on its clocks again because that was taken back; null otherwise.</summary>
    public Moment? MergedSince { get; init; }

    public TicketTraits Traits => Chosen.Traits;

    public Terms? Terms => Chosen.Terms;
}
