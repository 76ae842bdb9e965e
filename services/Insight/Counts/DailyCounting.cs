using System.Collections.Frozen;

namespace ServiceMesh.Insight.Counts;

/// <summary>The one rule by which timeline rows become daily counts.</summary>
internal static class DailyCounting
{
    /// <summary>The events that are counted.</summary>
    public static readonly FrozenSet<string> Types = FrozenSet.Create(
        "TicketOpened", "TicketTriaged", "TicketAssigned", "TicketPaused", "TicketResolved", "TicketReopened", "TicketClosed", "SlaBreached", "SurveyAnswered");

    /// <summary>A statement that adds the rows of <paramref name="source"/> (timeline's columns) to the daily counts.</summary>
    public static string From(string source) => $"""
        INSERT INTO daily_counts AS d (tenant, day, opened, triaged, assigned, reassigned, paused, resolved, reopened, closed, breached,
            surveys_answered, score_sum)
        SELECT tenant, day,
            count(*) FILTER (WHERE type = 'TicketOpened'),
            count(*) FILTER (WHERE type = 'TicketTriaged'),
            count(*) FILTER (WHERE type = 'TicketAssigned'),
            count(*) FILTER (WHERE type = 'TicketAssigned' AND reassigned),
            count(*) FILTER (WHERE type = 'TicketPaused'),
            count(*) FILTER (WHERE type = 'TicketResolved'),
            count(*) FILTER (WHERE type = 'TicketReopened'),
            count(*) FILTER (WHERE type = 'TicketClosed'),
            count(*) FILTER (WHERE type = 'SlaBreached'),
            count(*) FILTER (WHERE type = 'SurveyAnswered'),
            coalesce(sum((data ->> 'score')::int) FILTER (WHERE type = 'SurveyAnswered'), 0)
        FROM {source} AS rows
        WHERE type IN ({string.Join(", ", Types.Order(StringComparer.Ordinal).Select(t => $"'{t}'"))})
        GROUP BY tenant, day ORDER BY tenant, day
        ON CONFLICT (tenant, day) DO UPDATE SET
            opened = d.opened + excluded.opened, triaged = d.triaged + excluded.triaged, assigned = d.assigned + excluded.assigned,
            reassigned = d.reassigned + excluded.reassigned, paused = d.paused + excluded.paused, resolved = d.resolved + excluded.resolved,
            reopened = d.reopened + excluded.reopened, closed = d.closed + excluded.closed, breached = d.breached + excluded.breached,
            surveys_answered = d.surveys_answered + excluded.surveys_answered, score_sum = d.score_sum + excluded.score_sum
        """;
}
