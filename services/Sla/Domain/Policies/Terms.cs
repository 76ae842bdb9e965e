using NodaTime;
using ServiceMesh.Sla.Domain.Calendars;

namespace ServiceMesh.Sla.Domain.Policies;

/// <summary>What was promised for a ticket: one rule of one version of a policy, on one version of a calendar. Immutable.</summary>
public sealed record Terms
{
    /// <summary>Wall time after resolving within which a reopening continues the same cycle, when nothing else was agreed.</summary>
    public static Duration UsualReopenWindow { get; } = Duration.FromDays(7);

    public required string Policy { get; init; }
    public required int PolicyVersion { get; init; }

    /// <summary>The rule of the policy that matched.</summary>
    public required string Rule { get; init; }

    public required string CalendarName { get; init; }
    public required int CalendarVersion { get; init; }
    public required WorkCalendar Calendar { get; init; }

    /// <summary>Working seconds promised, by clock; a clock that is missing does not exist.</summary>
    public required IReadOnlyDictionary<string, long> TargetSeconds { get; init; }

    /// <summary>What happens on each clock's way, in ascending percent; the breach is always among them.</summary>
    public required IReadOnlyList<Threshold> Thresholds { get; init; }

    /// <summary>The clocks that each pause reason stops; a reason that is missing stops nothing.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> PauseStops { get; init; }

    /// <summary>Wall time after resolving, its end included, within which a reopening continues the same cycle.</summary>
    public required Duration ReopenWindow { get; init; }

    /// <summary>True if waiting for <paramref name="reason"/> stops <paramref name="clock"/>.</summary>
    public bool Stops(string reason, string clock) => PauseStops.TryGetValue(reason, out var clocks) && clocks.Contains(clock);
}
