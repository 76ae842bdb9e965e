using ServiceMesh.Contracts;

namespace ServiceMesh.Dispatch.Domain;

/// <summary>What the board orders and counts by.</summary>
/// <param name="DueKey">The earliest promise of the present cycle that runs or was missed and is unmet, else never.</param>
/// <param name="Breached">Whether one was missed and is unmet.</param>
public sealed record ClockSummary(DateTimeOffset DueKey, bool Breached)
{
    /// <summary>Sums up a ticket's clocks. A missed promise stays at the head of the board until it is met.</summary>
    public static ClockSummary Of(IReadOnlyList<ClockView> clocks)
    {
        if (clocks.Count == 0) return new ClockSummary(Ticket.NeverDue, false);
        // Of a clock that recurs, the cycle counts its runs.
        var cycle = clocks.Max(c => c.ServiceCycle ?? c.Cycle);
        var pressing = clocks.Where(c => (c.ServiceCycle ?? c.Cycle) == cycle && c.State is (ClockState.Running or ClockState.Breached)).ToList();
        var due = pressing.Select(c => (c.State == ClockState.Breached ? c.BreachedAt : null) ?? c.DueAt ?? Ticket.NeverDue)
            .DefaultIfEmpty(Ticket.NeverDue)
            .Min();
        return new ClockSummary(due, pressing.Any(c => c.State == ClockState.Breached));
    }
}
