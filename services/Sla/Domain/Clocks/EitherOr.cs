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
    public static Clock Make(TicketHistory history, Attachment attachment, Instant? cancelledAt, bool isReplaced, Instant now)
    {
        var promise = attachment.Promise;
        var trials = promise.Legs.Select(leg => Try(history, attachment, leg, cancelledAt)).ToList();
        var inTime = trials.Where(t => t.IsInTime).Select(t => t.DoneAt).Min();
        if (inTime is { } met)
        {
            var kept = trials.First(t => t.IsInTime && t.DoneAt == met);
            var ended = trials.ConvertAll(t => t.Leg == kept.Leg ? t : Try(history, attachment, t.Leg, met));
            return new Clock(attachment, Last(ended).Run, new Outcome(met, false, null, false), [.. ended.Select(t => t.Leg == kept.Leg ? Kept(t) : Ended(t, met, isMet: true))], now);
        }

        var last = Last(trials);
        var late = last.Run.DueAt is { } due
            ? promise.Legs.SelectMany(leg => Done(history, attachment, leg)).Where(at => at > due && !(cancelledAt < at)).Cast<Instant?>().Min()
            : null;
        var outcome = late is not null ? new Outcome(late, true, null, false) : new Outcome(null, false, cancelledAt, isReplaced);
        return new Clock(attachment, last.Run, outcome, [.. trials.Select(t => Ended(t, late ?? cancelledAt ?? now, isMet: false, isOver: (late ?? cancelledAt) is not null))], now);
    }

    /// <summary>Working time of a same-day leg: to the end of the last opening hours of the day of the report, or of the next day that has some.</summary>
    public static long SameDayTicks(WorkCalendar calendar, Instant start, LocalTime cutoff)
    {
        var reported = start.InZone(calendar.Zone);
        // Reported by the cutoff, its very instant included; a day whose hours are already over counts for no report.
        if (reported.TimeOfDay <= cutoff && calendar.LastClosingOn(reported.Date) is { } closing && closing > start)
        {
            return calendar.Between(start, closing);
        }

        return calendar.NextClosingAfter(reported.Date) is { } next ? calendar.Between(start, next) : long.MaxValue / 2;
    }

    private static Trial Try(TicketHistory history, Attachment attachment, LegTerms leg, Instant? end)
    {
        var doneAt = Done(history, attachment, leg).Cast<Instant?>().FirstOrDefault();
        doneAt = end < doneAt ? null : doneAt;
        var calendar = attachment.Promise.Calendar;
        var target = leg.Target?.BclCompatibleTicks ?? SameDayTicks(calendar, attachment.StartedAt, leg.Cutoff!.Value);
        var run = new ClockRun(calendar, attachment.StartedAt, target, ClockEngine.Stops(history, attachment.Cycle, leg.StoppedBy), doneAt ?? end);
        return new(leg, run, doneAt);
    }

    private static IEnumerable<Instant> Done(TicketHistory history, Attachment attachment, LegTerms leg) =>
        ClockEngine.Signals(history, attachment.Cycle, leg.MetBy, attachment.StartedAt);

    /// <summary>The leg that is due last: one that stands is due after all others.</summary>
    private static Trial Last(List<Trial> trials) => trials.MaxBy(t => t.Run.DueAt ?? Instant.MaxValue)!;

    private static Leg Kept(Trial trial) => new(trial.Leg.Clock, ClockLegState.Met, trial.Run.DueAt, trial.DoneAt);

    private static Leg Ended(Trial trial, Instant at, bool isMet, bool isOver = true)
    {
        // At the very instant at which the promise was kept nothing is missed any more; cancelling comes too late for it.
        var isMissed = trial.Run.DueAt is { } due && (isMet ? due < at : due <= at);
        var state = isMissed ? ClockLegState.Missed : isOver ? ClockLegState.Cancelled : ClockLegState.Running;
        return new(trial.Leg.Clock, state, trial.Run.DueAt, trial.DoneAt);
    }

    private sealed record Trial(LegTerms Leg, ClockRun Run, Instant? DoneAt)
    {
        public bool IsInTime => DoneAt is { } at && !(at > Run.DueAt);
    }
}
