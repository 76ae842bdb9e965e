using System.Text.Json;
using Npgsql;

namespace ServiceMesh.Insight.Projections;

/// <summary>Reads the kept events back, in the order of their arrival.</summary>
public static class KeptEvents
{
    private const string Read = """
        SELECT position, publisher, aggregate, sequence, type, at, arrived_at, day, ticket_id, actor_kind, actor_id, data
        FROM timeline WHERE tenant = $1 AND position > $2 ORDER BY position LIMIT $3
        """;

    /// <summary>At most <paramref name="limit"/> events of a tenant after a position.</summary>
    public static async Task<IReadOnlyList<KeptEvent>> ReadAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, string tenant, long after, int limit, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Read, connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var events = new List<KeptEvent>(Math.Min(limit, 1024));
        while (await reader.ReadAsync(ct))
        {
            events.Add(new KeptEvent
            {
                Tenant = tenant,
                Position = reader.GetInt64(0),
                Publisher = reader.GetString(1),
                Aggregate = reader.GetGuid(2),
                Sequence = reader.GetInt64(3),
                Type = reader.GetString(4),
                At = reader.GetFieldValue<DateTimeOffset>(5),
                ArrivedAt = reader.GetFieldValue<DateTimeOffset>(6),
                Day = reader.GetFieldValue<DateOnly>(7),
                TicketId = reader.IsDBNull(8) ? null : reader.GetGuid(8),
                ActorKind = reader.GetString(9),
                ActorId = reader.IsDBNull(10) ? null : reader.GetString(10),
                Data = JsonSerializer.Deserialize<JsonElement>(reader.GetString(11)),
            });
        }
        return events;
    }
}
