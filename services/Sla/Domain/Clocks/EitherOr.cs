using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Sla.Domain.Calendars;
using ServiceMesh.Sla.Domain.Policies;

namespace ServiceMesh.Sla.Domain.Clocks;

/// <summary>
/// The either-or clock: all legs start together; it is met when a leg is met by its own due, which cancels the others, and breached
/// at the latest leg's due if none was. One missed leg alone breaks no promise.
/// </summary>
internal static class EitherOr
{
    public static Clock Make(TicketHistory history, Attachment attachment, Ending ending, Instant now)
    {
        var (promise, cancelled) = (attachment.Promise, ending.Cancelled);
        var trials = promise.Legs.Select(leg => Try(history, attachment, leg, cancelled)).ToList();
        if (trials.Where(t => t.IsInTime).MinBy(t => t.Done!.Value.Order) is { } kept)
        {
            var met = kept.Done!.Value;
            var ended = trials.ConvertAll(t => t == kept ? t : Try(history, attachment, t.Leg, met));
            return new Clock(attachment, Last(ended).Run, Outcome.Of(met, late: false), [.. ended.Select(t => t == kept ? Kept(t) : Ended(t, met.At, isMet: true))], now);
        }

        var last = Last(trials);
        var late = last.Run.DueAt is { } due
            ? promise.Legs.SelectMany(leg => Done(history, attachment, leg)).Where(then => then.At > due && !(cancelled is { } c && c.IsBefore(then)))
                .Cast<Moment?>().MinBy(then => then!.Value.Order)
            : null;
        var outcome = late is { } metLate ? Outcome.Of(metLate, late: true) : ending.Unmet;
        var end = late?.At ?? cancelled?.At;
        return new Clock(attachment, last.Run, outcome, [.. trials.Select(t => Ended(t, end ?? now, isMet: false, isOver: end is not null))], now);
    }

    /// <summary>Working time of a same-day leg: to the end of the last opening hours of the day of the report, or of the next day that has some.</summary>
    public static long SameDayTicks(WorkCalendar calendar, Instant start, LocalTime cutoff)
    {
        var day = start.InZone(calendar.Zone).Date;
        // Reported by the cutoff, its very instant included (the first, if the clocks go back); a day whose hours are already over counts for no report.
        if (start <= (day + cutoff).InZoneLeniently(calendar.Zone).ToInstant() && calendar.LastClosingOn(day) is { } closing && closing > start)
        {
            return calendar.Between(start, closing);
        }

        return calendar.NextClosingAfter(day) is { } next ? calendar.Between(start, next) : long.MaxValue / 2;
    }

    private static Trial Try(TicketHistory history, Attachment attachment, LegTerms leg, Moment? end)
    {
        var done = Done(history, attachment, leg).Cast<Moment?>().FirstOrDefault();
        done = end is { } e && done is { } d && e.IsBefore(d) ? null : done;
        var calendar = attachment.Promise.Calendar;
        var target = leg.Target?.BclCompatibleTicks ?? SameDayTicks(calendar, attachment.StartedAt, leg.Cutoff!.Value);
        var run = new ClockRun(calendar, attachment.StartedAt, target, ClockEngine.Stops(history, attachment, leg.StoppedBy, done?.At ?? end?.At), done?.At ?? end?.At);
        return new(leg, run, done);
    }

    private static IEnumerable<Moment> Done(TicketHistory history, Attachment attachment, LegTerms leg) =>
        ClockEngine.Signals(history, attachment.Cycle, leg.MetBy, attachment.Started);

    /// <summary>The leg that is due last: one that stands is due after all others.</summary>
    private static Trial Last(List<Trial> trials) => trials.MaxBy(t => t.Run.DueAt ?? Instant.MaxValue)!;

    private static Leg Kept(Trial trial) => new(trial.Leg.Clock, ClockLegState.Met, trial.Run.DueAt, trial.Done?.At) { Done = trial.Done };

    private static Leg Ended(Trial trial, Instant at, bool isMet, bool isOver = true)
    {
        // At the very instant at which the promise was kept nothing is missed any more; cancelling comes too late for it.
        var isMissed = trial.Run.DueAt is { } due && (isMet ? due < at : due <= at);
        var state = isMissed ? ClockLegState.Missed : isOver ? ClockLegState.Cancelled : ClockLegState.Running;
        return new(trial.Leg.Clock, state, trial.Run.DueAt, trial.Done?.At) { Done = trial.Done };
    }

    private sealed record Trial(LegTerms Leg, ClockRun Run, Moment? Done)
    {
        public bool IsInTime => Done is { } done && !(done.At > Run.DueAt);
    }
}
