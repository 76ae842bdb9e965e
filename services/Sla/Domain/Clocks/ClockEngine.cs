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
               from clock in Attached(history, cycle, run, promise, now)
               select clock,
        ];
    }

    /// <summary>Each clock that was ever promised, as the newest terms with it define what starts it, in the order in which clocks are shown.</summary>
    private static List<ClockTerms> Promises(TicketHistory history)
    {
        var promises = new Dictionary<string, ClockTerms>();
        foreach (var promise in history.Terms.Reverse().SelectMany(t => t.Terms?.Clocks ?? []))
        {
            promises.TryAdd(promise.Name, promise);
        }

        return [.. promises.Values.OrderBy(p => ClockNames.All.Contains(p.Name) ? 0 : 1)];
    }

    private static IEnumerable<Occurrence> RunsIn(TicketHistory history, ServiceCycle cycle, ClockTerms promise)
    {
        switch (promise.Rhythm)
        {
            case Rhythm.OncePerTicket when cycle.Number > 1:
                return [];
            case Rhythm.OncePerTicket or Rhythm.OncePerCycle:
                return Start(history, cycle, promise) is { } start ? [new(cycle.Number, cycle.Number, start, Met(history, cycle, promise.MetBy, start))] : [];
            case Rhythm.TeamStay:
                return history.RunsOf(promise.Rhythm, promise.Team).Where(r => r.Cycle == cycle.Number)
                    .Select(r => r with { Met = Earlier(r.Met, cycle.Resolved) });
            default:
                return history.RunsOf(promise.Rhythm, promise.Team).Where(r => r.Cycle == cycle.Number)
                    .Select(r => r with { Met = r.Met is { } met && cycle.CanMeet(met) ? met : null });
        }
    }

    private static Moment? Start(TicketHistory history, ServiceCycle cycle, ClockTerms promise) =>
        promise.StartsOn == Signal.Opened ? cycle.Started : Met(history, cycle, promise.StartsOn, cycle.Started);

    private static Moment? Met(TicketHistory history, ServiceCycle cycle, Signal by, Moment since) =>
        by == Signal.Resolved ? cycle.Resolved : Signals(history, cycle, by, since).Cast<Moment?>().FirstOrDefault();

    /// <summary>When a signal came in a cycle from a moment on, as far as it can meet clocks.</summary>
    internal static IEnumerable<Moment> Signals(TicketHistory history, ServiceCycle cycle, Signal signal, Moment since) =>
        history.Signals.Where(s => s.Signal == signal && s.Cycle == cycle.Number && !s.Then.IsBefore(since) && cycle.CanMeet(s.Then)).Select(s => s.Then);

    private static IEnumerable<Clock> Attached(TicketHistory history, ServiceCycle cycle, Occurrence run, ClockTerms newest, Instant now)
    {
        // Nothing is promised on a ticket that is part of another; what began meanwhile is owed once that is taken back.
        var terms = TermsDuring(history, run.Started, Earlier(cycle.Resolved, cycle.Ended)).FindAll(t => !history.Merges.Any(m => m.Has(AttachedOf(t))));
        var metBy = new Dictionary<Signal, Moment?> { [newest.MetBy] = run.Met };
        var wasMissing = false;
        for (var i = 0; i < terms.Count; i++)
        {
            Moment? replaced = i + 1 < terms.Count ? terms[i + 1].Then : null;
            if (terms[i].Terms?.Find(newest.Name) is not { } promise)
            {
                wasMissing = true;
                continue;
            }

            var followsMerge = terms[i].MergedSince is not null;
            // Terms judge by what meets the clock according to them. What had been done by then leaves nothing to promise.
            var metAt = run.Met;
            if (promise.Rhythm is Rhythm.OncePerTicket or Rhythm.OncePerCycle && !metBy.TryGetValue(promise.MetBy, out metAt))
            {
                metBy[promise.MetBy] = metAt = Met(history, cycle, promise.MetBy, run.Started);
            }

            if (i > 0 && (wasMissing || (!followsMerge && promise.Legs.Count == 0)) && metAt is { } done && done.IsBefore(terms[i].Then))
            {
                continue;
            }

            var started = i == 0 || followsMerge || terms[i].Chosen.Retroactive ? run.Started : terms[i].Then;
            var attachment = new Attachment(promise, terms[i].Terms!, cycle, run.Number, started, Instant.Max(terms[i].At, run.Started.At), i > 0 || followsMerge, followsMerge);
            var ending = EndingOf(history, cycle, AttachedOf(terms[i]), replaced);
            var clock = promise.Legs.Count > 0 ? EitherOr.Make(history, attachment, ending, now) : Make(history, attachment, metAt, ending, now);
            yield return clock;
            if (clock.MetAt is not null)
            {
                yield break;
            }
        }

        Moment AttachedOf(TermsInForce chosen) => chosen.Then.IsBefore(run.Started) ? run.Started : chosen.Then;
    }

    private static Ending EndingOf(TicketHistory history, ServiceCycle cycle, Moment attached, Moment? replaced)
    {
        var other = replaced ?? Earlier(history.Cancelled, cycle.Resolved);
        var merged = history.Merges.Select(m => (Moment?)m.From).FirstOrDefault(from => attached.IsBefore(from!.Value));
        return merged is { } m && !(other is { } o && o.IsBefore(m)) ? new(m, replaced is not null, true) : new(other, replaced is not null, false);
    }

    private static Clock Make(TicketHistory history, Attachment attachment, Moment? met, Ending ending, Instant now)
    {
        var (promise, cancelled) = (attachment.Promise, ending.Cancelled);
        // Resolving meets the resolution clock and cancels the others at one and the same moment.
        var metAt = met is { } m && !(cancelled is { } c && c.IsBefore(m)) ? m.At : (Instant?)null;
        var run = new ClockRun(
            promise.Calendar, attachment.StartedAt, promise.Target.BclCompatibleTicks, Stops(history, attachment, promise.StoppedBy, metAt ?? cancelled?.At), metAt ?? cancelled?.At);
        var outcome = metAt is { } at ? Outcome.Met(at, late: at > run.DueAt) : ending.Unmet;
        return new Clock(attachment, run, outcome, [], now);
    }

    /// <summary>The terms in force at the start, then those chosen until the end.</summary>
    private static List<TermsInForce> TermsDuring(TicketHistory history, Moment start, Moment? end)
    {
        var first = history.Terms.LastOrDefault(t => t.Then.IsBefore(start)) ?? (history.Terms is [var chosen, ..] ? chosen : null);
        // Taking a merge back concerns what was open when they were merged.
        return first is null ? [] : [first, .. history.Terms.Where(t => start.IsBefore(t.Then) && t != first && (end is not { } e || (t.MergedSince ?? t.Then).IsBefore(e)))];
    }

    /// <summary>The stretches that stop a clock: pauses for one of the reasons, and the time resolved.</summary>
    internal static IEnumerable<Stretch> Stops(TicketHistory history, Attachment attachment, IReadOnlySet<string> reasons, Instant? end) =>
        history.PausesWithin(attachment.StartedAt, end).Where(p => reasons.Contains(p.Reason)).Select(p => p.Time).Concat(attachment.Cycle.Stops);

    private static Moment? Earlier(Moment? a, Moment? b) => a is { } x && b is { } y ? (y.IsBefore(x) ? y : x) : a ?? b;
}
