using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Sla.Domain.Policies;

namespace ServiceMesh.Sla.Domain.Clocks;

/// <summary>A stretch in which a clock stood.</summary>
/// <param name="Reason">The pause reason's code, or <see cref="Explanation.ResolvedReason"/>.</param>
/// <param name="Time">From when to when; no end while it goes on.</param>
/// <param name="WorkingTicks">The working time in it, which did not count.</param>
public sealed record LeftOutTime(string Reason, Stretch Time, long WorkingTicks);

/// <summary>Unfolds a due time into what made it.</summary>
public static class Explanation
{
    /// <summary>The clock stood because the ticket was resolved or closed.</summary>
    public const string ResolvedReason = "resolved";

    /// <summary>What started it: usually the fact that its terms name; the reopening for what somebody owes from there; the terms that it counts from.</summary>
    public static Happening StartedBy(TicketHistory history, Clock clock) => Happening.Of(history, clock.Attachment.Started);

    /// <summary>What met it, in time or not; null while nothing has.</summary>
    public static Happening? MetBy(TicketHistory history, Clock clock) => clock.Met is { } met ? Happening.Of(history, met) : null;

    /// <summary>What did what a leg asks for, in time or not; null while nothing has.</summary>
    public static Happening? MetBy(TicketHistory history, Leg leg) => leg.Done is { } done ? Happening.Of(history, done) : null;

    /// <summary>What would meet it, the usual first; empty for an either-or clock, whose legs say so.</summary>
    public static IReadOnlyList<string> AsksFor(Clock clock) => clock.Promise switch
    {
        { Legs.Count: > 0 } => [],
        { Rhythm: Rhythm.TeamStay } => [Happening.NameOf(Signal.Assigned), Happening.NameOf(Signal.Resolved)],
        var promise => [.. promise.AlsoMetBy.Prepend(promise.MetBy).Select(Happening.NameOf)],
    };

    /// <summary>What would meet a leg.</summary>
    public static IReadOnlyList<string> AsksFor(Clock clock, Leg leg) => [.. clock.Promise.Legs.Where(l => l.Clock == leg.Clock).Select(l => Happening.NameOf(l.MetBy))];

    /// <summary>What started it, in a sentence.</summary>
    public static string StartWords(TicketHistory history, Clock clock) => $"Started by {StartedBy(history, clock).Words}.";

    /// <summary>What met it, or did what a leg asks for, in a sentence.</summary>
    public static string DoneWords(Clock clock, Happening what, string? leg = null) => leg is null
        ? $"Met {(clock.State == ClockState.MetLate ? "late, " : "")}by {what.Words}."
        : $"{leg} was done by {what.Words}.";

    /// <summary>
    /// The opening hours that count, in order, up to the due instant: together exactly the target. While the due is not known, up to where
    /// the clock stands.
    /// </summary>
    public static IEnumerable<(Instant From, Instant To)> Counted(Clock clock)
    {
        var end = clock.DueAt ?? clock.LooksTo;
        return clock.Ran.Where(s => s.From < end).SelectMany(s => clock.Promise.Calendar.OpenBetween(s.From, s.To < end ? s.To.Value : end));
    }

    /// <summary>What did not count although the ticket lived: pauses whose reason stops this clock, and the time resolved, each up to the clock's end if it ended then.</summary>
    public static IEnumerable<LeftOutTime> LeftOut(TicketHistory history, Clock clock)
    {
        var resolved = clock.Attachment.Cycle.StopsFor(clock.Promise.MetBy).Select(s => (Reason: ResolvedReason, Time: s));
        var end = clock.MetAt ?? clock.CancelledAt;
        var paused = history.PausesWithin(clock.StartedAt, clock.LooksTo).Where(p => clock.IsStoppedBy(p.Reason)).Select(p => (p.Reason, p.Time));
        return paused.Concat(resolved)
            .Where(s => s.Time.From < clock.LooksTo && !(s.Time.To <= clock.StartedAt))
            .Select(s => end is { } e && !(s.Time.To <= e) ? s with { Time = s.Time with { To = e } } : s)
            .OrderBy(s => s.Time.From)
            .Select(s => new LeftOutTime(s.Reason, s.Time, clock.Promise.Calendar.Between(s.Time.From, s.Time.To ?? clock.LooksTo)));
    }
}
