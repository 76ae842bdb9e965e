using NodaTime;
using ServiceMesh.Sla.Domain.Policies;

namespace ServiceMesh.Sla.Domain.Clocks;

/// <summary>Computes a ticket's clocks from its history. Pure: the same facts and instant give the same clocks.</summary>
public static class ClockEngine
{
    /// <summary>
    /// Every clock there was, by cycle and clock; where terms were changed, the replaced ones come before the one that took their place.
    /// </summary>
    /// <param name="history">The ticket.</param>
    /// <param name="now">The instant to look from; facts beyond it count as they stand.</param>
    public static IReadOnlyList<Clock> Clocks(TicketHistory history, Instant now)
    {
        now = Instant.Max(now, history.LastAt);
        return
        [
            .. from cycle in history.Cycles
               from name in ClockNames.All
               where name != ClockNames.FirstResponse || cycle.Number == 1
               from clock in Attachments(history, cycle, name, now)
               select clock,
        ];
    }

    private static IEnumerable<Clock> Attachments(TicketHistory history, ServiceCycle cycle, string name, Instant now)
    {
        var metAt = MetAt(history, cycle, name);
        var terms = TermsDuring(history, cycle);
        for (var i = 0; i < terms.Count; i++)
        {
            Instant? replacedAt = i + 1 < terms.Count ? terms[i + 1].At : null;
            var isDecided = metAt is { } met && (replacedAt is not { } at || met <= at);
            if (terms[i].Terms?.TargetSeconds.ContainsKey(name) == true)
            {
                var ending = isDecided ? new ClockEnding(metAt, null, false, i > 0)
                    : replacedAt is not null ? new ClockEnding(null, replacedAt, true, i > 0)
                    : new ClockEnding(null, Earliest(history.CancelledAt, cycle.ResolvedAt), false, i > 0);
                yield return new Clock(name, cycle, terms[i], now, ending, Stops(history, cycle, terms[i].Terms!, name));
            }

            // A verdict stands: terms that came later put no clock in its place.
            if (isDecided)
            {
                yield break;
            }
        }
    }

    /// <summary>The terms in force when the cycle began, then those chosen while it was worked.</summary>
    private static List<TermsChosen> TermsDuring(TicketHistory history, ServiceCycle cycle)
    {
        var end = Earliest(cycle.ResolvedAt, cycle.EndedAt);
        var first = history.Terms.LastOrDefault(t => t.At <= cycle.StartedAt) ?? (history.Terms is [var chosen, ..] ? chosen : null);
        return first is null ? [] : [first, .. history.Terms.Where(t => t.At > cycle.StartedAt && t != first && (end is not { } e || t.At < e))];
    }

    private static Instant? MetAt(TicketHistory history, ServiceCycle cycle, string name) => name switch
    {
        ClockNames.FirstResponse => First(history.AgentContacts, cycle),
        ClockNames.Diagnosis => First(history.FixPlans, cycle),
        ClockNames.Resolution => cycle.ResolvedAt,
        _ => throw new InvalidOperationException($"{name} is no known clock."),
    };

    private static IEnumerable<Stretch> Stops(TicketHistory history, ServiceCycle cycle, Terms terms, string name) =>
        history.Pauses.Where(p => terms.Stops(p.Reason, name)).Select(p => p.Time).Concat(cycle.Stops);

    private static Instant? First(IReadOnlyList<Instant> instants, ServiceCycle cycle)
    {
        foreach (var at in instants)
        {
            if (cycle.Holds(at))
            {
                return at;
            }
        }

        return null;
    }

    private static Instant? Earliest(Instant? a, Instant? b) => a is { } x && b is { } y ? Instant.Min(x, y) : a ?? b;
}
