using NodaTime;

namespace ServiceMesh.Sla.Domain.Clocks;

/// <summary>A ticket's life from opening, or from a reopening after the warranty window, to its end.</summary>
/// <param name="Number">From 1.</param>
/// <param name="StartedAt">Where its clocks start.</param>
/// <param name="EndedAt">Where the next cycle starts; null for the last.</param>
/// <param name="Stops">The stretches during which it was resolved or closed; the last one is open while it still is.</param>
public sealed record ServiceCycle(int Number, Instant StartedAt, Instant? EndedAt, IReadOnlyList<Stretch> Stops)
{
    /// <summary>When it was resolved for good; null while it is not.</summary>
    public Instant? ResolvedAt => Stops is [.., { To: null } last] ? last.From : null;

    /// <summary>True if what happened then can still meet a clock: the last resolution cancels what was not met.</summary>
    /// <param name="at">When it happened.</param>
    /// <param name="whileResolved">True if the ticket was resolved then: at one instant one may come after the other.</param>
    public bool CanMeet(Instant at, bool whileResolved) => ResolvedAt is not { } resolved || at < resolved || (at == resolved && !whileResolved);
}

/// <summary>A stretch of waiting. It belongs to the ticket: every clock asks its own terms whether the reason stops it.</summary>
/// <param name="Reason">The reason code.</param>
/// <param name="Time">From when to when.</param>
public sealed record PauseSpan(string Reason, Stretch Time);

/// <summary>One run of a clock that runs again and again.</summary>
/// <param name="Number">From 1, by clock over the ticket's life.</param>
/// <param name="Cycle">The service cycle in which it started.</param>
/// <param name="StartedAt">Where it starts.</param>
/// <param name="MetAt">What it waited for came; null when it did not.</param>
/// <param name="WhileResolved">True if the ticket was resolved when it came.</param>
public sealed record Occurrence(int Number, int Cycle, Instant StartedAt, Instant? MetAt, bool WhileResolved);

/// <summary>A signal where it happened in the ticket's life.</summary>
/// <param name="At">When.</param>
/// <param name="Signal">What.</param>
/// <param name="Cycle">The service cycle.</param>
/// <param name="WhileResolved">True if the ticket was resolved then.</param>
public sealed record SignalInCycle(Instant At, Policies.Signal Signal, int Cycle, bool WhileResolved);
