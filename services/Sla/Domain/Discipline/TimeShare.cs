using NodaTime;
using ServiceMesh.Sla.Domain.Clocks;

namespace ServiceMesh.Sla.Domain.Discipline;

/// <summary>Time that a ticket was with a team, or waited there.</summary>
/// <param name="Team">The team; empty before it had one.</param>
/// <param name="Reason">The pause's reason code; empty for all the time with the team.</param>
/// <param name="Time">By the clock on the wall, without the time resolved.</param>
/// <param name="Pauses">How many pauses began there.</param>
public sealed record TimeShare(string Team, string Reason, Duration Time, int Pauses)
{
    /// <summary>Where a ticket's time went.</summary>
    /// <param name="history">The ticket.</param>
    /// <param name="owners">Who got it when, in order.</param>
    /// <param name="end">Where it ends.</param>
    public static IReadOnlyList<TimeShare> Of(TicketHistory history, IReadOnlyList<(Instant At, string Team)> owners, Instant end)
    {
        var open = Open(history, end);
        var shares = new List<TimeShare>();
        foreach (var team in Stays(history.OpenedAt, owners, end).GroupBy(s => s.Team))
        {
            var own = team.Select(s => s.Time).SelectMany(stay => open.Select(o => Overlap(o, stay))).Where(s => s.To > s.From).ToList();
            if (own.Count == 0)
            {
                continue;
            }

            shares.Add(new(team.Key, "", Total(own), 0));
            foreach (var reason in history.Pauses.GroupBy(p => p.Reason))
            {
                var paused = reason.SelectMany(p => own.Select(o => Overlap(o, (p.Time.From, p.Time.To ?? end)))).Where(s => s.To > s.From).ToList();
                var begun = reason.Count(p => own.Exists(o => o.From <= p.Time.From && p.Time.From < o.To));
                if (paused.Count > 0 || begun > 0)
                {
                    shares.Add(new(team.Key, reason.Key, Total(paused), begun));
                }
            }
        }

        return shares;
    }

    /// <summary>Where a ticket is over; null while it is not.</summary>
    public static Instant? EndOf(TicketHistory history) => history.CancelledAt ?? history.Cycles[^1].ResolvedAt;

    private static List<(Instant From, Instant To)> Open(TicketHistory history, Instant end) =>
    [
        .. from cycle in history.Cycles
           let last = Instant.Min(end, cycle.EndedAt ?? end)
           from stretch in StretchMath.Without(cycle.StartedAt, cycle.Stops)
           let to = Instant.Min(last, stretch.To ?? last)
           where to > stretch.From
           select (stretch.From, to),
    ];

    private static IEnumerable<(string Team, (Instant From, Instant To) Time)> Stays(Instant start, IReadOnlyList<(Instant At, string Team)> owners, Instant end)
    {
        var (team, since) = ("", start);
        foreach (var owner in owners)
        {
            yield return (team, (since, Instant.Max(since, owner.At)));
            (team, since) = (owner.Team, Instant.Max(since, owner.At));
        }

        yield return (team, (since, end));
    }

    private static (Instant From, Instant To) Overlap((Instant From, Instant To) a, (Instant From, Instant To) b) => (Instant.Max(a.From, b.From), Instant.Min(a.To, b.To));

    private static Duration Total(IEnumerable<(Instant From, Instant To)> stretches) => stretches.Aggregate(Duration.Zero, (sum, s) => sum + (s.To - s.From));
}
