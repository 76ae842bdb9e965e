namespace ServiceMesh.Dispatch.Assignment;

/// <summary>
/// The one query of a choice. $1 tenant, $2 product, $3 now, $4 customer and asset, $5 customer, $6 category; then what finds the team. What a
/// team does not use costs nothing: places are counted only where it has set some, duties looked up only for who has shifts, and all of it only
/// for those who are there and have the skill that the ticket asks for. Of those without it the first twenty by name are read, and the others counted,
/// as nobody looks at a list of a thousand: left_over says whether it is the category that they lack, not the product. What somebody is being offered
/// takes a place and counts as load until it is answered; so does maintenance that is due.
/// </summary>
internal static class RouterSql
{
    public const string Visible = "SELECT id FROM tickets WHERE id = ANY($1)";

    private const string Runs = "maintenance_runs r WHERE r.tenant = $1 AND r.engineer_id = e.id AND r.state IN ('due', 'inProgress', 'overdue')";

    /// <summary>What <c>e.id</c> has in hand of each class.</summary>
    public const string InHand = $"""
        SELECT ARRAY[
            count(*) FILTER (WHERE t.work_type <> 'maintenance' AND t.channel = 'hotline' AND t.on_phone),
            count(*) FILTER (WHERE t.work_type <> 'maintenance' AND t.channel IN ('im', 'chat')),
            count(*) FILTER (WHERE t.work_type <> 'maintenance' AND t.channel NOT IN ('im', 'chat') AND (t.channel <> 'hotline' OR t.on_phone IS NOT TRUE)),
            count(*) FILTER (WHERE t.work_type = 'maintenance')]::int[] AS n
        FROM (
            SELECT t.work_type, t.channel, t.on_phone FROM tickets t
            WHERE t.tenant = $1 AND t.engineer_id = e.id AND t.is_open AND t.state IN ('assigned', 'inProgress')
            UNION ALL
            SELECT t.work_type, t.channel, t.on_phone FROM offers o JOIN tickets t ON t.id = o.ticket_id WHERE o.tenant = $1 AND o.engineer_id = e.id AND o.state = 'open'
            UNION ALL
            SELECT 'maintenance', 'api', false FROM {Runs}) t
        """;

    /// <summary>Whether <c>e.id</c> of <c>team</c> is on duty at $3: see <see cref="IsOffDuty"/>.</summary>
    public const string Duty = """
        SELECT EXISTS (SELECT 1 FROM absences a WHERE a.tenant = $1 AND a.engineer_id = e.id AND a.starts_at <= $3 AND a.ends_at > $3) AS away,
               e.id IN (SELECT unnest(r.participants) FROM rotations r WHERE r.tenant = $1 AND r.kind = 'shift') AS scheduled,
               (SELECT max(d.ends_at) FROM duty_spans d WHERE d.engineer_id = e.id AND d.starts_at <= $3 AND d.ends_at > $3) AS ends_at,
               CASE WHEN team.settings #>> '{assignment,unseenMinutes}' IS NOT NULL THEN NOT EXISTS (
                   SELECT 1 FROM sightings s
                   WHERE s.engineer_id = e.id AND s.seen_at > $3 - make_interval(mins => (team.settings #>> '{assignment,unseenMinutes}')::int)) END AS unseen,
               team.settings #>> '{assignment,onlyInHours}' = 'true' AND (team.open_from <= $3 AND team.open_until > $3) IS NOT TRUE AS closed
        """;

    /// <summary>Absent; between two shifts; or, where the team wants people without a shift to be seen or in its hours, not seen or outside of them.</summary>
    public const string IsOffDuty = "duty.away OR (duty.ends_at IS NULL AND (duty.scheduled OR coalesce(duty.unseen, false) OR coalesce(duty.closed, false)))";

