using System.Text.Json;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Insight.Domain;
using ServiceMesh.Messaging;

namespace ServiceMesh.Insight.Record;

/// <summary>
/// Takes rows from before there was a chain into it, in the order of their keys: they have arrived when they are adopted, and give up
/// what names people. New rows never need it.
/// </summary>
public sealed class Adoption(IWorkFactory works)
{
    private const int Chunk = 500;

    // One instance at a time; the others find nothing left.
    private const string Hold = "SELECT pg_advisory_xact_lock(762130991)";

    private const string Read = """
        SELECT publisher, aggregate, sequence, tenant, ticket_id, at, day, type, actor_kind, actor_id, actor_name, data, trace_id
        FROM timeline WHERE position IS NULL AND (publisher, aggregate, sequence) > ($1, $2, $3)
        ORDER BY publisher, aggregate, sequence LIMIT $4
        """;

    /// <summary>Adopts all; returns the tenants that had such rows.</summary>
    public async Task<IReadOnlySet<string>> RunAsync(CancellationToken ct)
    {
        var tenants = new HashSet<string>();
        var last = new StreamPosition("", Guid.Empty, 0);
        while (true)
        {
            await using var work = await works.BeginAsync(ct);
            await using (var hold = new NpgsqlCommand(Hold, work.Connection, work.Transaction)) await hold.ExecuteNonQueryAsync(ct);
            var found = await ReadAsync(last, work, ct);
            if (found.Count == 0) return tenants;
            var gate = await ChainGate.EnterAsync([], found.Select(a => a.Tenant).ToHashSet(), work, ct);
            await RecordTable.AdoptAsync([.. found.Select(a => gate.Heads[a.Tenant].Append(a, work.Now))], gate.Heads.Values, work, ct);
            await work.CommitAsync(ct);
            tenants.UnionWith(gate.Heads.Keys);
            last = new StreamPosition(found[^1].Publisher, found[^1].Aggregate, found[^1].Sequence);
        }
    }

    private static async Task<IReadOnlyList<Arrival>> ReadAsync(StreamPosition after, Work work, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Read, work.Connection, work.Transaction) { CommandTimeout = 0 };
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = after.Publisher });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = after.Aggregate });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after.Sequence });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Chunk });
        await using var r = await command.ExecuteReaderAsync(ct);
        var rows = new List<Arrival>(Chunk);
        while (await r.ReadAsync(ct))
        {
            var (type, kind, id) = (r.GetString(7), r.GetString(8), r.IsDBNull(9) ? null : r.GetString(9));
            rows.Add(new Arrival(
                r.GetString(0), r.GetGuid(1), r.GetInt64(2), r.GetString(3), r.IsDBNull(4) ? null : r.GetGuid(4), r.GetFieldValue<DateTimeOffset>(5),
                r.GetFieldValue<DateOnly>(6), type, kind, id, r.IsDBNull(12) ? null : r.GetString(12),
                EventParts.Split(type, JsonSerializer.Deserialize<JsonElement>(r.GetString(11)), kind, id, r.IsDBNull(10) ? null : r.GetString(10))));
        }
        return rows;
    }
}
