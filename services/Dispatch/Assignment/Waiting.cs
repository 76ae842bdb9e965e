using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Assignment;

/// <summary>How far somebody is in the queue's order.</summary>
internal sealed record Reached(int Severity, DateTimeOffset OpenedAt, Guid Id);

/// <summary>What a choice has to know of a ticket: far less than the ticket, so that a long queue is read at once.</summary>
internal sealed record Waiting(Guid Id, Demand Demand, string? ProductCode, string? Region)
{
    /// <summary>So many are read at a time: mostly the head is all that can be placed.</summary>
    public const int Page = 1_000;

    private const string Columns = """
        SELECT t.id, t.category, t.product_id, t.product_name, t.customer_id, t.asset_id, t.language, t.channel, t.work_type, p.code, c.region, t.severity, t.opened_at, coalesce(t.on_phone, false)
        FROM tickets t
        LEFT JOIN products p ON p.tenant = t.tenant AND p.id = t.product_id
        LEFT JOIN customers c ON c.tenant = t.tenant AND c.id = t.customer_id
        """;

    /// <summary>As <see cref="WorkClasses.Of"/> has it.</summary>
    private const string ClassSql = """
        CASE WHEN t.work_type = 'maintenance' THEN 'background' WHEN t.channel = 'hotline' AND t.on_phone THEN 'call' WHEN t.channel IN ('im', 'chat') THEN 'chat' ELSE 'case' END
        """;

    private const string Queued = $"""
        {Columns} WHERE t.tenant = $1 AND t.team_id = $2 AND t.queued_at IS NOT NULL AND (t.severity, t.opened_at, t.id) > ($3, $4, $5)
          AND ($6::text[] IS NULL OR {ClassSql} = ANY ($6))
        ORDER BY t.severity, t.opened_at, t.id LIMIT 1000
        """;

    private const string Left = $"""
        {Columns} WHERE t.tenant = $1 AND t.team_id = $2 AND t.is_open AND t.engineer_id = ANY($6) AND t.state = ANY($7)
          AND (t.severity, t.opened_at, t.id) > ($3, $4, $5)
          AND NOT EXISTS (SELECT 1 FROM visits v WHERE v.ticket_id = t.id AND v.state = 'agreed')
        ORDER BY t.severity, t.opened_at, t.id LIMIT $8
        """;

    public int Severity { get; init; }

    public DateTimeOffset OpenedAt { get; init; }

    public WorkClass Class => Demand.Class;

    /// <summary>A page of a team's queue in its order.</summary>
    /// <param name="after">The last of the page before.</param>
    /// <param name="classes">Only work of these classes; null for all.</param>
    public static Task<List<Waiting>> OfTeamAsync(Work work, string tenant, Guid team, Waiting? after, CancellationToken ct, WorkClass[]? classes = null) =>
        ReadAsync(
            work, Queued, tenant, ct, new NpgsqlParameter<Guid> { TypedValue = team }, new NpgsqlParameter<int> { TypedValue = after?.Severity ?? 0 },
            new NpgsqlParameter<DateTimeOffset> { TypedValue = after?.OpenedAt ?? DateTimeOffset.UnixEpoch }, new NpgsqlParameter<Guid> { TypedValue = after?.Id ?? Guid.Empty },
            new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = classes is null ? DBNull.Value : Array.ConvertAll(classes, c => EnumText.Of(c)) });

    /// <summary>A page of what some people have of a team in these states, in the queue's order.</summary>
    public static Task<List<Waiting>> OfPeopleAsync(Work work, string tenant, Guid team, Guid[] people, string[] states, Reached? after, int most, CancellationToken ct) =>
        ReadAsync(
            work, Left, tenant, ct, new NpgsqlParameter<Guid> { TypedValue = team }, new NpgsqlParameter<int> { TypedValue = after?.Severity ?? 0 },
            new NpgsqlParameter<DateTimeOffset> { TypedValue = after?.OpenedAt ?? DateTimeOffset.UnixEpoch }, new NpgsqlParameter<Guid> { TypedValue = after?.Id ?? Guid.Empty },
            new NpgsqlParameter<Guid[]> { TypedValue = people }, new NpgsqlParameter<string[]> { TypedValue = states }, new NpgsqlParameter<int> { TypedValue = most });

    private static async Task<List<Waiting>> ReadAsync(Work work, string sql, string tenant, CancellationToken ct, params NpgsqlParameter[] which)
    {
        await using var read = new NpgsqlCommand(sql, work.Connection, work.Transaction) { Parameters = { new NpgsqlParameter<string> { TypedValue = tenant } } };
        read.Parameters.AddRange(which);
        await using var r = await read.ExecuteReaderAsync(ct);
        List<Waiting> waiting = [];
        while (await r.ReadAsync(ct))
        {
            var demand = new Demand(
                Text(r, 1), IdOf(r, 2), Text(r, 3), IdOf(r, 4), IdOf(r, 5), Text(r, 6), EnumText.Parse<Channel>(r.GetString(7)), EnumText.Parse<WorkType>(r.GetString(8))) { OnPhone = r.GetBoolean(13) };
            waiting.Add(new Waiting(r.GetGuid(0), demand, Text(r, 9), Text(r, 10)) { Severity = r.GetInt32(11), OpenedAt = r.GetFieldValue<DateTimeOffset>(12) });
        }

        return waiting;
    }

    private static string? Text(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);

    private static Guid? IdOf(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetGuid(column);
}