    private const string Candidates = $$"""
        , judged AS MATERIALIZED (
            SELECT m.*, m.left_over AND (m.has_category OR NOT bool_or(m.has_category AND m.left_over) OVER ()) AS able
            FROM (
                SELECT h.*, h.has_product OR NOT bool_or(h.has_product) OVER () AS left_over
                FROM (
                    SELECT e.id, e.name, e.email, e.language, e.skills, e.profile, e.presence = 'away' AS away,
                           coalesce((SELECT lower(code) FROM product) = ANY (lower(e.skills::text)::text[]), false) AS has_product,
                           coalesce(lower($6) = ANY (lower(e.skills::text)::text[]), false) AS has_category
                    FROM team JOIN team_members m ON m.team_id = team.id JOIN engineers e ON e.id = m.engineer_id AND e.active
                    OFFSET 0) h) m),
        unable AS MATERIALIZED (SELECT j.*, row_number() OVER (ORDER BY j.name COLLATE "C", j.id) AS n FROM judged j WHERE NOT j.able),
        people AS MATERIALIZED (
            SELECT id, name, email, language, skills, profile, able, NOT coalesce(away, false) AS here, away FROM judged WHERE able
            UNION ALL
            SELECT id, name, email, language, skills, profile, able, false, away FROM unable WHERE n <= 20)
        SELECT team.id, team.name, team.matched_by, (SELECT code FROM product), team.settings,
               (SELECT zone FROM tenants WHERE tenant = $1), (SELECT region FROM customers WHERE tenant = $1 AND id = $5),
               e.id, e.name, e.email, e.language, e.skills, load.n + offered.n, latest.assigned_at, CASE WHEN e.able THEN e.profile END,
               {{IsOffDuty}}, CASE WHEN duty.scheduled THEN duty.ends_at END,
               (SELECT max(a.n) FROM affinities a WHERE e.here AND a.tenant = $1 AND a.engineer_id = e.id AND a.subject_id = ANY($4)), in_hand.n,
               (SELECT version FROM triage_books WHERE tenant = $1 ORDER BY version DESC LIMIT 1), e.away,
               (SELECT count(*)::int FROM unable WHERE n > 20 AND NOT left_over), (SELECT count(*)::int FROM unable WHERE n > 20 AND left_over)
        FROM team
        LEFT JOIN people e ON true
        LEFT JOIN LATERAL (
            SELECT count(*)::int AS n FROM (
                SELECT 1 FROM tickets t
                WHERE t.tenant = $1 AND t.engineer_id = e.id AND t.is_open AND t.state <> 'resolved'
                UNION ALL
                SELECT 1 FROM {{Runs}}
                LIMIT 100) capped WHERE e.here) load ON true
        LEFT JOIN LATERAL (
            SELECT count(*)::int AS n FROM offers o
            WHERE e.here AND team.settings #>> '{assignment,mode}' = 'offer' AND o.tenant = $1 AND o.engineer_id = e.id AND o.state = 'open') offered ON true
        LEFT JOIN LATERAL (
            SELECT t.assigned_at FROM tickets t
            WHERE t.tenant = $1 AND t.engineer_id = e.id AND t.assigned_at IS NOT NULL
            ORDER BY t.assigned_at DESC LIMIT 1) latest ON e.here
        LEFT JOIN LATERAL ({{Duty}} WHERE e.here) duty ON true
        LEFT JOIN LATERAL ({{InHand}} WHERE e.here AND team.settings #> '{assignment,capacity}' IS NOT NULL) in_hand ON true
        """;

    private const string Product = "product AS (SELECT code FROM products WHERE tenant = $1 AND id = $2)";

    /// <summary>Category before product ($7) before the default team; among equals the default team, then the first by name.</summary>
    public const string ByDemand = $"""
        WITH {Product}, team AS MATERIALIZED (
            SELECT t.id, t.name, t.settings, t.open_from, t.open_until, (ARRAY['category', 'product', 'default'])[rank.n] AS matched_by
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

    /// <summary>The team $7.</summary>
    public const string ByTeam = $"""
        WITH {Product}, team AS MATERIALIZED (SELECT id, name, settings, open_from, open_until, 'given' AS matched_by FROM teams WHERE tenant = $1 AND id = $7)
        {Candidates}
        """;
}
