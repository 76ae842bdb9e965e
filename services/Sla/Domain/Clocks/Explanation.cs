using NodaTime;

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

    /// <summary>
    /// The opening hours that count, in order, up to the due instant: together exactly the target. While the due is not known, up to where
    /// the clock stands.
    /// </summary>
    public static IEnumerable<(Instant From, Instant To)> Counted(Clock clock)
    {
        var end = clock.DueAt ?? clock.LooksTo;
        return clock.Ran.Where(s => s.From < end).SelectMany(s => clock.Promise.Calendar.OpenBetween(s.From, s.To < end ? s.To.Value : end));
    }

    /// <summary>What did not count although the ticket lived: pauses whose reason stops this clock, and the time resolved.</summary>
    public static IEnumerable<LeftOutTime> LeftOut(TicketHistory history, Clock clock)
    {
        var resolved = clock.Attachment.Cycle.Stops.Select(s => (Reason: ResolvedReason, Time: s));
        var paused = history.PausesWithin(clock.StartedAt, clock.LooksTo).Where(p => clock.IsStoppedBy(p.Reason)).Select(p => (p.Reason, p.Time));
        return paused.Concat(resolved)
            .Where(s => s.Time.From < clock.LooksTo && !(s.Time.To <= clock.StartedAt))
            .OrderBy(s => s.Time.From)
            .Select(s => new LeftOutTime(s.Reason, s.Time, clock.Promise.Calendar.Between(s.Time.From, s.Time.To ?? clock.LooksTo)));
    }
}
