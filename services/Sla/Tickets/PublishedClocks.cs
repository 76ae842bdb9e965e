using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Sla.Domain.Clocks;
using ServiceMesh.Sla.Domain.Policies;

namespace ServiceMesh.Sla.Tickets;

/// <summary>The clocks of a ticket as others see them: of each clock and cycle the one in force.</summary>
/// <param name="Policy">The policy in force; null when nothing is promised.</param>
/// <param name="PolicyVersion">Its version.</param>
/// <param name="Clocks">By cycle and clock.</param>
public sealed record PublishedClocks(string? Policy, int? PolicyVersion, IReadOnlyList<ClockView> Clocks)
{
    /// <summary>How long since it was resolved a reopening continues the service cycle; null when nothing is promised. It goes with the rest and is no news by itself.</summary>
    [JsonIgnore]
    public Duration? ReopenWindow { get; init; }

    /// <summary>Nothing was ever promised.</summary>
    public static PublishedClocks None { get; } = new(null, null, []);

    /// <summary>Makes the view.</summary>
    public static PublishedClocks Of(TicketHistory history, IEnumerable<Clock> clocks)
    {
        // Of a clock that runs again and again the last run and the one before: so each verdict is told at least once.
        var inForce = clocks.GroupBy(c => (c.Name, c.Cycle)).Select(c => c.Last())
            .GroupBy(c => c.Name).SelectMany(c => c.First().Promise.Rhythm is Rhythm.OncePerTicket or Rhythm.OncePerCycle ? c : c.TakeLast(2))
            .OrderBy(c => c.ServiceCycle).ToList();
        var terms = history.Terms is [.., var last] ? last.Terms : null;
        return new(terms?.Policy, terms?.PolicyVersion, [.. inForce.Select(c => View(history, c))]) { ReopenWindow = terms?.ReopenWindow };
    }

    /// <summary>The earliest due of the running clocks.</summary>
    public DateTimeOffset? NextDueAt => Clocks.Where(c => c.State == ClockState.Running).Min(c => c.DueAt);

    /// <summary>What is compared to find out whether anything changed: all but the seconds that a running clock loses by itself.</summary>
    public string ToComparable() => JsonSerializer.Serialize(
        this with { Clocks = [.. Clocks.Select(c => c.State == ClockState.Running ? c with { RemainingSeconds = 0 } : c)] }, EventJson.Options);

    /// <summary>One clock.</summary>
    public static ClockView View(TicketHistory history, Clock clock) => new()
    {
        Clock = clock.Name,
        State = clock.State,
        StartedAt = clock.StartedAt.ToDateTimeOffset(),
        TargetSeconds = (long)clock.Target.TotalSeconds,
        DueAt = clock.DueAt?.ToDateTimeOffset(),
        // A started second is left until it is over, so that 0 means due.
        RemainingSeconds = (clock.RemainingTicks + NodaConstants.TicksPerSecond - 1) / NodaConstants.TicksPerSecond,
        MetAt = clock.MetAt?.ToDateTimeOffset(),
        BreachedAt = clock.BreachedAt?.ToDateTimeOffset(),
        CancelledAt = clock.State == ClockState.Breached ? clock.CancelledAt?.ToDateTimeOffset() : null,
        PausedBy = clock.State == ClockState.Paused ? PausedBy(history, clock) : null,
        Cycle = clock.Cycle,
        ServiceCycle = clock.ServiceCycle,
        Team = clock.Promise.Team,
        IsMerged = clock is { IsMerged: true, State: ClockState.Cancelled } ? true : null,
        Legs = clock.Legs.Count == 0 ? null : [.. clock.Legs.Select(l => Leg(clock, l))],
    };

    private static ClockLegView Leg(Clock clock, Leg leg)
    {
        var cutoff = clock.Promise.Legs.FirstOrDefault(l => l.Clock == leg.Clock)?.Cutoff;
        return new ClockLegView
        {
            Clock = leg.Clock, State = leg.State, DueAt = leg.DueAt?.ToDateTimeOffset(), MetAt = leg.MetAt?.ToDateTimeOffset(),
            // Midnight at the day's end is written as it was set: reports count all day long.
            Cutoff = cutoff is { } at ? at == LocalTime.MaxValue ? "24:00" : at.ToString("HH:mm", CultureInfo.InvariantCulture) : null,
            Zone = cutoff is null ? null : clock.Promise.Calendar.Zone.Id,
        };
    }

    private static PauseReason? PausedBy(TicketHistory history, Clock clock) =>
        history.Pauses.FirstOrDefault(p => p.Time.To is null && clock.IsStoppedBy(p.Reason)) is { } pause ? PauseCodes.ReasonOf(pause.Reason) : null;
}
