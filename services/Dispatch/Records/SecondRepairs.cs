using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Records;

/// <summary>
/// Finds second repairs (返修): a support ticket for the same asset and fault class as one that was closed (or solved, while nobody has closed it) not
/// long before this ticket was opened. Case and blanks around a fault class make no other of it. By the database's rows, so that it holds however the
/// fault class became known.
/// </summary>
internal static class SecondRepairs
{
    private const string Sql = """
        WITH earlier AS (
            SELECT id, number, resolved_at, engineer_id FROM tickets
            WHERE tenant = $1 AND asset_id = $3 AND lower(btrim(fault_class)) = lower(btrim($4)) AND id <> $2 AND work_type = 'support' AND state <> 'cancelled'
              AND resolved_at <= $5 AND coalesce(ended_at, resolved_at) > $5 - make_interval(days => $6)
              AND asset_id IS NOT NULL AND fault_class IS NOT NULL
            ORDER BY resolved_at DESC LIMIT 1)
        UPDATE tickets t SET second_repair_of = earlier.id FROM earlier WHERE t.tenant = $1 AND t.id = $2 AND t.second_repair_of IS NULL
        RETURNING earlier.id, earlier.number, earlier.resolved_at, earlier.engineer_id
        """;

    /// <summary>Looks for the earlier repair, and tells of it once. The ticket's row is stored already.</summary>
    /// <param name="days">How long a repair has to hold.</param>
    public static async Task LookAsync(Work work, Ticket t, int days, CancellationToken ct)
    {
        if (t is not { AssetId: { } asset, FaultClass: { } fault, SecondRepairOf: null, WorkType: WorkType.Support }) return;
        await using var look = new NpgsqlCommand(Sql, work.Connection, work.Transaction)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = t.Tenant },
                new NpgsqlParameter<Guid> { TypedValue = t.Id },
                new NpgsqlParameter<Guid> { TypedValue = asset },
                new NpgsqlParameter<string> { TypedValue = fault },
                new NpgsqlParameter<DateTimeOffset> { TypedValue = t.OpenedAt.ToUniversalTime() },
                new NpgsqlParameter<int> { TypedValue = days },
            },
        };
        await using var reader = await look.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct)) return;
        work.Publish(new SecondRepairFound
        {
            Tenant = t.Tenant, TicketId = t.Id, OccurredAt = t.UpdatedAt, By = Actor.System, AssetId = asset, FaultClass = fault,
            EarlierTicketId = reader.GetGuid(0), EarlierNumber = reader.GetString(1), EarlierResolvedAt = reader.GetFieldValue<DateTimeOffset>(2),
            EarlierEngineerId = reader.IsDBNull(3) ? null : reader.GetGuid(3),
        });
    }
}
