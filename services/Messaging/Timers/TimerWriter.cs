using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace ServiceMesh.Messaging;

/// <summary>Writes a work's armings and cancellations, each set in one statement.</summary>
internal static class TimerWriter
{
    private const string ArmTimers = """
        INSERT INTO messaging.timers AS t (kind, key, due_at, version, tenant, ticket_id, payload, trace)
        SELECT kind, key, due_at, nextval('messaging.timer_versions'), tenant, ticket_id, payload, trace
        FROM unnest($1, $2, $3, $4, $5, $6, $7) AS n(kind, key, due_at, tenant, ticket_id, payload, trace)
        ON CONFLICT (kind, key) DO UPDATE SET due_at = excluded.due_at, version = excluded.version, payload = excluded.payload,
            trace = excluded.trace, tenant = excluded.tenant, ticket_id = excluded.ticket_id, attempts = 0
        """;

    private const string CancelTimers = """
        DELETE FROM messaging.timers t USING unnest($1, $2) AS c(kind, key) WHERE t.kind = c.kind AND t.key = c.key
        """;

    public static async Task WriteAsync(Work work, Dictionary<(string Kind, string Key), (TimerRequest? Request, string? Trace)> timers, CancellationToken ct)
    {
        if (timers.Count == 0) return;
        // In one order for everybody, so that two works with the same timers do not wait for each other both ways.
        var ordered = timers.OrderBy(t => t.Key.Kind, StringComparer.Ordinal).ThenBy(t => t.Key.Key, StringComparer.Ordinal).ToList();
        var cancelled = ordered.Where(t => t.Value.Request is null).Select(t => t.Key).ToList();
        var armed = ordered.Where(t => t.Value.Request is not null).Select(t => t.Value.Request!).ToList();
        var traces = ordered.Where(t => t.Value.Request is not null).Select(t => t.Value.Trace);
        await using var batch = new NpgsqlBatch(work.Connection, work.Transaction);
        if (cancelled.Count > 0)
        {
            var command = new NpgsqlBatchCommand(CancelTimers);
            command.Parameters.Add(Texts(cancelled.Select(c => c.Kind)));
            command.Parameters.Add(Texts(cancelled.Select(c => c.Key)));
            batch.BatchCommands.Add(command);
        }
        if (armed.Count > 0)
        {
            var command = new NpgsqlBatchCommand(ArmTimers);
            command.Parameters.Add(Texts(armed.Select(t => t.Kind)));
            command.Parameters.Add(Texts(armed.Select(t => t.Key)));
            command.Parameters.Add(new() { Value = armed.Select(t => NotBefore(t.DueAt)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz });
            command.Parameters.Add(Texts(armed.Select(t => t.Tenant)));
            command.Parameters.Add(new() { Value = armed.Select(t => t.TicketId).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
            command.Parameters.Add(Texts(armed.Select(t => t.Payload is null ? null : JsonSerializer.Serialize(t.Payload, EventJson.Options))));
            command.Parameters.Add(Texts(traces));
            batch.BatchCommands.Add(command);
        }
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>PostgreSQL keeps microseconds: rounding up, so that no timer fires a fraction early.</summary>
    private static DateTime NotBefore(DateTimeOffset due)
    {
        var rest = due.UtcTicks % TimeSpan.TicksPerMicrosecond;
        return new DateTime(rest == 0 ? due.UtcTicks : due.UtcTicks - rest + TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc);
    }

    private static NpgsqlParameter Texts(IEnumerable<string?> values) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
}
