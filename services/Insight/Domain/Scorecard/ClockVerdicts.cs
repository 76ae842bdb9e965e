using System.Text.Json;

namespace ServiceMesh.Insight.Domain.Scorecard;

/// <summary>A promise that was kept or missed.</summary>
/// <param name="At">When that was decided: the meeting, or the due instant that was missed.</param>
internal sealed record ClockVerdict(string Clock, DateTimeOffset At, bool Kept);

/// <summary>What the clocks say. Sla tells the state of all clocks each time: the last word on each run of a clock holds.</summary>
internal static class ClockVerdicts
{
    /// <param name="sla">Sla's events of the ticket, by sequence.</param>
    public static IEnumerable<ClockVerdict> Of(IEnumerable<StoredEvent> sla)
    {
        var runs = new Dictionary<(string Clock, int Run), JsonElement>();
        foreach (var clock in sla.Where(e => e.Type == "SlaClocksChanged").SelectMany(e => e.Many("clocks")))
        {
            if (Text(clock, "clock") is { } name) runs[(name, Run(clock))] = clock;
        }

        foreach (var (key, clock) in runs.OrderBy(r => r.Key.Clock, StringComparer.Ordinal).ThenBy(r => r.Key.Run))
        {
            switch (Text(clock, "state"))
            {
                case "met" when Time(clock, "metAt") is { } met:
                    yield return new ClockVerdict(key.Clock, met, true);
                    break;
                case "breached" or "metLate" when Time(clock, "breachedAt") is { } missed:
                    yield return new ClockVerdict(key.Clock, missed, false);
                    break;
            }
        }
    }

    /// <summary>
    /// Whether resolution was shortly due when the ticket was put to wait: at most a tenth of the promised time was left on the clock on the wall.
    /// </summary>
    public static bool WasShortlyDue(IEnumerable<StoredEvent> sla, DateTimeOffset at)
    {
        JsonElement? running = null;
        foreach (var clock in sla.Where(e => e.Type == "SlaClocksChanged" && e.At <= at).SelectMany(e => e.Many("clocks")))
        {
            if (Text(clock, "clock") == "resolution" && Text(clock, "state") == "running") running = clock;
        }

        return running is { } last && Time(last, "dueAt") is { } due && due > at
            && last.TryGetProperty("targetSeconds", out var target) && target.TryGetInt64(out var promised)
            && (due - at).Ticks * 10 <= promised * TimeSpan.TicksPerSecond;
    }

    private static int Run(JsonElement clock) => clock.TryGetProperty("cycle", out var cycle) && cycle.TryGetInt32(out var run) ? run : 1;

    private static string? Text(JsonElement clock, string name) => clock.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Time(JsonElement clock, string name) => clock.TryGetProperty(name, out var value) ? StoredEvent.TimeOf(value) : null;
}
