namespace ServiceMesh.Desk.Maintenance;

/// <summary>A rule as people say it; one that is not among the usual is shown as it is written.</summary>
internal static class RuleWords
{
    public static string Say(string rule, Words w)
    {
        var draft = RuleDraft.Of(rule);
        var days = string.Join(w.Tag == "en" ? ", " : "、", RuleDraft.Days.Where(draft.Weekdays.Contains).Select(w.Weekday));
        return draft.Every switch
        {
            "rule" => w.EveryRule(rule),
            "weekly" => $"{w.Repeats("weekly")}: {days}",
            "nth" => w.NthOfMonth(draft.Nth, days),
            _ => w.OnDay(w.Repeats(draft.Every), draft.Day),
        };
    }
}
