using System.Globalization;

namespace ServiceMesh.Dispatch.Domain.Paging;

/// <summary>The keys by which an alarm is known again: <c>clock/cycle/level</c>, or <c>manual/version of the ticket</c>.</summary>
public static class AlarmKeys
{
    private const string ByHand = "manual";

    public static string OfLevel(string clock, int cycle, int level) => string.Create(CultureInfo.InvariantCulture, $"{clock}/{cycle}/{level}");

    public static string OfHand(int version) => string.Create(CultureInfo.InvariantCulture, $"{ByHand}/{version}");

    /// <summary>The ladders behind alarms, each with its highest level; the clock is null for escalations by hand.</summary>
    public static IEnumerable<(string? Clock, int Level)> Ladders(IEnumerable<string> alarms) => alarms
        .Select(key => key.Split('/'))
        .Select(parts => parts is [var clock, _, var level] ? ((string?)clock, int.Parse(level, CultureInfo.InvariantCulture)) : (null, 0))
        .GroupBy(a => a.Item1).Select(g => (g.Key, g.Max(a => a.Item2)));
}
