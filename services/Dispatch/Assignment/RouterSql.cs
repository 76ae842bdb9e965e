namespace ServiceMesh.Dispatch.Assignment;

/// <summary>
/// The one query of a choice. $1 tenant, $2 product, $3 now, $4 customer and asset, $5 customer; then what finds the team. What a
/// team does not use costs nothing: places are counted only where it has set some, duties looked up only for who has shifts. What somebody
/// is being offered takes a place and counts as load until it is answered.
/// </summary>
internal static class RouterSql
{
    public const string Visible = "SELECT id FROM tickets WHERE id = ANY($1)";

    /// <summary>Held until the commit: where places are counted, one choice after another sees the one before.</summary>
    public const string OneAfterAnother = "SELECT pg_advisory_xact_lock(hashtextextended($1, 7224))";

    private const string Candidates = """
        SELECT team.id, team.name, team.matched_by, (SELECT code FROM product), team.settings,
               (SELECT zone FROM tenants WHERE tenant = $1), (SELECT region FROM customers WHERE tenant = $1 AND id = $5),
               e.id, e.name, e.email, e.language, e.skills, load.n + offered.n, latest.assigned_at, e.profile,
               duty.away OR (duty.scheduled AND duty.ends_at IS NULL), CASE WHEN duty.scheduled THEN duty.ends_at END,
               (SELECT max(a.n) FROM affinities a WHERE a.tenant = $1 AND a.engineer_id = e.id AND a.subject_id = ANY($4)), in_hand.n,
               (SELECT version FROM triage_books WHERE tenant = $1 ORDER BY version DESC LIMIT 1), e.presence = 'away'
        FROM team
        LEFT JOIN (team_members m JOIN engineers e ON e.id = m.engineer_id AND e.active) ON m.team_id = team.id
        LEFT JOIN LATERAL (
            SELECT count(*)::int AS n FROM (
                SELECT 1 FROM tickets t
                WHERE t.tenant = $1 AND t.engineer_id = e.id AND t.is_open AND t.state <> 'resolved'
                LIMIT 100) capped) load ON true
        LEFT JOIN LATERAL (
            SELECT count(*)::int AS n FROM offers o
            WHERE team.settings #>> '{assignment,mode}' = 'offer' AND o.tenant = $1 AND o.engineer_id = e.id AND o.state = 'open') offered ON true
        LEFT JOIN LATERAL (
            SELECT t.assigned_at FROM tickets t
            WHERE t.tenant = $1 AND t.engineer_id = e.id AND t.assigned_at IS NOT NULL
            ORDER BY t.assigned_at DESC LIMIT 1) latest ON e.id IS NOT NULL
        LEFT JOIN LATERAL (
            SELECT EXISTS (SELECT 1 FROM absences a WHERE a.tenant = $1 AND a.engineer_id = e.id AND a.starts_at <= $3 AND a.ends_at > $3) AS away,
                   EXISTS (SELECT 1 FROM rotations r WHERE r.tenant = $1 AND r.kind = 'shift' AND e.id = ANY(r.participants)) AS scheduled,
                   (SELECT max(d.ends_at) FROM duty_spans d WHERE d.engineer_id = e.id AND d.starts_at <= $3 AND d.ends_at > $3) AS ends_at) duty ON true
        LEFT JOIN LATERAL (
            SELECT ARRAY[
                count(*) FILTER (WHERE t.work_type <> 'maintenance' AND t.channel = 'hotline'),
                count(*) FILTER (WHERE t.work_type <> 'maintenance' AND t.channel IN ('im', 'chat')),
                count(*) FILTER (WHERE t.work_type <> 'maintenance' AND t.channel NOT IN ('hotline', 'im', 'chat')),
                count(*) FILTER (WHERE t.work_type = 'maintenance')]::int[] AS n
            FROM (
                SELECT t.work_type, t.channel FROM tickets t
                WHERE team.settings #> '{assignment,capacity}' IS NOT NULL
                  AND t.tenant = $1 AND t.engineer_id = e.id AND t.is_open AND t.state IN ('assigned', 'inProgress')
                UNION ALL
                SELECT t.work_type, t.channel FROM offers o JOIN tickets t ON t.id = o.ticket_id
                WHERE team.settings #> '{assignment,capacity}' IS NOT NULL AND o.tenant = $1 AND o.engineer_id = e.id AND o.state = 'open') t) in_hand ON true
        """;

    private const string Product = "product AS (SELECT code FROM products WHERE tenant = $1 AND id = $2)";

    /// <summary>Category ($6) before product ($7) before the default team; among equals the default team, then the first by name.</summary>
    public const string ByDemand = $"""
        WITH {Product}, team AS (
            SELECT t.id, t.name, t.settings, (ARRAY['category', 'product', 'default'])[rank.n] AS matched_by
            FROM teams t
            CROSS JOIN LATERAL (
                SELECT CASE WHEN bool_or(lower(c) = lower($6)) THEN 1
                            WHEN bool_or(lower(c) = lower($7) OR lower(c) = (SELECT lower(code) FROM product)) THEN 2
                            WHEN t.is_default THEN 3 END AS n
                FROM unnest(t.categories) c) rank
            WHERE t.tenant = $1 AND rank.n IS NOT NULL
            ORDER BY rank.n, t.is_default DESC, t.name
            LIMIT 1)
        {Candidates}
        """;

    /// <summary>The team $6.</summary>
    public const string ByTeam = $"""
        WITH {Product}, team AS (SELECT id, name, settings, 'given' AS matched_by FROM teams WHERE tenant = $1 AND id = $6)
        {Candidates}
        """;
}
