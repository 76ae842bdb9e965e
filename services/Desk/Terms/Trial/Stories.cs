namespace ServiceMesh.Desk.Terms;

/// <summary>Ready-made stories and contracts to begin with.</summary>
public static class Stories
{
    public static IReadOnlyList<string> Names { get; } = ["calm", "weekend", "emergency", "reopened", "raised"];

    public static IReadOnlyList<string> Contracts { get; } = ["serious", "ordinary"];

    /// <summary>A story that begins on a Monday.</summary>
    public static List<StoryEvent> Tell(string name, DateTime monday) => name switch
    {
        "weekend" => [At(monday, 4, "16:40", "opened"), At(monday, 4, "16:52", "agentMessage"), At(monday, 4, "17:05", "remoteSession"), At(monday, 4, "17:20", "paused"), At(monday, 7, "10:15", "customerMessage"), At(monday, 7, "10:15", "resumed"), At(monday, 7, "11:30", "fixPlan"), At(monday, 8, "15:00", "resolved")],
        "emergency" => [At(monday, 0, "14:20", "opened"), At(monday, 0, "14:31", "agentMessage"), At(monday, 0, "15:45", "fixPlan"), At(monday, 0, "17:10", "arrived"), At(monday, 0, "17:50", "resolved")],
        "reopened" => [At(monday, 0, "09:20", "opened"), At(monday, 0, "09:30", "agentMessage"), At(monday, 0, "09:50", "remoteSession"), At(monday, 0, "10:30", "fixPlan"), At(monday, 0, "15:00", "resolved"), At(monday, 2, "10:00", "reopened"), At(monday, 2, "10:20", "agentMessage"), At(monday, 2, "16:30", "resolved")],
        "raised" => [At(monday, 0, "10:00", "opened"), At(monday, 0, "10:20", "agentMessage"), At(monday, 0, "10:45", "remoteSession"), Raised(monday), At(monday, 0, "15:40", "fixPlan"), At(monday, 1, "11:00", "resolved")],
        _ => [At(monday, 0, "09:30", "opened"), At(monday, 0, "09:41", "agentMessage"), At(monday, 0, "10:05", "remoteSession"), At(monday, 0, "10:10", "paused"), At(monday, 0, "11:20", "customerMessage"), At(monday, 0, "11:20", "resumed"), At(monday, 0, "11:45", "agentMessage"), At(monday, 0, "14:00", "fixPlan"), At(monday, 1, "10:30", "resolved"), At(monday, 1, "11:00", "closed")],
    };

    /// <summary>The promises of a contract: 15 min by phone or 30 min online, 2 h to diagnose, remote in 1 h or on site the same day, 24 h or 48 h to solve.</summary>
    public static TermsDraft Contract(string name)
    {
        var terms = new TermsDraft();
        var serious = name == "serious";
        terms.Promise.Targets["firstResponse"] = serious ? "15 min" : "30 min";
        terms.Promise.Targets["nextResponse"] = serious ? "1 h" : "4 h";
        terms.Promise.Targets["diagnosis"] = "2 h";
        terms.Promise.Targets["resolution"] = serious ? "24 h" : "48 h";
        if (serious)
            terms.Promise.Either.Add(new() { Remote = "1 h" });
        return terms;
    }

    /// <summary>The Monday of this week.</summary>
    public static DateTime Monday(DateTime today) => today.Date.AddDays(-(((int)today.DayOfWeek + 6) % 7));

    private static StoryEvent At(DateTime monday, int day, string time, string type) => new() { At = monday.AddDays(day).Add(TimeSpan.Parse(time, System.Globalization.CultureInfo.InvariantCulture)), Type = type };

    private static StoryEvent Raised(DateTime monday)
    {
        var raised = At(monday, 0, "13:40", "termsChanged");
        raised.Targets["resolution"] = "8 h";
        return raised;
    }
}
