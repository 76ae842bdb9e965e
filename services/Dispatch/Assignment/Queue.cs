using Npgsql;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Assignment;

/// <summary>
/// The tickets for which nobody was free. They wait by severity, then age, and are tried again when anybody becomes free; so is maintenance that
/// is due and has nobody. What people gave back by hand is not among them: it waits to be claimed.
/// </summary>
internal static class Queue
{
    /// <summary>The timer's kind; its key is the team. A timer because it is one at a time and durable; it is due at once.</summary>
    public const string Timer = "fill-queue";

    private const string TeamsOf = """
        SELECT m.team_id FROM team_members m
        WHERE m.engineer_id = $2 AND (EXISTS (SELECT 1 FROM tickets t WHERE t.tenant = $1 AND t.team_id = m.team_id AND t.queued_at IS NOT NULL)
            OR EXISTS (SELECT 1 FROM maintenance_runs r WHERE r.tenant = $1 AND r.team_id = m.team_id AND r.engineer_id IS NULL AND r.state IN ('due', 'overdue')))
        """;

    private const string Waiting = """
        SELECT x FROM unnest($2) x
        WHERE EXISTS (SELECT 1 FROM tickets t WHERE t.tenant = $1 AND t.team_id = x AND t.queued_at IS NOT NULL)
            OR EXISTS (SELECT 1 FROM maintenance_runs r WHERE r.tenant = $1 AND r.team_id = x AND r.engineer_id IS NULL AND r.state IN ('due', 'overdue'))
        """;

    /// <summary>An engineer has one ticket less.</summary>
    public static Task FreedAsync(Work work, string tenant, Guid engineer, CancellationToken ct) =>
        ArmAsync(work, tenant, TeamsOf, new NpgsqlParameter<Guid> { TypedValue = engineer }, ct);

    /// <summary>Something changed in these teams: a shift began, somebody came, got a skill, or more places.</summary>
    public static Task WakeAsync(Work work, string tenant, Guid[] teams, CancellationToken ct) =>
        ArmAsync(work, tenant, Waiting, new NpgsqlParameter<Guid[]> { TypedValue = teams }, ct);

    /// <summary>Somebody was passed over because somebody else was giving him something: once more when that has passed.</summary>
    public static void LookAgain(Work work, string tenant, Guid team) => work.Arm(new TimerRequest(Timer, team.ToString(), work.Now.AddMilliseconds(100), tenant));

    private static async Task ArmAsync(Work work, string tenant, string sql, NpgsqlParameter whose, CancellationToken ct)
    {
        await using var find = new NpgsqlCommand(sql, work.Connection, work.Transaction)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = tenant }, whose },
        };
        await using var reader = await find.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            work.Arm(new TimerRequest(Timer, reader.GetGuid(0).ToString(), work.Now, tenant));
    }
}
