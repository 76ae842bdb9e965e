using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Insight.Domain.Learning;
using ServiceMesh.Insight.Domain.Scorecard;
using ServiceMesh.Insight.Scorecard.Cards;

namespace ServiceMesh.Insight.Learning;

/// <summary>Which tickets of a cluster are wanted; null takes any.</summary>
internal sealed record ClusterWanted(Guid? Product, string? Module, string? FaultClass, string? Cause, string? Version);

/// <summary>Reads what fault statistics are made of, from tables made for it.</summary>
internal static class FaultReader
{
    public static async Task<IReadOnlyList<FaultItem>> ItemsAsync(SumsReader sums, string by, Guid? product, MonthSpan span, CancellationToken ct)
    {
        await using var command = sums.Command("""
            SELECT item, month, opened, resolved, repeats, seconds FROM score_items
            WHERE tenant = $1 AND kind = $2 AND id = $3 AND item_kind = $4 AND month BETWEEN $5 AND $6
            """, product is null ? Subject.All : Subject.Product, product ?? Guid.Empty, by, span.From.Number, span.To.Number);
        var found = new List<FaultItem>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) found.Add(new FaultItem(reader.GetString(0), reader.GetString(0), new Month(reader.GetInt32(1)), Sum(reader, 2)));
        return found;
    }

    public static async Task<IReadOnlyList<FaultItem>> ProductsAsync(SumsReader sums, Guid? product, MonthSpan span, CancellationToken ct)
    {
        await using var command = sums.Command("""
            SELECT m.id, coalesce(s.name, m.id::text), m.month, sum(m.count) FILTER (WHERE m.measure = 17)::bigint, coalesce(sum(m.count) FILTER (WHERE m.measure = 6), 0)::bigint,
                coalesce(sum(m.total) FILTER (WHERE m.measure = 6), 0)::bigint
            FROM score_months m LEFT JOIN score_subjects s ON s.tenant = m.tenant AND s.kind = 'product' AND s.id = m.id
            WHERE m.tenant = $1 AND m.kind = 'product' AND m.measure IN (6, 17) AND m.month BETWEEN $2 AND $3 AND ($4::uuid IS NULL OR m.id = $4) GROUP BY 1, 2, 3
            """, span.From.Number, span.To.Number);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Uuid, Value = (object?)product ?? DBNull.Value });
        var found = new List<FaultItem>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add(new FaultItem(reader.GetGuid(0).ToString(), reader.GetString(1), new Month(reader.GetInt32(2)),
                new ItemSum(reader.IsDBNull(3) ? 0 : reader.GetInt64(3), reader.GetInt64(4), 0, reader.GetInt64(5))));
        }

        return found;
    }

    public static async Task<IReadOnlyList<Cluster>> ClustersAsync(SumsReader sums, Guid? product, MonthSpan span, CancellationToken ct)
    {
        await using var command = sums.Command("""
            SELECT i.id, s.name, i.item, i.month, i.opened, i.resolved, i.repeats, i.seconds
            FROM score_items i LEFT JOIN score_subjects s ON s.tenant = i.tenant AND s.kind = 'product' AND s.id = i.id
            WHERE i.tenant = $1 AND i.kind = 'product' AND i.item_kind = 'cluster' AND i.month BETWEEN $2 AND $3 AND ($4::uuid IS NULL OR i.id = $4)
            """, span.From.Number, span.To.Number);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Uuid, Value = (object?)product ?? DBNull.Value });
        var found = new List<Cluster>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var (module, faultClass, cause) = ClusterName.Read(reader.GetString(2));
            found.Add(new Cluster(reader.GetGuid(0), reader.IsDBNull(1) ? null : reader.GetString(1), module, faultClass, cause, new Month(reader.GetInt32(3)), Sum(reader, 4)));
        }

        return found;
    }

    public static async Task<IReadOnlyList<RepeatedFault>> RepeatsAsync(SumsReader sums, Guid? product, MonthSpan span, int limit, CancellationToken ct)
    {
        await using var command = sums.Command("""
            SELECT t.ticket_id, t.number, t.opened_at, t.repeat_of, p.number, floor(extract(epoch FROM t.opened_at - p.closed_at) / 86400)::int, t.product_id, s.name, t.asset_id, t.fault_class, t.cause
            FROM score_tickets t LEFT JOIN score_tickets p ON p.tenant = t.tenant AND p.ticket_id = t.repeat_of
                LEFT JOIN score_subjects s ON s.tenant = t.tenant AND s.kind = 'product' AND s.id = t.product_id
            WHERE t.tenant = $1 AND t.repeat_of IS NOT NULL AND t.month BETWEEN $2 AND $3 AND ($4::uuid IS NULL OR t.product_id = $4) ORDER BY t.opened_at DESC, t.ticket_id LIMIT $5
            """, span.From.Number, span.To.Number);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Uuid, Value = (object?)product ?? DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        var found = new List<RepeatedFault>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            Guid? Id(int column) => reader.IsDBNull(column) ? null : reader.GetGuid(column);
            string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
            found.Add(new RepeatedFault(reader.GetGuid(0), reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetGuid(3), Text(4),
                reader.IsDBNull(5) ? null : reader.GetInt32(5), Id(6), Text(7), Id(8), Text(9), Text(10)));
        }

        return found;
    }

    public static async Task<IReadOnlyList<FaultTicket>> TicketsAsync(SumsReader sums, ClusterWanted wanted, MonthSpan span, int limit, CancellationToken ct)
    {
        await using var command = sums.Command("""
            SELECT ticket_id, number, opened_at, severity, product_id, asset_id, module, fault_class, cause, version, recovery_seconds, repeat_of FROM score_tickets
            WHERE tenant = $1 AND support AND counted AND month BETWEEN $2 AND $3 AND ($4::uuid IS NULL OR product_id = $4) AND ($5::text IS NULL OR module = $5)
                AND ($6::text IS NULL OR fault_class = $6) AND ($7::text IS NULL OR cause = $7) AND ($8::text IS NULL OR version = $8)
            ORDER BY opened_at DESC, ticket_id LIMIT $9
            """, span.From.Number, span.To.Number);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Uuid, Value = (object?)wanted.Product ?? DBNull.Value });
        foreach (var text in new[] { wanted.Module, wanted.FaultClass, wanted.Cause, wanted.Version })
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)text ?? DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        var found = new List<FaultTicket>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            Guid? Id(int column) => reader.IsDBNull(column) ? null : reader.GetGuid(column);
            string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
            found.Add(new FaultTicket(reader.GetGuid(0), reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2), reader.IsDBNull(3) ? null : reader.GetInt32(3), Id(4), Id(5),
                Text(6), Text(7), Text(8), Text(9), reader.IsDBNull(10) ? null : reader.GetInt64(10), Id(11)));
        }

        return found;
    }

    private static ItemSum Sum(NpgsqlDataReader reader, int from) => new(reader.GetInt64(from), reader.GetInt64(from + 1), reader.GetInt64(from + 2), reader.GetInt64(from + 3));
}
