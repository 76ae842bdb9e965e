namespace ServiceMesh.Desk;

/// <summary>Which of a ticket's clocks to show, and in which order.</summary>
internal static class ClockOrder
{
    /// <summary>Clocks with a fixed meaning, as they are shown. A policy's own names come after them.</summary>
    public static IReadOnlyList<string> Known { get; } = ["firstResponse", "nextResponse", "update", "diagnosis", "remoteAssistance", "onSiteArrival", "resolution"];

    /// <summary>Clocks that an answer to the customer meets.</summary>
    public static IReadOnlyList<string> Responses { get; } = ["firstResponse", "nextResponse", "update"];

    /// <summary>Of each clock its latest run; an earlier one's verdict is history, and so is a cancelled clock.</summary>
    public static IReadOnlyList<T> Latest<T>(IEnumerable<T> clocks)
        where T : ClockShape =>
        [.. clocks.Where(c => c.State is not ("cancelled" or "")).GroupBy(c => c.Clock).Select(g => g.MaxBy(c => c.Cycle)!).OrderBy(c => Place(c.Clock)).ThenBy(c => c.Clock, StringComparer.Ordinal)];

    /// <summary>The one to act on first: what is overdue, then what runs by its due, then what waits, then the latest that is over.</summary>
    public static ClockShape? Pressing(IEnumerable<ClockShape> clocks) => Latest(clocks)
        .OrderBy(c => c.State switch { "breached" => 0, "running" => 1, "paused" => 2, _ => 3 })
        .ThenBy(c => c.State is "breached" or "running" ? c.DueAt ?? c.BreachedAt ?? DateTimeOffset.MaxValue : DateTimeOffset.MaxValue)
        .ThenByDescending(c => c.MetAt)
        .FirstOrDefault();

    /// <summary>True when only colleagues may see it: a clock that a policy named itself and that is no either-or promise may be a team's own.</summary>
    public static bool IsInternal(ClockShape clock) => !Known.Contains(clock.Clock) && clock.Legs is not { Count: > 0 };

    private static int Place(string clock)
    {
        for (var i = 0; i < Known.Count; i++)
            if (Known[i] == clock)
                return i;
        return Known.Count;
    }
}
