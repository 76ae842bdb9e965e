using System.Globalization;
using ServiceMesh.Contracts;

namespace ServiceMesh.Dispatch.Domain.Paging;

/// <summary>The escalation ladder of one run of a clock, as far as it was climbed.</summary>
/// <param name="Clock">The clock; null for escalations by hand.</param>
/// <param name="Run">The service cycle, of a clock that recurs the number of the run; 0 by hand.</param>
/// <param name="Level">The highest level, from 1; 0 by hand.</param>
public readonly record struct ClimbedLadder(string? Clock, int Run, int Level);

/// <summary>
/// The keys by which an alarm is known again: <c>clock/run/level</c>, <c>manual/version of the ticket</c>, or of a ticket that waits for somebody
/// <c>queue/cycle.owners it has had</c>.
/// </summary>
public static class AlarmKeys
{
    private const string ByHand = "manual";
    private const string Queue = "queue";

    public static string OfLevel(string clock, int run, int level) => string.Create(CultureInfo.InvariantCulture, $"{clock}/{run}/{level}");

    public static string OfHand(int version) => string.Create(CultureInfo.InvariantCulture, $"{ByHand}/{version}");

    /// <summary>The same for as long as nobody has the ticket, however often it is offered meanwhile.</summary>
    public static string OfQueue(Ticket t) =>
        string.Create(CultureInfo.InvariantCulture, $"{Queue}/{t.Cycle}.{t.Steps.Count(s => s.Code == "assigned")}");

    /// <summary>How the keys of <see cref="OfQueue"/> begin.</summary>
    public const string QueueBegins = Queue + "/";

    /// <summary>Whether they ask for nothing but somebody who takes the ticket.</summary>
    public static bool AreOfQueue(IEnumerable<string> alarms) => alarms.All(a => a.StartsWith(QueueBegins, StringComparison.Ordinal));

    /// <summary>The ladders behind alarms, each with its highest level.</summary>
    public static IEnumerable<ClimbedLadder> Ladders(IEnumerable<string> alarms) => alarms.Select(Read)
        .GroupBy(a => (a.Clock, a.Run)).Select(g => new ClimbedLadder(g.Key.Clock, g.Key.Run, g.Max(a => a.Level)));

    /// <summary>Whether two alarms belong to one run of one clock; those by hand never do.</summary>
    public static bool AreOfOneLadder(string one, string other) =>
        Read(one) is { Clock: { } clock, Run: var run } && Read(other) is var b && b.Clock == clock && b.Run == run;

    /// <summary>Whether nobody is needed any more for any of the alarms: every clock behind them is met or cancelled. What was escalated by hand never is over so.</summary>
    /// <param name="alarms">Their keys.</param>
    /// <param name="clocks">The ticket's clocks.</param>
    public static bool AreOver(IEnumerable<string> alarms, IReadOnlyList<ClockView> clocks) =>
        Ladders(alarms).All(ladder => ladder.Clock is { } clock && IsOver(clock, ladder.Run, clocks));

    // Of a clock that recurs only the last runs are told: one before them is over.
    private static bool IsOver(string clock, int run, IReadOnlyList<ClockView> clocks) =>
        clocks.LastOrDefault(c => c.Clock == clock && c.Cycle == run) is { } view
            ? view.State is ClockState.Met or ClockState.MetLate or ClockState.Cancelled || view.CancelledAt is not null
            : clocks.Any(c => c.Clock == clock && c.Cycle > run);

    private static ClimbedLadder Read(string key)
    {
        var parts = key.Split('/');
        return parts is [.., _, var run, var level]
            ? new(string.Join('/', parts[..^2]), int.Parse(run, CultureInfo.InvariantCulture), int.Parse(level, CultureInfo.InvariantCulture))
            : new(null, 0, 0);
    }
}
