using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Teams;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Assignment;

/// <summary>Who is on duty, by the same words of SQL as a choice has it.</summary>
internal static class OnDuty
{
    private const string Gone = $$"""
        SELECT e.id FROM (
            SELECT DISTINCT t.engineer_id FROM tickets t
            WHERE t.tenant = $1 AND t.team_id = $2 AND t.is_open AND t.engineer_id IS NOT NULL AND t.state = ANY($4)) owner
        JOIN teams team ON team.id = $2
        JOIN engineers e ON e.id = owner.engineer_id
        CROSS JOIN LATERAL ({{RouterSql.Duty}}) duty
        WHERE NOT e.active OR {{RouterSql.IsOffDuty}}
        """;

    private const string Here = $$"""
        SELECT team.settings #>> '{assignment,reopened}', coalesce(e.presence <> 'away', true) AND NOT ({{RouterSql.IsOffDuty}})
        FROM teams team
        JOIN engineers e ON e.tenant = $1 AND e.id = $4 AND e.active
        CROSS JOIN LATERAL ({{RouterSql.Duty}}) duty
        WHERE team.tenant = $1 AND team.id = $2
        """;

    /// <summary>To whom the team wants reopened tickets to go, and whether an engineer is on duty there now and not away; null for who does not work here any more.</summary>
    public static async Task<(ReopenedTo To, bool OnDuty)?> OfAsync(Work work, string tenant, Guid team, Guid engineer, CancellationToken ct)
    {
        await using var find = new NpgsqlCommand(Here, work.Connection, work.Transaction)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = tenant },
                new NpgsqlParameter<Guid> { TypedValue = team },
                new NpgsqlParameter<DateTimeOffset> { TypedValue = work.Now },
                new NpgsqlParameter<Guid> { TypedValue = engineer },
            },
        };
        await using var reader = await find.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct)) return null;
        return (reader.IsDBNull(0) ? ReopenedTo.Owner : EnumText.Parse<ReopenedTo>(reader.GetString(0)), reader.GetBoolean(1));
    }

    /// <summary>Those who have tickets of a team in these states and are off duty, or do not work here any more.</summary>
    public static async Task<HashSet<Guid>> GoneAsync(Work work, string tenant, Guid team, string[] states, CancellationToken ct)
    {
        await using var find = new NpgsqlCommand(Gone, work.Connection, work.Transaction)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = tenant },
                new NpgsqlParameter<Guid> { TypedValue = team },
                new NpgsqlParameter<DateTimeOffset> { TypedValue = work.Now },
                new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = states },
            },
        };
        await using var reader = await find.ExecuteReaderAsync(ct);
        HashSet<Guid> gone = [];
        while (await reader.ReadAsync(ct)) gone.Add(reader.GetGuid(0));
        return gone;
    }
}
