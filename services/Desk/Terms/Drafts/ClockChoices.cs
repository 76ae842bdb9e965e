namespace ServiceMesh.Desk.Terms;

/// <summary>What may start and meet the clocks with a fixed meaning, as Sla allows it; the usual first.</summary>
public static class ClockChoices
{
    private static readonly Dictionary<string, (string[] Starts, string[] Meets, string[] Also)> Allowed = new()
    {
        ["firstResponse"] = (["opened"], ["agentMessage"], ["remoteSession", "arrived"]),
        ["diagnosis"] = (["opened", "assigned", "workStarted", "remoteSession", "arrived"], ["fixPlan"], ["resolved"]),
        ["remoteAssistance"] = (["opened", "assigned", "agentMessage", "fixPlan"], ["remoteSession", "workStarted"], []),
        ["onSiteArrival"] = (["opened", "assigned", "agentMessage", "workStarted", "remoteSession", "fixPlan"], ["arrived"], []),
        ["resolution"] = (["opened", "assigned", "agentMessage", "workStarted", "remoteSession", "arrived", "fixPlan"], ["resolved", "closed"], []),
    };

    /// <summary>What may start a clock; empty where there is nothing to choose.</summary>
    public static IReadOnlyList<string> StartsOf(string clock) => Choice(clock).Starts is { Length: > 1 } starts ? starts : [];

    /// <summary>What may meet a clock; empty where there is nothing to choose.</summary>
    public static IReadOnlyList<string> MeetsOf(string clock) => Choice(clock).Meets is { Length: > 1 } meets ? meets : [];

    /// <summary>What may meet a clock beside that, if the contract says so; the usual is nothing.</summary>
    public static IReadOnlyList<string> AlsoOf(string clock) => Choice(clock).Also;

    private static (string[] Starts, string[] Meets, string[] Also) Choice(string clock) => Allowed.TryGetValue(clock, out var choice) ? choice : ([], [], []);
}
