using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Assignment;

/// <summary>
/// Finds the team and its engineers with their live load in one round trip. Load is counted from the tickets themselves, by a
/// partial index and up to <see cref="Ranking.FullLoad"/>, so that no counter has to be locked or repaired.
/// </summary>
internal sealed class Router(PendingAssignments pending)
{
    private const string Visible = "SELECT id FROM tickets WHERE id = ANY($1)";

    private const string Candidates = """
        SELECT team.id, team.name, team.matched_by, (SELECT code FROM product),
               e.id, e.name, e.email, e.language, e.skills, load.n, latest.assigned_at
        FROM team
        LEFT JOIN (team_members m JOIN engineers e ON e.id = m.engineer_id AND e.active) ON m.team_id = team.id
        LEFT JOIN LATERAL (
            SELECT count(*)::int AS n FROM (
                SELECT 1 FROM tickets t
                WHERE t.tenant = $1 AND t.engineer_id = e.id AND t.is_open AND t.state <> 'resolved'
                LIMIT 100) capped) load ON true
        LEFT JOIN LATERAL (
            SELECT t.assigned_at FROM tickets t
            WHERE t.tenant = $1 AND t.engineer_id = e.id AND t.assigned_at IS NOT NULL
            ORDER BY t.assigned_at DESC LIMIT 1) latest ON e.id IS NOT NULL
        """;

    private const string Product = "product AS (SELECT code FROM products WHERE tenant = $1 AND id = $2)";

    /// <summary>Category before product before the default team; among equals the default team, then the first by name.</summary>
    private const string ByDemand = $"""
        WITH {Product}, team AS (
            SELECT t.id, t.name, (ARRAY['category', 'product', 'default'])[rank.n] AS matched_by
            FROM teams t
            CROSS JOIN LATERAL (
                SELECT CASE WHEN bool_or(lower(c) = lower($3)) THEN 1
                            WHEN bool_or(lower(c) = lower($4) OR lower(c) = (SELECT lower(code) FROM product)) THEN 2
                            WHEN t.is_default THEN 3 END AS n
                FROM unnest(t.categories) c) rank
            WHERE t.tenant = $1 AND rank.n IS NOT NULL
            ORDER BY rank.n, t.is_default DESC, t.name
            LIMIT 1)
        {Candidates}
        """;

    private const string ByTeam = $"""
        WITH {Product}, team AS (SELECT id, name, 'given' AS matched_by FROM teams WHERE tenant = $1 AND id = $3)
        {Candidates}
        """;

    /// <summary>The team for a demand; null when the tenant has no team yet.</summary>
    public Task<Route?> ForDemandAsync(Work work, string tenant, Demand demand, CancellationToken ct) => ReadAsync(
        work,
        new NpgsqlBatchCommand(ByDemand)
        {
            Parameters = { Text(tenant), Id(demand.ProductId), Text(demand.Category), Text(demand.ProductName) },
        },
        ct);

    /// <summary>A given team; null when the tenant has none such.</summary>
    public Task<Route?> ForTeamAsync(Work work, string tenant, Guid team, Demand demand, CancellationToken ct) => ReadAsync(
        work, new NpgsqlBatchCommand(ByTeam) { Parameters = { Text(tenant), Id(demand.ProductId), Id(team) } }, ct);

    /// <summary>Ranks a route's engineers for a ticket, and counts the choice as load from now on.</summary>
    public Choice Choose(Guid ticket, Route route, Demand demand) => pending.Choose(
        ticket, route.Visible, route.Candidates, c => Ranking.Choose(c, [route.ProductCode, demand.Category], route.Reason(demand)));

    private async Task<Route?> ReadAsync(Work work, NpgsqlBatchCommand find, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(work.Connection, work.Transaction);
        var unseen = pending.Tickets();
        if (unseen.Length > 0)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Visible) { Parameters = { new NpgsqlParameter<Guid[]> { TypedValue = unseen } } });
        batch.BatchCommands.Add(find);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        List<Guid> visible = [];
        if (unseen.Length > 0)
        {
            while (await reader.ReadAsync(ct)) visible.Add(reader.GetGuid(0));
            await reader.NextResultAsync(ct);
        }

        if (!await reader.ReadAsync(ct)) return null;
        var team = new TeamRef(reader.GetGuid(0), reader.GetString(1));
        var matchedBy = reader.GetString(2);
        var code = reader.IsDBNull(3) ? null : reader.GetString(3);
        List<Candidate> candidates = [];
        do
        {
            if (!reader.IsDBNull(4)) candidates.Add(Read(reader));
        }
        while (await reader.ReadAsync(ct));
        return new Route(team, matchedBy, code, candidates, visible);
    }

    private static Candidate Read(NpgsqlDataReader r) => new(
        new EngineerRef(r.GetGuid(4), r.GetString(5), r.IsDBNull(6) ? null : r.GetString(6), r.GetString(7)),
        r.GetFieldValue<string[]>(8),
        r.GetInt32(9),
        r.IsDBNull(10) ? null : r.GetFieldValue<DateTimeOffset>(10));

    private static NpgsqlParameter Text(string? value) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)value ?? DBNull.Value };

    private static NpgsqlParameter Id(Guid? value) => new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = (object?)value ?? DBNull.Value };
}
