using System.Globalization;
using ServiceMesh.Contracts;
using ServiceMesh.Sla.Domain.Clocks;
using ServiceMesh.Sla.Domain.Policies;

namespace ServiceMesh.Sla.Tickets;

/// <summary>Makes the events that Sla publishes.</summary>
internal static class LevelEvents
{
    private static readonly TimeSpan _late = TimeSpan.FromMinutes(1);

    /// <summary>All clocks of a ticket.</summary>
    public static SlaClocksChanged Changed(string tenant, Guid ticket, DateTimeOffset at, PublishedClocks clocks) => new()
    {
        Tenant = tenant,
        TicketId = ticket,
        OccurredAt = at,
        Policy = clocks.Policy,
        PolicyVersion = clocks.PolicyVersion,
        Clocks = clocks.Clocks,
        NextDueAt = clocks.NextDueAt,
        ReopenWindowSeconds = clocks.ReopenWindow is { } window ? (long)window.TotalSeconds : null,
    };

    /// <summary>The events of the thresholds that are told of now, the gravest first.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="ticket">The ticket.</param>
    /// <param name="levels">The thresholds.</param>
    /// <param name="at">When they were found.</param>
    public static IEnumerable<TicketEvent> Told(string tenant, Guid ticket, IReadOnlyList<PassedLevel> levels, DateTimeOffset at)
    {
        if (!IsCatchUp(levels, at))
        {
            return levels.Select(level => Of(tenant, ticket, level, null));
        }

        var ordered = levels.OrderBy(l => KindOf(l.Threshold.Kind)).ThenByDescending(l => l.Threshold.Level).ThenBy(l => l.ReachedAt).ToList();
        var all = ordered.ConvertAll(Found);
        return ordered.Select(level => Of(tenant, ticket, level, new()
        {
            Key = at.UtcDateTime.ToString("yyyyMMddTHHmmssffffff", CultureInfo.InvariantCulture),
            Clocks = [.. ordered.Where(l => l.Threshold.Kind == level.Threshold.Kind).OrderBy(l => l != level).Select(l => l.Clock.Name).Distinct()],
            All = all,
        }));
    }

    // What one clock reaches at one instant, and is found in time, is told as it always is: a breach and the escalation that goes with it.
    private static bool IsCatchUp(IReadOnlyList<PassedLevel> levels, DateTimeOffset at) =>
        levels.Count > 1 && (levels.Any(l => l.ReachedAt != levels[0].ReachedAt) || at - levels[0].ReachedAt.ToDateTimeOffset() > _late);

    private static FoundKind KindOf(ThresholdKind kind) => kind switch
    {
        ThresholdKind.Breach => FoundKind.Breach,
        ThresholdKind.Escalation => FoundKind.Escalation,
        _ => FoundKind.Warning,
    };

    private static FoundLevel Found(PassedLevel level)
    {
        var (threshold, kind) = (level.Threshold, KindOf(level.Threshold.Kind));
        return new()
        {
            Kind = kind,
            Clock = level.Clock.Name,
            DueAt = DueAt(level),
            Percent = kind == FoundKind.Warning ? PercentOf(level) : null,
            BeforeDueSeconds = BeforeDueOf(level),
            MissedLeg = threshold.Kind == ThresholdKind.LegMissed ? threshold.Leg : null,
            Level = kind == FoundKind.Escalation ? threshold.Level : null,
            Role = kind == FoundKind.Escalation ? threshold.Role : null,
        };
    }

    private static DateTimeOffset DueAt(PassedLevel level) => (level.Clock.DueAt ?? level.ReachedAt).ToDateTimeOffset();

    private static int PercentOf(PassedLevel level) => level.Threshold.Kind == ThresholdKind.LegMissed
        ? level.Threshold.Percent : level.Threshold.PercentOf(level.Clock.Target.BclCompatibleTicks);

    private static long? BeforeDueOf(PassedLevel level) =>
        level.Threshold is { Kind: ThresholdKind.Warning, Offset: { } offset } ? (long)-offset.TotalSeconds : null;

    /// <summary>The event of a threshold; it occurred when the threshold was reached, not when that was found out.</summary>
    private static TicketEvent Of(string tenant, Guid ticket, PassedLevel level, FoundTogether? together)
    {
        var (name, cycle, at) = (level.Clock.Name, level.Clock.Cycle, level.ReachedAt.ToDateTimeOffset());
        var due = DueAt(level);
        return level.Threshold.Kind switch
        {
            ThresholdKind.Warning => new SlaWarned
            {
                Tenant = tenant, TicketId = ticket, OccurredAt = at, Clock = name, DueAt = due, Cycle = cycle,
                Percent = PercentOf(level),
                BeforeDueSeconds = BeforeDueOf(level), Together = together,
            },
            ThresholdKind.LegMissed => new SlaWarned
            {
                Tenant = tenant, TicketId = ticket, OccurredAt = at, Clock = name, DueAt = due, Cycle = cycle, Percent = PercentOf(level), MissedLeg = level.Threshold.Leg,
                Together = together,
            },
            ThresholdKind.Breach => new SlaBreached { Tenant = tenant, TicketId = ticket, OccurredAt = at, Clock = name, DueAt = due, Cycle = cycle, Together = together },
            ThresholdKind.Escalation => new SlaEscalated
            {
                Tenant = tenant, TicketId = ticket, OccurredAt = at, Clock = name, Level = level.Threshold.Level, Role = level.Threshold.Role, DueAt = due, Cycle = cycle,
                ServiceCycle = level.Clock.ServiceCycle, Together = together,
            },
            _ => throw new InvalidOperationException($"Unknown kind {level.Threshold.Kind}."),
        };
    }
}
