using System.Globalization;

namespace ServiceMesh.Desk.Progress;

/// <summary>A promise as its customer reads it.</summary>
/// <param name="Look">How pressing it looks.</param>
/// <param name="Left">The time that is left, where it runs.</param>
/// <param name="Share">Used share of its time in percent, where it runs.</param>
public sealed record Promise(string Look, string Icon, string Text, string? Left = null, string? Share = null);

/// <summary>A ticket in its customer's words: the same by the link and in the portal.</summary>
internal static class CustomerView
{
    /// <summary>The customer is the one who has to act.</summary>
    public static bool IsTheirTurn(string state, string? waitingFor) => state == "waiting" && waitingFor is "waitingForCustomer" or "waitingForEvidence";

    public static string Headline(Words words, string state, string? waitingFor) =>
        state != "waiting" ? words.CustomerHeadline(state) : IsTheirTurn(state, waitingFor) ? words.WaitingForYou : words.WaitingForOthers(waitingFor);

    /// <summary>The way from received to closed, and where on it the ticket is.</summary>
    public static IEnumerable<(string Label, string Look)> Steps(Words words, string state)
    {
        string[] labels = [words.StepReceived, words.StepAssigned, words.StepInProgress, words.StepResolved, words.StepClosed];
        var at = state switch { "assigned" => 1, "inProgress" or "waiting" => 2, "resolved" => 3, "closed" => 5, "cancelled" => -1, _ => 0 };
        return labels.Select((label, i) => (label, i < at ? "done" : i == at ? "now" : ""));
    }

    public static IReadOnlyList<Promise> Promises(Words words, Times times, IEnumerable<ClockShape> clocks) =>
        [.. ClockOrder.Latest(clocks.Where(c => !ClockOrder.IsInternal(c))).Select(c => Tell(words, times, c)).OfType<Promise>()];

    /// <summary>The promise to be kept next; null once all are over, and for a ticket that is done.</summary>
    public static Promise? Next(Words words, Times times, string state, IEnumerable<ClockShape> clocks) =>
        state is "open" or "assigned" or "inProgress" or "waiting"
            && ClockOrder.Pressing(clocks.Where(c => !ClockOrder.IsInternal(c))) is { State: "running" or "paused" or "breached" } clock
            ? Tell(words, times, clock) : null;

    private static Promise? Tell(Words words, Times times, ClockShape c)
    {
        var face = ClockFace.Of(c, times.Now);
        var due = c.DueAt ?? c.BreachedAt;
        var name = c.Legs is { Count: > 0 } ? "either" : c.Clock;
        return face.Look switch
        {
            ClockLook.Met => new("met", "check", words.PromiseMet(name, times.Spoken(c.MetAt ?? times.Now))),
            ClockLook.MetLate => new("late", "check", words.PromiseMetLate(name, times.Spoken(c.MetAt ?? times.Now))),
            ClockLook.Paused => new("paused", "pause", words.PromisePaused(name, times.Span(TimeSpan.FromSeconds(face.Seconds)))),
            ClockLook.Overdue => new("over", "alert", words.PromiseMissed(name, times.Spoken(due ?? times.Now))),
            ClockLook.None => null,
            _ => new(face.Look.ToString().ToLowerInvariant(), "clock", words.PromiseRunning(name, times.Spoken(due!.Value)),
                words.InTime(times.Span(TimeSpan.FromSeconds(face.Seconds))), ((int)(face.Share * 100)).ToString(CultureInfo.InvariantCulture)),
        };
    }
}
