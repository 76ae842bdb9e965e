using ServiceMesh.Contracts;
using ServiceMesh.Sla.Domain.Clocks;
using ServiceMesh.Sla.Domain.Policies;

namespace ServiceMesh.Sla.Tickets;

/// <summary>Makes the events that Sla publishes.</summary>
internal static class LevelEvents
{
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
    };

    /// <summary>The event of a threshold; it occurred when the threshold was reached, not when that was found out.</summary>
    public static TicketEvent Of(string tenant, Guid ticket, PassedLevel level)
    {
        var (name, cycle, at) = (level.Clock.Name, level.Clock.Cycle, level.ReachedAt.ToDateTimeOffset());
        var due = (level.Clock.DueAt ?? level.ReachedAt).ToDateTimeOffset();
        return level.Threshold.Kind switch
        {
            ThresholdKind.Warning => new SlaWarned
            {
                Tenant = tenant, TicketId = ticket, OccurredAt = at, Clock = name, DueAt = due, Cycle = cycle,
                Percent = level.Threshold.PercentOf(level.Clock.Target.BclCompatibleTicks),
                BeforeDueSeconds = level.Threshold.Offset is { } offset ? (long)-offset.TotalSeconds : null,
            },
            ThresholdKind.LegMissed => new SlaWarned
            {
                Tenant = tenant, TicketId = ticket, OccurredAt = at, Clock = name, DueAt = due, Cycle = cycle, Percent = level.Threshold.Percent, MissedLeg = level.Threshold.Leg,
            },
            ThresholdKind.Breach => new SlaBreached { Tenant = tenant, TicketId = ticket, OccurredAt = at, Clock = name, DueAt = due, Cycle = cycle },
            ThresholdKind.Escalation => new SlaEscalated
            {
                Tenant = tenant, TicketId = ticket, OccurredAt = at, Clock = name, Level = level.Threshold.Level, Role = level.Threshold.Role, DueAt = due, Cycle = cycle,
            },
            _ => throw new InvalidOperationException($"Unknown kind {level.Threshold.Kind}."),
        };
    }
}
