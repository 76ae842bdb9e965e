using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Sla.Domain.Clocks;
using ServiceMesh.Sla.Domain.Policies;

namespace ServiceMesh.Sla.Domain.Money;

/// <summary>A promise that a ticket's facts show to be broken.</summary>
/// <param name="Clock">The clock that broke it.</param>
/// <param name="Chosen">The choice of terms that put it there, with severity and contract.</param>
/// <param name="DueAt">The instant that was missed.</param>
/// <param name="Late">How late it is, until it was met, ended or now.</param>
/// <param name="IsOver">True if it gets no later any more.</param>
public sealed record BrokenPromise(Clock Clock, TermsInForce Chosen, Instant DueAt, Late Late, bool IsOver)
{
    /// <summary>What the terms pay for it; null for nothing.</summary>
    public Clause? Clause => Clock.Terms.Compensation?.For(Clock.Name, Chosen.Traits.Severity);

    /// <summary>The first day of the month that it counts in, in the zone of its calendar.</summary>
    public LocalDate Month => MonthOf(DueAt, Clock.Promise.Calendar.Zone);

    /// <summary>The next instant at which another step of its clause is reached; null when none is as things stand.</summary>
    public Instant? NextStepAt => IsOver || Clause is not { } clause
        ? null
        : clause.Tiers.Where(t => t.LateTicks > Late.In(clause.LateIn))
            .Select(t => clause.LateIn == LateIn.Wall
                ? DueAt + Duration.FromTicks(t.LateTicks)
                : Clock.Reaches(new Threshold(ThresholdKind.Escalation, 100, Duration.FromTicks(t.LateTicks))))
            .Min();

    /// <summary>All of a ticket, one for each clock and cycle: the first set of terms that was broken, as it was told.</summary>
    /// <param name="history">The ticket.</param>
    /// <param name="clocks">Its clocks at <paramref name="now"/>.</param>
    /// <param name="now">The instant; what facts beyond it say does not count.</param>
    public static IReadOnlyList<BrokenPromise> Of(TicketHistory history, IEnumerable<Clock> clocks, Instant now) =>
    [
        .. clocks.Where(c => c.State is ClockState.Breached or ClockState.MetLate && c.BreachedAt <= (c.MetAt ?? c.CancelledAt ?? now))
            .GroupBy(c => (c.Name, c.Cycle)).Select(c => c.LastOrDefault(later => later.FollowsMerge && ReferenceEquals(later.Terms, c.First().Terms)) ?? c.First())
            .Select(c => new BrokenPromise(c, ChoiceOf(history, c), c.BreachedAt!.Value, LateOf(c, now), (c.MetAt ?? c.CancelledAt) is not null)),
    ];

    /// <summary>The first day of a month in a zone.</summary>
    public static LocalDate MonthOf(Instant at, DateTimeZone zone)
    {
        var date = at.InZone(zone).Date;
        return new(date.Year, date.Month, 1);
    }

    private static TermsInForce ChoiceOf(TicketHistory history, Clock clock) =>
        history.Terms.LastOrDefault(t => ReferenceEquals(t.Terms, clock.Terms) && t.At <= clock.AttachedAt) ?? history.Terms.First(t => ReferenceEquals(t.Terms, clock.Terms));

    private static Late LateOf(Clock clock, Instant now)
    {
        var until = clock.MetAt ?? clock.CancelledAt ?? Instant.Max(now, clock.BreachedAt!.Value);
        return new((until - clock.BreachedAt!.Value).BclCompatibleTicks, Math.Max(0, clock.ElapsedTicks - clock.Target.BclCompatibleTicks));
    }
}
