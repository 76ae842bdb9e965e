using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Assignment;

/// <summary>What a choice has to know of a ticket: far less than the ticket, so that a long queue is read at once.</summary>
internal sealed record Waiting(Guid Id, Demand Demand, string? ProductCode, string? Region)
{
    /// <summary>The longest queue looked through at a time; the rest has its turn when the head is placed.</summary>
    private const int Longest = 20_000;

    private const string Columns = """
        SELECT t.id, t.category, t.product_id, t.product_name, t.customer_id, t.asset_id, t.language, t.channel, t.work_type, p.code, c.region
        FROM tickets t
        LEFT JOIN products p ON p.tenant = t.tenant AND p.id = t.product_id
        LEFT JOIN customers c ON c.tenant = t.tenant AND c.id = t.customer_id
        """;

    private const string Queued = $"""
        {Columns} WHERE t.tenant = $1 AND t.team_id = $2 AND t.queued_at IS NOT NULL ORDER BY t.severity, t.opened_at, t.id LIMIT 20000
        """;

    private const string Given = $"""
        {Columns} WHERE t.tenant = $1 AND t.id = ANY($2) ORDER BY t.severity, t.opened_at, t.id
        """;

    public WorkClass Class => WorkClasses.Of(Demand.Channel, Demand.WorkType);

    /// <summary>A team's queue in its order.</summary>
    public static Task<List<Waiting>> OfTeamAsync(Work work, string tenant, Guid team, CancellationToken ct) =>
        ReadAsync(work, Queued, tenant, new NpgsqlParameter<Guid> { TypedValue = team }, ct);

    /// <summary>Given tickets in the queue's order.</summary>
    public static Task<List<Waiting>> OfTicketsAsync(Work work, string tenant, Guid[] tickets, CancellationToken ct) =>
        ReadAsync(work, Given, tenant, new NpgsqlParameter<Guid[]> { TypedValue = tickets }, ct);

    private static async Task<List<Waiting>> ReadAsync(Work work, string sql, string tenant, NpgsqlParameter which, CancellationToken ct)
    {
        await using var read = new NpgsqlCommand(sql, work.Connection, work.Transaction)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = tenant }, which },
        };
        await using var r = await read.ExecuteReaderAsync(ct);
        List<Waiting> waiting = [];
        while (waiting.Count < Longest && await r.ReadAsync(ct))
        {
            var demand = new Demand(
                Text(r, 1), IdOf(r, 2), Text(r, 3), IdOf(r, 4), IdOf(r, 5), Text(r, 6), EnumText.Parse<Channel>(r.GetString(7)), EnumText.Parse<WorkType>(r.GetString(8)));
            waiting.Add(new Waiting(r.GetGuid(0), demand, Text(r, 9), Text(r, 10)));
        }

        return waiting;
    }

    private static string? Text(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);

    private static Guid? IdOf(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetGuid(column);
}
