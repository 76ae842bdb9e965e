using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;
using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Presence;

/// <summary>When somebody's Desk was last open, to half a minute. In the database, since being on duty may depend on it: Redis may be lost.</summary>
public sealed class SightingRow
{
    public required Guid EngineerId { get; init; }
    public required string Tenant { get; init; }
    public required DateTimeOffset SeenAt { get; set; }
}

/// <summary>Keeps who was seen, and awaits when a team's people are unseen for as long as the team has set.</summary>
internal static class Sightings
{
    /// <summary>The timer's kind; its key is the team.</summary>
    public const string Timer = "unseen";

    // Half a minute apart: a sign of life a minute is one write. Answers the teams in which somebody is back.
    private const string Seen = """
        WITH earlier AS (SELECT seen_at FROM sightings WHERE engineer_id = $2),
        stored AS (
            INSERT INTO sightings AS s (engineer_id, tenant, seen_at) VALUES ($2, $1, $3)
            ON CONFLICT (engineer_id) DO UPDATE SET seen_at = excluded.seen_at WHERE s.seen_at <= excluded.seen_at - interval '30 seconds')
        SELECT t.id FROM teams t JOIN team_members m ON m.team_id = t.id AND m.engineer_id = $2
        WHERE t.tenant = $1 AND t.settings #>> '{assignment,unseenMinutes}' IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM earlier WHERE seen_at > $3 - make_interval(mins => (t.settings #>> '{assignment,unseenMinutes}')::int))
        ORDER BY t.id
        """;

    private const string Next = """
        SELECT min(s.seen_at) + patience.t
        FROM teams t
        CROSS JOIN LATERAL (SELECT make_interval(mins => (t.settings #>> '{assignment,unseenMinutes}')::int) AS t) patience
        JOIN team_members m ON m.team_id = t.id
        JOIN sightings s ON s.engineer_id = m.engineer_id AND s.seen_at > $3 - patience.t
        WHERE t.tenant = $1 AND t.id = $2
        GROUP BY patience.t
        """;

    /// <summary>Somebody's Desk is open. Whoever was unseen may get tickets from now on.</summary>
    public static async Task SeenAsync(Work work, string tenant, Guid engineer, CancellationToken ct)
    {
        List<Guid> back = [];
        await using (var store = Command(Seen, work, tenant, engineer))
        await using (var reader = await store.ExecuteReaderAsync(ct))
            while (await reader.ReadAsync(ct)) back.Add(reader.GetGuid(0));
        if (back.Count == 0) return;
        await Queue.WakeAsync(work, tenant, [.. back], ct);
        foreach (var team in back) await AwaitAsync(work, tenant, team, ct);
    }

    /// <summary>Arms the timer for when the first of a team's people will not have been seen for long enough; cancels it when there is none, or the team asks for nothing.</summary>
    public static async Task AwaitAsync(Work work, string tenant, Guid team, CancellationToken ct)
    {
        await using var next = Command(Next, work, tenant, team);
        if (await next.ExecuteScalarAsync(ct) is DateTime at) work.Arm(new TimerRequest(Timer, team.ToString(), new DateTimeOffset(at, TimeSpan.Zero), tenant));
        else work.Cancel(Timer, team.ToString());
    }

    private static NpgsqlCommand Command(string sql, Work work, string tenant, Guid id) => new(sql, work.Connection, work.Transaction)
    {
        Parameters =
        {
            new NpgsqlParameter<string> { TypedValue = tenant }, new NpgsqlParameter<Guid> { TypedValue = id },
            new NpgsqlParameter<DateTimeOffset> { TypedValue = work.Now },
        },
    };
}

/// <summary>Somebody may not have been seen for as long as his team has set.</summary>
internal sealed class Unseen : ITimerHandler
{
    public Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        var team = Guid.Parse(t.Key);
        Redispatch.Arm(work, t.Tenant, team);
        return Sightings.AwaitAsync(work, t.Tenant, team, ct);
    }
}

internal sealed class SightingConfiguration : IEntityTypeConfiguration<SightingRow>
{
    public void Configure(EntityTypeBuilder<SightingRow> t)
    {
        t.ToTable("sightings");
        t.HasKey(x => x.EngineerId);
        t.Property(x => x.EngineerId).HasColumnName("engineer_id").ValueGeneratedNever();
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.SeenAt).HasColumnName("seen_at");
    }
}
