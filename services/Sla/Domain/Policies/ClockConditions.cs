using System.Text.Json;
using static ServiceMesh.Sla.Domain.Policies.PromiseReader;

namespace ServiceMesh.Sla.Domain.Policies;

/// <summary>What a contract says of a clock's start and end.</summary>
public interface IConditions
{
    /// <summary>What starts it; null is the usual.</summary>
    Signal? StartsOn { get; }

    /// <summary>What meets it; null is the usual.</summary>
    Signal? MetBy { get; }

    /// <summary>What meets it too, whichever comes first; null is nothing else.</summary>
    IReadOnlyList<Signal>? AlsoMetBy { get; }
}

/// <summary>
/// What may start and meet the clocks with a fixed meaning; the first of each list is the usual. Where there is but one, the clock's name is that
/// promise: a contract that means something else has a clock of its own. Beside what meets it there is what may count for it too: nothing that
/// promises less than the name says.
/// </summary>
public static class ClockConditions
{
    private const int MostAlso = 10;

    private static readonly Dictionary<string, (Signal[] Starts, Signal[] Meets, Signal[] Also)> _allowed = new()
    {
        // Whoever works on the customer's screen or stands before the customer has answered.
        [ClockNames.FirstResponse] = ([Signal.Opened], [Signal.AgentMessage], [Signal.RemoteSession, Signal.Arrived]),
        [ClockNames.NextResponse] = ([Signal.CustomerMessage], [Signal.AgentMessage], []),
        [ClockNames.Update] = ([Signal.AgentMessage], [Signal.AgentMessage], []),
        // What is solved was found.
        [ClockNames.Diagnosis] = ([Signal.Opened, Signal.Assigned, Signal.WorkStarted, Signal.RemoteSession, Signal.Arrived], [Signal.FixPlan], [Signal.Resolved]),
        [ClockNames.RemoteAssistance] = ([Signal.Opened, Signal.Assigned, Signal.AgentMessage, Signal.FixPlan], [Signal.RemoteSession, Signal.WorkStarted], []),
        [ClockNames.OnSiteArrival] =
            ([Signal.Opened, Signal.Assigned, Signal.AgentMessage, Signal.WorkStarted, Signal.RemoteSession, Signal.FixPlan], [Signal.Arrived], []),
        [ClockNames.Resolution] =
        (
            [Signal.Opened, Signal.Assigned, Signal.AgentMessage, Signal.WorkStarted, Signal.RemoteSession, Signal.Arrived, Signal.FixPlan],
            [Signal.Resolved, Signal.Closed], []
        ),
    };

    /// <summary>What may start a clock, the usual first; empty for a clock of a policy's own.</summary>
    public static IReadOnlyList<Signal> StartsOf(string clock) => _allowed.TryGetValue(clock, out var allowed) ? allowed.Starts : [];

    /// <summary>What may meet a clock, the usual first; empty for a clock of a policy's own.</summary>
    public static IReadOnlyList<Signal> MeetsOf(string clock) => _allowed.TryGetValue(clock, out var allowed) ? allowed.Meets : [];

    /// <summary>What may meet a clock beside that, if the contract says so.</summary>
    public static IReadOnlyList<Signal> AlsoOf(string clock) => _allowed.TryGetValue(clock, out var allowed) ? allowed.Also : [];

    /// <summary>Checks what a contract says of a clock.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="said">What it says; null is nothing.</param>
    /// <param name="field">Where it is written.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public static void Check(string clock, IConditions? said, string field, ICollection<FieldError> errors)
    {
        Check(said?.StartsOn, StartsOf(clock), $"{field}.startsOn", "starts on", errors);
        Check(said?.MetBy, MeetsOf(clock), $"{field}.metBy", "is met by", errors);
        foreach (var (signal, i) in (said?.AlsoMetBy ?? []).Take(MostAlso).Select((signal, i) => (signal, i)))
        {
            var also = AlsoOf(clock);
            Require(
                also.Contains(signal), $"{field}.alsoMetBy[{i}]",
                also.Count == 0 ? "Nothing else can meet this clock." : $"This clock may also be met by {Names(also)}.", errors);
        }

        Require(!(said?.AlsoMetBy?.Count > MostAlso), $"{field}.alsoMetBy", $"At most {MostAlso} are wanted.", errors);
    }

    private static void Check(Signal? chosen, IReadOnlyList<Signal> allowed, string field, string verb, ICollection<FieldError> errors)
    {
        if (chosen is { } signal)
        {
            Require(allowed.Count > 0, field, "A clock of the policy's own says this where it is promised.", errors);
            Require(allowed.Count == 0 || allowed.Contains(signal), field, $"This clock {verb} one of {Names(allowed)}.", errors);
        }
    }

    private static string Names(IEnumerable<Signal> signals) => string.Join(", ", signals.Select(s => JsonNamingPolicy.CamelCase.ConvertName(s.ToString())));
}
