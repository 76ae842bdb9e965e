using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Paging;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Clocks;

/// <summary>
/// Copies a ticket's clocks into its row for the board, and ends the paging of those that are over; an older state never replaces a newer one.
/// </summary>
internal sealed class OnSlaClocksChanged : IHandle<SlaClocksChanged>
{
    private const string Sql = """
        WITH applied AS (
            UPDATE tickets SET clocks = $3, next_due_at = $4, due_key = $5, breached = $6, clocks_sequence = $7, reopen_window_seconds = $8
            WHERE tenant = $1 AND id = $2 AND clocks_sequence < $7
            RETURNING id)
        SELECT (SELECT count(*) FROM applied) > 0, EXISTS (SELECT 1 FROM tickets WHERE tenant = $1 AND id = $2)
        """;

    // A statement of its own: it sees what was committed while the first waited for the ticket's row.
    private const string Paged = "SELECT EXISTS (SELECT 1 FROM pagings WHERE ticket_id = $1 AND state = 'active')";

    public async Task HandleAsync(SlaClocksChanged e, Work work, CancellationToken ct)
    {
        var sequence = e.Stream?.Sequence ?? throw new InvalidOperationException("A stored event has a place in its stream.");
        var summary = ClockSummary.Of(e.Clocks);
        var update = new NpgsqlBatchCommand(Sql)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = e.Tenant },
                new NpgsqlParameter<Guid> { TypedValue = e.AggregateId },
                new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = JsonSerializer.Serialize(e.Clocks, EventJson.Options) },
                new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = (object?)e.NextDueAt?.ToUniversalTime() ?? DBNull.Value },
                new NpgsqlParameter<DateTimeOffset> { TypedValue = summary.DueKey.ToUniversalTime() },
                new NpgsqlParameter<bool> { TypedValue = summary.Breached },
                new NpgsqlParameter<long> { TypedValue = sequence },
                new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bigint, Value = (object?)e.ReopenWindowSeconds ?? DBNull.Value },
            },
        };
        var paged = new NpgsqlBatchCommand(Paged) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = e.AggregateId } } };
        await using var batch = new NpgsqlBatch(work.Connection, work.Transaction) { BatchCommands = { update, paged } };
        bool applied, exists, pages;
        await using (var reader = await batch.ExecuteReaderAsync(ct))
        {
            await reader.ReadAsync(ct);
            (applied, exists) = (reader.GetBoolean(0), reader.GetBoolean(1));
            await reader.NextResultAsync(ct);
            await reader.ReadAsync(ct);
            pages = reader.GetBoolean(0);
        }

        if (!exists) throw new NotYetException("The ticket of these clocks is not open yet.");
        if (!applied) return;
        work.Touched(e.Tenant, e.AggregateId);
        if (pages) await Pager.ClocksChangedAsync(work, e.AggregateId, e.Clocks, ct);
    }
}
