using NodaTime;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Insight.Domain;
using ServiceMesh.Messaging;

namespace ServiceMesh.Insight.Record;

/// <summary>
/// The one door to the record: locks the heads of the tenants that are appended to, always in one order, and says which events are
/// there already. Both in one round trip, and the second statement sees what the lock waited for.
/// </summary>
internal sealed record ChainGate(
    IReadOnlyDictionary<string, ChainHead> Heads, IReadOnlySet<StreamPosition> Known, Dictionary<string, DateTimeZone> Zones)
{
    public const string LockHeads = "SELECT tenant, position, hash, arrived_at FROM chain_heads WHERE tenant = ANY ($1) ORDER BY tenant FOR UPDATE";

    // One look at the primary key per event, however little the planner knows of the table.
    private const string FindKnown = """
        SELECT e.publisher, e.aggregate, e.sequence
        FROM unnest($1, $2, $3) AS e (publisher, aggregate, sequence)
        CROSS JOIN LATERAL (SELECT FROM timeline t WHERE t.publisher = e.publisher AND t.aggregate = e.aggregate AND t.sequence = e.sequence LIMIT 1) AS known
        """;

    private const string ReadZones = "SELECT tenant, time_zone FROM tenants WHERE tenant = ANY ($1)";

    private const string Begin = """
        INSERT INTO chain_heads (tenant, position, hash, arrived_at)
        SELECT tenant, 0, $2, '-infinity' FROM unnest($1) AS t (tenant) ORDER BY tenant
        ON CONFLICT DO NOTHING
        """;

    /// <summary>Enters with these events; holds the heads until the work's end.</summary>
    public static async Task<ChainGate> EnterAsync(IReadOnlyList<StreamPosition> events, IReadOnlyCollection<string> tenants, Work work, CancellationToken ct)
    {
        var gate = await LookAsync(events, tenants, work, ct);
        if (gate.Heads.Count == tenants.Count) return gate;
        await using (var begin = new NpgsqlCommand(Begin, work.Connection, work.Transaction))
        {
            begin.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. tenants] });
            begin.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Chain.Start.ToArray() });
            await begin.ExecuteNonQueryAsync(ct);
        }
        return await LookAsync(events, tenants, work, ct);
    }

    private static async Task<ChainGate> LookAsync(IReadOnlyList<StreamPosition> events, IReadOnlyCollection<string> tenants, Work work, CancellationToken ct)
    {
        await using var look = new NpgsqlBatch(work.Connection, work.Transaction);
        string[] names = [.. tenants];
        look.BatchCommands.Add(new NpgsqlBatchCommand(LockHeads) { Parameters = { new NpgsqlParameter<string[]> { TypedValue = names } } });
        look.BatchCommands.Add(new NpgsqlBatchCommand(FindKnown)
        {
            Parameters =
            {
                new NpgsqlParameter<string[]> { TypedValue = [.. events.Select(e => e.Publisher)] },
                new NpgsqlParameter<Guid[]> { TypedValue = [.. events.Select(e => e.Aggregate)] },
                new NpgsqlParameter<long[]> { TypedValue = [.. events.Select(e => e.Sequence)] },
            },
        });
        look.BatchCommands.Add(new NpgsqlBatchCommand(ReadZones) { Parameters = { new NpgsqlParameter<string[]> { TypedValue = names } } });

        await using var reader = await look.ExecuteReaderAsync(ct);
        var heads = new Dictionary<string, ChainHead>();
        while (await reader.ReadAsync(ct))
        {
            var arrivedAt = reader.GetDateTime(3);
            heads[reader.GetString(0)] = new ChainHead(
                reader.GetString(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2),
                arrivedAt == DateTime.MinValue ? DateTimeOffset.MinValue : new DateTimeOffset(arrivedAt, TimeSpan.Zero));
        }
        await reader.NextResultAsync(ct);
        var known = new HashSet<StreamPosition>();
        while (await reader.ReadAsync(ct)) known.Add(new StreamPosition(reader.GetString(0), reader.GetGuid(1), reader.GetInt64(2)));
        await reader.NextResultAsync(ct);
        var zones = new Dictionary<string, DateTimeZone>();
        while (await reader.ReadAsync(ct))
        {
            if (TenantDay.Zone(reader.GetString(1)) is { } zone) zones[reader.GetString(0)] = zone;
        }
        return new ChainGate(heads, known, zones);
    }
}
