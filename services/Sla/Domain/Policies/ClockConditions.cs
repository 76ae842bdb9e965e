using static ServiceMesh.Sla.Domain.Policies.PromiseReader;

namespace ServiceMesh.Sla.Domain.Policies;

/// <summary>
/// What may start and meet the clocks with a fixed meaning; the first of each list is the usual. Where there is but one, the clock's name is that
/// promise: a contract that means something else has a clock of its own.
/// </summary>
public static class ClockConditions
{
    private static readonly Dictionary<string, (Signal[] Starts, Signal[] Meets)> _allowed = new()
    {
        [ClockNames.FirstResponse] = ([Signal.Opened], [Signal.AgentMessage]),
        [ClockNames.NextResponse] = ([Signal.CustomerMessage], [Signal.AgentMessage]),
        [ClockNames.Update] = ([Signal.AgentMessage], [Signal.AgentMessage]),
        [ClockNames.Diagnosis] = ([Signal.Opened, Signal.Assigned, Signal.WorkStarted, Signal.RemoteSession, Signal.Arrived], [Signal.FixPlan]),
        [ClockNames.RemoteAssistance] = ([Signal.Opened, Signal.Assigned, Signal.AgentMessage, Signal.FixPlan], [Signal.RemoteSession, Signal.WorkStarted]),
        [ClockNames.OnSiteArrival] =
            ([Signal.Opened, Signal.Assigned, Signal.AgentMessage, Signal.WorkStarted, Signal.RemoteSession, Signal.FixPlan], [Signal.Arrived]),
        [ClockNames.Resolution] =
            ([Signal.Opened, Signal.Assigned, Signal.AgentMessage, Signal.WorkStarted, Signal.RemoteSession, Signal.Arrived, Signal.FixPlan], [Signal.Resolved]),
    };

    /// <summary>What may start a clock, the usual first; empty for a clock of a policy's own.</summary>
    public static IReadOnlyList<Signal> StartsOf(string clock) => _allowed.TryGetValue(clock, out var allowed) ? allowed.Starts : [];

    /// <summary>What may meet a clock, the usual first; empty for a clock of a policy's own.</summary>
    public static IReadOnlyList<Signal> MeetsOf(string clock) => _allowed.TryGetValue(clock, out var allowed) ? allowed.Meets : [];

    /// <summary>Checks what a contract says of a clock; null is the usual.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="startsOn">What starts it.</param>
    /// <param name="metBy">What meets it.</param>
    /// <param name="field">Where it is written.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public static void Check(string clock, Signal? startsOn, Signal? metBy, string field, ICollection<FieldError> errors)
    {
        Check(startsOn, StartsOf(clock), $"{field}.startsOn", "starts on", errors);
        Check(metBy, MeetsOf(clock), $"{field}.metBy", "is met by", errors);
    }

    private static void Check(Signal? chosen, IReadOnlyList<Signal> allowed, string field, string verb, ICollection<FieldError> errors)
    {
        if (chosen is { } signal)
        {
            Require(allowed.Count > 0, field, "A clock of the policy's own says this where it is promised.", errors);
            Require(allowed.Count == 0 || allowed.Contains(signal), field, $"This clock {verb} one of {string.Join(", ", allowed.Select(NameOf))}.", errors);
        }
    }

    private static string NameOf(Signal signal) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(signal.ToString());
}
