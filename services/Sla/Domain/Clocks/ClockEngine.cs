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

    /// <summary>Each clock that was ever promised, as the newest terms with it define how often it runs, in the order in which clocks are shown.</summary>
    private static List<Promised> Promises(TicketHistory history)
    {
        var promises = new Dictionary<string, Promised>();
        foreach (var promise in history.Terms.Reverse().SelectMany(t => t.Terms?.Clocks ?? []))
        {
            promises.TryAdd(promise.Name, new(promise, [], []));
            promises[promise.Name].Starts.Add(promise.StartsOn);
            promises[promise.Name].Meets.Add(promise.MetBy);
        }

        return [.. promises.Values.OrderBy(p => ClockNames.All.Contains(p.Newest.Name) ? 0 : 1)];
    }

    /// <summary>When a clock runs in a cycle; one that does not recur from the earliest start that any terms name.</summary>
    private static IEnumerable<Occurrence> RunsIn(TicketHistory history, ServiceCycle cycle, Promised promised)
    {
        var promise = promised.Newest;
        switch (promise.Rhythm)
        {
            case Rhythm.OncePerTicket when cycle.Number > 1:
                return [];
            case Rhythm.OncePerTicket or Rhythm.OncePerCycle:
                var started = promised.Starts.Select(on => StartOf(history, cycle, on)).OfType<Moment>().ToList();
                return started.Count > 0 ? [new(cycle.Number, cycle.Number, started.MinBy(s => s.Order), null)] : [];
            case Rhythm.TeamStay:
                return history.RunsOf(promise.Rhythm, promise.Team).Where(r => r.Cycle == cycle.Number)
                    .Select(r => r with { Met = Earlier(r.Met, cycle.Resolved) });
            default:
                return history.RunsOf(promise.Rhythm, promise.Team).Where(r => r.Cycle == cycle.Number)
                    .Select(r => r with { Met = r.Met is { } met && cycle.CanMeet(met) ? met : null });
        }
    }

    // Whoever has the ticket when it comes back has it from then on.
    private static Moment? StartOf(TicketHistory history, ServiceCycle cycle, Signal on) =>
        on == Signal.Opened || (on == Signal.Assigned && history.Signals.Any(s => s.Signal == on && s.Cycle < cycle.Number))
            ? cycle.Started
            : Met(history, cycle, on, cycle.Started);

    private static Moment? Met(TicketHistory history, ServiceCycle cycle, Signal by, Moment since) => by switch
    {
        Signal.Resolved => cycle.Resolved,
        Signal.Closed => cycle.Closed,
        _ => Signals(history, cycle, by, since).Cast<Moment?>().FirstOrDefault(),
    };

    /// <summary>When a signal came in a cycle from a moment on, as far as it can meet clocks.</summary>
    internal static IEnumerable<Moment> Signals(TicketHistory history, ServiceCycle cycle, Signal signal, Moment since) =>
        history.Signals.Where(s => s.Signal == signal && s.Cycle == cycle.Number && !s.Then.IsBefore(since) && cycle.CanMeet(s.Then)).Select(s => s.Then);

    private static IEnumerable<Clock> Attached(TicketHistory history, ServiceCycle cycle, Occurrence run, Promised promised, Instant now)
    {
        var newest = promised.Newest;
        var recurs = newest.Rhythm is not (Rhythm.OncePerTicket or Rhythm.OncePerCycle);
        var starts = new Dictionary<Signal, Moment?>();
        var end = promised.Meets.Contains(Signal.Closed) ? cycle.EndFor(Signal.Closed) : Earlier(cycle.Resolved, cycle.Ended);
        // Nothing is promised on a ticket that is part of another; what began meanwhile is owed once that is taken back.
        var terms = TermsDuring(history, run.Started, end).FindAll(t => !history.Merges.Any(m => m.Has(AttachedOf(t))));
        var metBy = new Dictionary<(Signal, Moment), Moment?>();
        var wasMissing = false;
        for (var i = 0; i < terms.Count; i++)
        {
            Moment? replaced = i + 1 < terms.Count ? terms[i + 1].Then : null;
            // Terms judge by what starts and meets the clock according to them; those that were replaced before it started promised nothing.
            if (terms[i].Terms?.Find(newest.Name) is not { } promise || StartOn(promise) is not { } start || (replaced is { } next && !start.IsBefore(next)))
            {
                wasMissing = true;
                continue;
            }

            // Nor do those that come when it is over by their own word.
            if (i > 0 && cycle.EndFor(promise.MetBy) is { } over && !(terms[i].MergedSince ?? terms[i].Then).IsBefore(over))
            {
                continue;
            }

            var followsMerge = terms[i].MergedSince is not null;
            var metAt = recurs ? run.Met : MetOf(promise, start);
            // What had been done by then leaves nothing to promise.
            if (i > 0 && (wasMissing || (!followsMerge && promise.Legs.Count == 0)) && metAt is { } done && done.IsBefore(terms[i].Then))
            {
                continue;
            }

            var started = i == 0 || followsMerge || terms[i].Chosen.Retroactive || terms[i].Then.IsBefore(start) ? start : terms[i].Then;
            var attachment = new Attachment(promise, terms[i].Terms!, cycle, run.Number, started, Instant.Max(terms[i].At, start.At), i > 0 || followsMerge, followsMerge);
            var ending = EndingOf(history, cycle.EndFor(promise.MetBy), AttachedOf(terms[i]), replaced);
            var clock = promise.Legs.Count > 0 ? EitherOr.Make(history, attachment, ending, now) : Make(history, attachment, metAt, ending, now);
            yield return clock;
            if (clock.MetAt is not null)
            {
                yield break;
            }
        }

        Moment? StartOn(ClockTerms promise)
        {
            if (recurs)
            {
                return run.Started;
            }

            return starts.TryGetValue(promise.StartsOn, out var start) ? start : starts[promise.StartsOn] = StartOf(history, cycle, promise.StartsOn);
        }

        // The first of all that meets it; what is asked for again and again is looked up once.
        Moment? MetOf(ClockTerms promise, Moment start)
        {
            Moment? first = null;
            foreach (var by in promise.AlsoMetBy.Prepend(promise.MetBy))
            {
                if (!metBy.TryGetValue((by, start), out var met))
                {
                    metBy[(by, start)] = met = Met(history, cycle, by, start);
                }

                first = Earlier(first, met);
            }

            return first;
        }

        Moment AttachedOf(TermsInForce chosen)
        {
            var start = chosen.Terms?.Find(newest.Name) is { } promise && StartOn(promise) is { } own ? own : run.Started;
            return chosen.Then.IsBefore(start) ? start : chosen.Then;
        }
    }

    private static Ending EndingOf(TicketHistory history, Moment? end, Moment attached, Moment? replaced)
    {
        var other = replaced ?? Earlier(history.Cancelled, end);
        var merged = history.Merges.Select(m => (Moment?)m.From).FirstOrDefault(from => attached.IsBefore(from!.Value));
        return merged is { } m && !(other is { } o && o.IsBefore(m)) ? new(m, replaced is not null, true) : new(other, replaced is not null, false);
    }

    private static Clock Make(TicketHistory history, Attachment attachment, Moment? met, Ending ending, Instant now)
    {
        var (promise, cancelled) = (attachment.Promise, ending.Cancelled);
        // Resolving meets the resolution clock and cancels the others at one and the same moment.
        var kept = met is { } m && !(cancelled is { } c && c.IsBefore(m)) ? met : null;
        var end = kept?.At ?? cancelled?.At;
        var run = new ClockRun(promise.Calendar, attachment.StartedAt, promise.Target.BclCompatibleTicks, Stops(history, attachment, promise.StoppedBy, end), end);
        var outcome = kept is { } then ? Outcome.Of(then, late: then.At > run.DueAt) : ending.Unmet;
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
        history.PausesWithin(attachment.StartedAt, end).Where(p => reasons.Contains(p.Reason)).Select(p => p.Time)
            .Concat(attachment.Cycle.StopsFor(attachment.Promise.MetBy));

    /// <summary>A clock with everything that ever started and met it.</summary>
    private sealed record Promised(ClockTerms Newest, HashSet<Signal> Starts, HashSet<Signal> Meets);

    private static Moment? Earlier(Moment? a, Moment? b) => a is { } x && b is { } y ? (y.IsBefore(x) ? y : x) : a ?? b;
}
