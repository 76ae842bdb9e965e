namespace ServiceMesh.Desk.Terms;

/// <summary>Something that happens to the ticket of a trial, at a local time of the calendar.</summary>
public sealed class StoryEvent
{
    /// <summary>The types, as <c>POST /api/v1/sla/preview</c> names them.</summary>
    public static IReadOnlyList<string> Types { get; } =
        ["opened", "agentMessage", "customerMessage", "note", "fixPlan", "remoteSession", "arrived", "assigned", "workStarted", "paused", "resumed", "resolved", "reopened", "closed", "termsChanged"];

    public Guid Key { get; } = Guid.NewGuid();

    public DateTime At { get; set; }

    public string Type { get; set; } = "agentMessage";

    /// <summary>Of a pause; of its end too, where empty ends every pause.</summary>
    public string Reason { get; set; } = "waiting-for-customer";

    /// <summary>Of an assignment: the team that gets the ticket; empty for none of those that have clocks.</summary>
    public string Team { get; set; } = "";

    /// <summary>Of new terms: count from where the old clocks started.</summary>
    public bool Retroactive { get; set; } = true;

    /// <summary>Of new terms: targets that change, by clock.</summary>
    public Dictionary<string, string> Targets { get; } = new() { ["firstResponse"] = "", ["diagnosis"] = "", ["resolution"] = "" };

    public object ToApi(TimeZoneInfo zone, TermsDraft terms) => new
    {
        at = At.In(zone).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
        type = Type,
        reason = Type is "paused" or "resumed" && Reason.Length > 0 ? Reason : null,
        team = Type == "assigned" && !string.IsNullOrWhiteSpace(Team) ? Team.Trim() : null,
        terms = Type == "termsChanged" ? terms.ToApi(Targets) : null,
        retroactive = Type == "termsChanged" ? Retroactive : (bool?)null,
    };
}
