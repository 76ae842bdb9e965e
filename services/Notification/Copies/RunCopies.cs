using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Notices;

namespace ServiceMesh.Notification.Copies;

/// <summary>Keeps when runs of planned maintenance are, whose they are and about which product, for announcements.</summary>
internal static class RunCopies
{
    private const string Upsert = """
        INSERT INTO run_copies AS r (tenant, run_id, customer_id, starts_at, ends_at, cancelled, sequence, product_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (tenant, run_id) DO UPDATE SET customer_id = excluded.customer_id, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
            cancelled = excluded.cancelled, sequence = excluded.sequence, product_id = excluded.product_id
        WHERE r.sequence < excluded.sequence
        """;

    public static async Task KeepAsync(Work work, Event e, MaintenanceRunCard card, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Upsert, work.Connection, work.Transaction)
        {
            Parameters =
            {
                new() { Value = e.Tenant }, new() { Value = card.RunId }, new() { Value = card.CustomerId },
                new() { Value = card.From.ToUniversalTime(), NpgsqlDbType = NpgsqlDbType.TimestampTz }, new() { Value = card.To.ToUniversalTime(), NpgsqlDbType = NpgsqlDbType.TimestampTz },
                new() { Value = e is MaintenanceRunCancelled }, new() { Value = TicketCopies.Sequence(e) },
                new() { Value = (object?)card.ProductId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
            },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}
