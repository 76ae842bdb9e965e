using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Clocks;

/// <summary>Copies a ticket's clocks into its row for the board; an older state never replaces a newer one.</summary>
internal sealed class OnSlaClocksChanged : IHandle<SlaClocksChanged>
{
    private const string Sql = """
        WITH applied AS (
            UPDATE tickets SET clocks = $3, next_due_at = $4, due_key = $5, breached = $6, clocks_sequence = $7
            WHERE tenant = $1 AND id = $2 AND clocks_sequence < $7
            RETURNING id)
        SELECT (SELECT count(*) FROM applied) > 0, EXISTS (SELECT 1 FROM tickets WHERE tenant = $1 AND id = $2)
        """;

    public async Task HandleAsync(SlaClocksChanged e, Work work, CancellationToken ct)
    {
        var sequence = e.Stream?.Sequence ?? throw new InvalidOperationException("A stored event has a place in its stream.");
        var summary = ClockSummary.Of(e.Clocks);
        await using var update = new NpgsqlCommand(Sql, work.Connection, work.Transaction)
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
            },
        };
        await using var reader = await update.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        if (reader.GetBoolean(0)) work.Touched(e.Tenant, e.AggregateId);
        else if (!reader.GetBoolean(1)) throw new NotYetException("The ticket of these clocks is not open yet.");
    }
}
