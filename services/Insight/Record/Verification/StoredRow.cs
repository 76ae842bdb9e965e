using Npgsql;
using ServiceMesh.Insight.Domain;

namespace ServiceMesh.Insight.Record.Verification;

/// <summary>A part that lies beside a row, as it is stored.</summary>
/// <param name="Json">Canonical JSON; null when it is gone or never was.</param>
/// <param name="Salt">Its salt.</param>
public sealed record StoredPart(byte[]? Json, byte[]? Salt)
{
    /// <summary>Whether it is what was sealed.</summary>
    public bool Matches(byte[] seal) => Json is not null && Salt is not null && Chain.Seal(Salt, Json).AsSpan().SequenceEqual(seal);
}

/// <summary>A row as it is stored, with what lies beside it.</summary>
/// <param name="Link">What was hashed, if nobody touched it.</param>
/// <param name="Hash">The hash that is stored.</param>
/// <param name="Customer">The customer's part.</param>
/// <param name="Staff">The staff's part.</param>
/// <param name="ErasedAt">When the customer's part was erased, as the row says.</param>
public sealed record StoredRow(ChainLink Link, byte[] Hash, StoredPart Customer, StoredPart Staff, DateTimeOffset? ErasedAt)
{
    /// <summary>The event's place in its stream, as one word.</summary>
    public string EventId => Chain.EventId(Link.Publisher, Link.Aggregate, Link.Sequence);
}

/// <summary>Reads rows as they are stored.</summary>
public static class StoredRows
{
    private const string Columns = """
        t.position, t.publisher, t.aggregate, t.sequence, t.type, t.at, t.arrived_at, t.ticket_id, t.actor_kind, t.actor_id, t.data, t.trace_id, t.customer_seal,
        t.staff_seal, t.hash, p.customer, p.customer_salt, p.staff, p.staff_salt, p.erased_at
        """;

    private const string Page = $"""
        SELECT {Columns} FROM timeline t LEFT JOIN personal p ON p.tenant = t.tenant AND p.position = t.position
        WHERE t.tenant = $1 AND t.position >= $2 AND t.position <= $3 ORDER BY t.position
        """;

    private const string OfTicket = $"""
        SELECT {Columns}, before.hash FROM timeline t LEFT JOIN personal p ON p.tenant = t.tenant AND p.position = t.position
        LEFT JOIN timeline before ON before.tenant = t.tenant AND before.position = t.position - 1
        WHERE t.tenant = $1 AND t.ticket_id = $2 AND t.position IS NOT NULL ORDER BY t.at, t.publisher, t.sequence, t.aggregate
        """;

    /// <summary>Rows of these positions, both ends included.</summary>
    public static async IAsyncEnumerable<StoredRow> ReadAsync(
        NpgsqlConnection connection, string tenant, long from, long to, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Page, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = from });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = to });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) yield return Row(reader, tenant);
    }

    /// <summary>All rows of a ticket in order of time, each with the hash before it.</summary>
    public static async Task<IReadOnlyList<(StoredRow Row, byte[]? Before)>> OfTicketAsync(NpgsqlConnection connection, string tenant, Guid ticket, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(OfTicket, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = ticket });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<(StoredRow, byte[]?)>();
        while (await reader.ReadAsync(ct)) rows.Add((Row(reader, tenant), Bytes(reader, 20)));
        return rows;
    }

    private static StoredRow Row(NpgsqlDataReader r, string tenant) => new(
        new ChainLink
        {
            Tenant = tenant,
            Position = r.GetInt64(0),
            Publisher = r.GetString(1),
            Aggregate = r.GetGuid(2),
            Sequence = r.GetInt64(3),
            Type = r.GetString(4),
            At = r.GetFieldValue<DateTimeOffset>(5),
            ArrivedAt = r.IsDBNull(6) ? default : r.GetFieldValue<DateTimeOffset>(6),
            TicketId = r.IsDBNull(7) ? null : r.GetGuid(7),
            ActorKind = r.GetString(8),
            ActorId = r.IsDBNull(9) ? null : r.GetString(9),
            Data = CanonicalJson.Of(r.GetString(10)),
            TraceId = r.IsDBNull(11) ? null : r.GetString(11),
            CustomerSeal = Bytes(r, 12),
            StaffSeal = Bytes(r, 13),
        },
        Bytes(r, 14) ?? [],
        new StoredPart(Json(r, 15), Bytes(r, 16)), new StoredPart(Json(r, 17), Bytes(r, 18)),
        r.IsDBNull(19) ? null : r.GetFieldValue<DateTimeOffset>(19));

    private static byte[]? Bytes(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetFieldValue<byte[]>(column);

    private static byte[]? Json(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : CanonicalJson.Of(r.GetString(column));
}
