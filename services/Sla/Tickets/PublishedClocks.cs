using System.Text.Json;
using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Sla.Domain.Clocks;

namespace ServiceMesh.Sla.Tickets;

/// <summary>The clocks of a ticket as others see them: of each clock and cycle the one in force.</summary>
/// <param name="Policy">The policy in force; null when nothing is promised.</param>
/// <param name="PolicyVersion">Its version.</param>
/// <param name="Clocks">By cycle and clock.</param>
public sealed record PublishedClocks(string? Policy, int? PolicyVersion, IReadOnlyList<ClockView> Clocks)
{
    /// <summary>Nothing was ever promised.</summary>
    public static PublishedClocks None { get; } = new(null, null, []);

    /// <summary>Makes the view.</summary>
    public static PublishedClocks Of(TicketHistory history, IEnumerable<Clock> clocks)
    {
        var inForce = clocks.GroupBy(c => (c.Cycle, c.Name)).Select(c => c.Last());
        var terms = history.Terms is [.., var last] ? last.Terms : null;
        return new(terms?.Policy, terms?.PolicyVersion, [.. inForce.Select(c => View(history, c))]);
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
        TargetSeconds = clock.TargetSeconds,
        DueAt = clock.DueAt?.ToDateTimeOffset(),
        // A started second is left until it is over, so that 0 means due.
        RemainingSeconds = (clock.RemainingTicks + NodaConstants.TicksPerSecond - 1) / NodaConstants.TicksPerSecond,
        MetAt = clock.MetAt?.ToDateTimeOffset(),
        BreachedAt = clock.BreachedAt?.ToDateTimeOffset(),
        PausedBy = clock.State == ClockState.Paused ? PausedBy(history, clock) : null,
        Cycle = clock.Cycle,
    };

    private static PauseReason? PausedBy(TicketHistory history, Clock clock) =>
        history.Pauses.FirstOrDefault(p => p.Time.To is null && clock.Terms.Stops(p.Reason, clock.Name)) is { } pause ? PauseCodes.ReasonOf(pause.Reason) : null;
}
