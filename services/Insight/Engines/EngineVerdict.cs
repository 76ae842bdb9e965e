namespace ServiceMesh.Insight.Engines;

/// <summary>How a service's timer engine is.</summary>
public enum EngineState
{
    /// <summary>Heard of lately, and its timers were fired in time.</summary>
    Ok,

    /// <summary>Two heartbeats are missing, or its timers are fired more than 5 s late.</summary>
    Late,

    /// <summary>Not heard of for more than two minutes.</summary>
    Lost,
}

/// <summary>What was last heard of an engine.</summary>
/// <param name="LastSeenAt">When its last heartbeat was fired.</param>
/// <param name="Lateness">By how much its most overdue timer was late then.</param>
public sealed record EngineSighting(string Service, DateTimeOffset LastSeenAt, TimeSpan Lateness);

/// <summary>The rules about engines, as pure functions of what was heard.</summary>
public static class EngineVerdict
{
    /// <summary>How long an engine may be silent before it counts as lost.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan s_twoBeats = TimeSpan.FromSeconds(65);
    private static readonly TimeSpan s_tolerated = TimeSpan.FromSeconds(5);

    public static EngineState StateOf(EngineSighting engine, DateTimeOffset now) =>
        now - engine.LastSeenAt is var silence && silence > Patience ? EngineState.Lost
        : silence > s_twoBeats || engine.Lateness > s_tolerated ? EngineState.Late
        : EngineState.Ok;

    /// <summary>
    /// Those to raise the alarm for. While Insight's own heartbeats do not arrive either, it is the way to here that is broken: only
    /// Insight's engine is named then, and the others get their time anew when it is heard again.
    /// </summary>
    /// <param name="own">The name by which this service beats.</param>
    /// <param name="listeningSince">Since when this process listens: what was not heard before says nothing.</param>
    /// <param name="heardSince">Since when own heartbeats arrive without a gap; null while they do not. Give back what is returned.</param>
    public static (IReadOnlyList<string> Lost, DateTimeOffset? HeardSince) Judge(
        IReadOnlyCollection<EngineSighting> engines, string own, DateTimeOffset listeningSince, DateTimeOffset? heardSince, DateTimeOffset now)
    {
        var self = engines.FirstOrDefault(e => e.Service == own);
        var heard = self is null ? listeningSince : now - self.LastSeenAt > Patience ? (DateTimeOffset?)null : heardSince ?? now;
        return ([.. engines.Where(e => IsLost(e, e.Service == own ? listeningSince : heard)).Select(e => e.Service)], heard);

        bool IsLost(EngineSighting engine, DateTimeOffset? since) =>
            since is { } from && now - engine.LastSeenAt > Patience && now - from > Patience;
    }
}
