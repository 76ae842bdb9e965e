using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Sending;

/// <summary>The rows' side of recording.</summary>
internal static class RecordStatements
{
    private const string Update = """
        UPDATE deliveries d SET state = o.state, attempts = o.attempts, failure = o.reason, status_code = o.status,
            next_attempt_at = CASE WHEN o.state = 'queued' THEN $8 + o.retry_in END,
            finished_at = CASE WHEN o.state <> 'queued' THEN $8 END,
            sealed_token = CASE WHEN o.state = 'queued' THEN d.sealed_token END,
            history = CASE WHEN o.attempts = o.read_attempts AND o.state = 'queued' THEN d.history ELSE d.history || jsonb_build_array(jsonb_strip_nulls(
                jsonb_build_object('at', $8, 'what', CASE o.state WHEN 'queued' THEN 'deferred' WHEN 'delivered' THEN 'accepted' ELSE o.state END, 'reason', o.reason, 'status', o.status))) END
        FROM unnest($1, $2, $3, $4, $5, $6, $7) AS o(id, state, attempts, read_attempts, reason, status, retry_in)
        WHERE d.id = o.id AND d.state IN ('queued', 'handed-over') AND d.attempts = o.read_attempts
        RETURNING d.id
        """;

    /// <summary>Updates what is still as it was when it was read; returns those ids.</summary>
    public static async Task<HashSet<Guid>> ApplyAsync(Work work, List<Record> records, CancellationToken ct)
    {
        Record[] rows = [.. records.Where(r => r.Delivery is not null).OrderBy(r => r.Id)];
        if (rows.Length == 0) return [];
        await using var update = new NpgsqlCommand(Update, work.Connection, work.Transaction);
        update.Parameters.Add(Column(rows, r => r.Id, NpgsqlDbType.Uuid));
        update.Parameters.Add(Column(rows, r => r.State, NpgsqlDbType.Text));
        update.Parameters.Add(Column(rows, r => r.Attempts, NpgsqlDbType.Integer));
        update.Parameters.Add(Column(rows, r => r.Delivery!.Attempts, NpgsqlDbType.Integer));
        update.Parameters.Add(Column(rows, r => r.Reason, NpgsqlDbType.Text));
        update.Parameters.Add(Column(rows, r => r.Status, NpgsqlDbType.Integer));
        update.Parameters.Add(Column(rows, r => r.RetryIn, NpgsqlDbType.Interval));
        update.Parameters.Add(new() { Value = work.Now, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        var applied = new HashSet<Guid>();
        await using var reader = await update.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) applied.Add(reader.GetGuid(0));
        return applied;
    }

    private static NpgsqlParameter Column<T>(Record[] rows, Converter<Record, T> value, NpgsqlDbType type) =>
        new() { Value = Array.ConvertAll(rows, value), NpgsqlDbType = NpgsqlDbType.Array | type };
}
