using NodaTime;
using ServiceMesh.Sla.Domain.Policies;

namespace ServiceMesh.Sla.Domain.Clocks;

/// <summary>Computes a ticket's clocks from its history. Pure: the same facts and instant give the same clocks.</summary>
public static class ClockEngine
{
    /// <summary>
    /// Every clock there was, by service cycle, clock and run; where terms were changed, the replaced ones come before the one that took their place.
    /// </summary>
    /// <param name="history">The ticket.</param>
    /// <param name="now">The instant to look from; facts beyond it count as they stand.</param>
    public static IReadOnlyList<Clock> Clocks(TicketHistory history, Instant now)
    {
        now = Instant.Max(now, history.LastAt);
        var promises = Promises(history);
        return
        [
            .. from cycle in history.Cycles
               from promise in promises
               from run in RunsIn(history, cycle, promise)
               from clock in Attached(history, cycle, run, promise.Name, now)
               select clock,
        ];
    }

    /// <summary>Each clock that was ever promised, as the newest terms with it define what starts it, in the order in which clocks are shown.</summary>
    private static List<ClockTerms> Promises(TicketHistory history)
    {
        var promises = new List<ClockTerms>();
        foreach (var promise in history.Terms.Reverse().SelectMany(t => t.Terms?.Clocks ?? []))
        {
            if (!promises.Exists(p => p.Name == promise.Name))
            {
                promises.Add(promise);
            }
        }

        return [.. promises.OrderBy(p => ClockNames.All.Contains(p.Name) ? 0 : 1)];
    }

    private static IEnumerable<Occurrence> RunsIn(TicketHistory history, ServiceCycle cycle, ClockTerms promise)
    {
        switch (promise.Rhythm)
        {
            case Rhythm.OncePerTicket when cycle.Number > 1:
                return [];
            case Rhythm.OncePerTicket or Rhythm.OncePerCycle:
                return Start(history, cycle, promise) is { } start ? [new(cycle.Number, cycle.Number, start, Met(history, cycle, promise.MetBy, start), false)] : [];
            case Rhythm.TeamStay:
                return history.RunsOf(promise.Rhythm, promise.Team).Where(r => r.Cycle == cycle.Number)
                    .Select(r => r with { MetAt = Earliest(r.MetAt, cycle.ResolvedAt) });
            default:
                return history.RunsOf(promise.Rhythm, promise.Team).Where(r => r.Cycle == cycle.Number)
                    .Select(r => r with { MetAt = r.MetAt is { } met && cycle.CanMeet(met, r.WhileResolved) ? met : null });
        }
    }

    private static Instant? Start(TicketHistory history, ServiceCycle cycle, ClockTerms promise) =>
        promise.StartsOn == Signal.Opened ? cycle.StartedAt : Met(history, cycle, promise.StartsOn, cycle.StartedAt);

    private static Instant? Met(TicketHistory history, ServiceCycle cycle, Signal by, Instant since) =>
        by == Signal.Resolved ? cycle.ResolvedAt : Signals(history, cycle, by, since).Cast<Instant?>().FirstOrDefault();

    internal static IEnumerable<Instant> Signals(TicketHistory history, ServiceCycle cycle, Signal signal, Instant since) =>
        history.Signals.Where(s => s.Signal == signal && s.Cycle == cycle.Number && s.At >= since && cycle.CanMeet(s.At, s.WhileResolved)).Select(s => s.At);

    private static IEnumerable<Clock> Attached(TicketHistory history, ServiceCycle cycle, Occurrence run, string name, Instant now)
    {
        var terms = TermsDuring(history, run.StartedAt, Earliest(cycle.ResolvedAt, cycle.EndedAt));
        for (var i = 0; i < terms.Count; i++)
        {
            Instant? replacedAt = i + 1 < terms.Count ? terms[i + 1].At : null;
            if (terms[i].Terms?.Find(name) is not { } promise)
            {
                // A verdict stands: terms that came later put no clock in its place.
                if (run.MetAt is { } met && (replacedAt is not { } at || met <= at))
                {
                    yield break;
                }

                continue;
            }

            var startedAt = i == 0 || terms[i].Retroactive ? run.StartedAt : Instant.Max(run.StartedAt, terms[i].At);
            var attachment = new Attachment(promise, terms[i].Terms!, cycle, run.Number, startedAt, Instant.Max(terms[i].At, run.StartedAt), i > 0);
            var cancelledAt = replacedAt ?? Earliest(history.CancelledAt, cycle.ResolvedAt);
            var clock = promise.Legs.Count > 0
                ? EitherOr.Make(history, attachment, cancelledAt, replacedAt is not null, now)
                : Make(history, attachment, run.MetAt, cancelledAt, replacedAt is not null, now);
            yield return clock;
            if (clock.MetAt is not null)
            {
                yield break;
            }
        }
    }

    private static Clock Make(TicketHistory history, Attachment attachment, Instant? metAt, Instant? cancelledAt, bool isReplaced, Instant now)
    {
        var promise = attachment.Promise;
        var isMet = metAt is { } met && !(cancelledAt < met);
        var run = new ClockRun(
            promise.Calendar, attachment.StartedAt, promise.Target.BclCompatibleTicks, Stops(history, attachment.Cycle, promise.StoppedBy), isMet ? metAt : cancelledAt);
        var outcome = isMet ? new Outcome(metAt, metAt > run.DueAt, null, false) : new Outcome(null, false, cancelledAt, isReplaced);
        return new Clock(attachment, run, outcome, [], now);
    }

    /// <summary>The terms in force at the start, then those chosen until the end.</summary>
    private static List<TermsChosen> TermsDuring(TicketHistory history, Instant start, Instant? end)
    {
        var first = history.Terms.LastOrDefault(t => t.At <= start) ?? (history.Terms is [var chosen, ..] ? chosen : null);
        return first is null ? [] : [first, .. history.Terms.Where(t => t.At > start && t != first && (end is not { } e || t.At < e))];
    }

    /// <summary>The stretches that stop a clock: pauses for one of the reasons, and the time resolved.</summary>
    internal static IEnumerable<Stretch> Stops(TicketHistory history, ServiceCycle cycle, IReadOnlySet<string> reasons) =>
        history.Pauses.Where(p => reasons.Contains(p.Reason)).Select(p => p.Time).Concat(cycle.Stops);

    private static Instant? Earliest(Instant? a, Instant? b) => a is { } x && b is { } y ? Instant.Min(x, y) : a ?? b;
}
