using System.Text;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Messaging;

namespace ServiceMesh.Insight.Record;

/// <summary>Writes rows that have their places: the record, what lies beside it, and the heads, with one statement.</summary>
internal static class RecordTable
{
    private const string Columns = """
        publisher, aggregate, sequence, tenant, ticket_id, at, day, type, actor_kind, actor_id, data, trace_id, reassigned, position, arrived_at, hash,
        customer_seal, staff_seal
        """;

    private const string Beside = """
        beside AS (
            INSERT INTO personal (tenant, position, contact_id, customer, customer_salt, staff, staff_salt)
            SELECT tenant, position, contact_id, customer::jsonb, customer_salt, staff::jsonb, staff_salt
            FROM unnest($4, $14, $19, $20, $21, $22, $23) AS e (tenant, position, contact_id, customer, customer_salt, staff, staff_salt)
            WHERE customer IS NOT NULL OR staff IS NOT NULL)
        UPDATE chain_heads h SET position = n.position, hash = n.hash, arrived_at = n.arrived_at
        FROM unnest($24, $25, $26, $27) AS n (tenant, position, hash, arrived_at) WHERE h.tenant = n.tenant
        """;

    private const string Given = $"unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) AS e ({Columns})";

    private const string Insert = $"""
        WITH kept AS (
            INSERT INTO timeline ({Columns})
            SELECT publisher, aggregate, sequence, tenant, ticket_id, at, day, type, actor_kind, actor_id, data::jsonb, trace_id, reassigned, position,
                arrived_at, hash, customer_seal, staff_seal
            FROM {Given}),
        {Beside}
        """;

    // The other columns are what they were: an old row only gets its place, and gives up what names people.
    private const string Adopt = $"""
        WITH kept AS (
            UPDATE timeline t SET data = e.data::jsonb, actor_name = NULL, position = e.position, arrived_at = e.arrived_at, hash = e.hash,
                customer_seal = e.customer_seal, staff_seal = e.staff_seal
            FROM {Given} WHERE t.publisher = e.publisher AND t.aggregate = e.aggregate AND t.sequence = e.sequence),
        {Beside}
        """;

    /// <summary>Adds new rows.</summary>
    public static Task InsertAsync(IReadOnlyList<RecordRow> rows, IEnumerable<ChainHead> heads, Work work, CancellationToken ct) =>
        WriteAsync(Insert, rows, heads, work, ct);

    /// <summary>Gives places to rows that are there without one.</summary>
    public static Task AdoptAsync(IReadOnlyList<RecordRow> rows, IEnumerable<ChainHead> heads, Work work, CancellationToken ct) =>
        WriteAsync(Adopt, rows, heads, work, ct);

    private static async Task WriteAsync(string sql, IReadOnlyList<RecordRow> rows, IEnumerable<ChainHead> heads, Work work, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, work.Connection, work.Transaction);
        Add(NpgsqlDbType.Text, r => r.Link.Publisher);
        Add(NpgsqlDbType.Uuid, r => r.Link.Aggregate);
        Add(NpgsqlDbType.Bigint, r => r.Link.Sequence);
        Add(NpgsqlDbType.Text, r => r.Link.Tenant);
        Add(NpgsqlDbType.Uuid, r => r.Link.TicketId);
        Add(NpgsqlDbType.TimestampTz, r => r.Link.At.UtcDateTime);
        Add(NpgsqlDbType.Date, r => r.Arrival.Day);
        Add(NpgsqlDbType.Text, r => r.Link.Type);
        Add(NpgsqlDbType.Text, r => r.Link.ActorKind);
        Add(NpgsqlDbType.Text, r => r.Link.ActorId);
        Add(NpgsqlDbType.Text, r => Encoding.UTF8.GetString(r.Link.Data));
        Add(NpgsqlDbType.Text, r => r.Link.TraceId);
        Add(NpgsqlDbType.Boolean, r => r.Link.Type == "TicketAssigned" && r.Link.Data.AsSpan().IndexOf("\"reassigned\":true"u8) >= 0);
        Add(NpgsqlDbType.Bigint, r => r.Link.Position);
        Add(NpgsqlDbType.TimestampTz, r => r.Link.ArrivedAt.UtcDateTime);
        Add(NpgsqlDbType.Bytea, r => r.Hash);
        Add(NpgsqlDbType.Bytea, r => r.Link.CustomerSeal);
        Add(NpgsqlDbType.Bytea, r => r.Link.StaffSeal);
        Add(NpgsqlDbType.Uuid, r => r.Arrival.Parts.ContactId);
        Add(NpgsqlDbType.Text, r => Text(r.Arrival.Parts.Customer));
        Add(NpgsqlDbType.Bytea, r => r.CustomerSalt);
        Add(NpgsqlDbType.Text, r => Text(r.Arrival.Parts.Staff));
        Add(NpgsqlDbType.Bytea, r => r.StaffSalt);
        var moved = heads.ToArray();
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. moved.Select(h => h.Tenant)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. moved.Select(h => h.Position)] });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea, Value = moved.Select(h => h.Hash).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, Value = moved.Select(h => h.ArrivedAt.UtcDateTime).ToArray() });
        await command.ExecuteNonQueryAsync(ct);

        void Add<T>(NpgsqlDbType type, Func<RecordRow, T> read) =>
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | type, Value = rows.Select(read).ToArray() });
    }

    private static string? Text(byte[]? json) => json is null ? null : Encoding.UTF8.GetString(json);
}
