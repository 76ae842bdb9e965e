using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Sending;

namespace ServiceMesh.Notification.Notices;

/// <summary>Takes back what has not gone out yet and is no longer true, with the reason kept.</summary>
internal static class Withdrawal
{
    private const string DropSources = """
        WITH gone AS (
            UPDATE deliveries SET state = 'dropped', failure = $4, finished_at = $3, next_attempt_at = NULL, sealed_token = NULL,
                history = history || jsonb_build_array(jsonb_build_object('at', $3, 'what', 'dropped', 'reason', $4))
            WHERE tenant = $1 AND source = ANY ($2) AND state IN ('queued', 'held', 'handed-over')
            RETURNING id, channel, template, audience),
        unheld AS (DELETE FROM held_deliveries WHERE delivery_id IN (SELECT id FROM gone))
        SELECT id, channel, template, audience FROM gone
        """;

    private const string Drop = """
        WITH gone AS (
            UPDATE deliveries SET state = 'dropped', failure = $6, finished_at = $5, next_attempt_at = NULL, sealed_token = NULL,
                history = history || jsonb_build_array(jsonb_build_object('at', $5, 'what', 'dropped', 'reason', $6))
            WHERE tenant = $1 AND ticket_id = $2 AND starts_with(source, $3) AND ($4::text IS NULL OR audience = $4) AND state IN ('queued', 'held', 'handed-over')
            RETURNING id, channel, template, audience),
        unheld AS (DELETE FROM held_deliveries WHERE delivery_id IN (SELECT id FROM gone))
        SELECT id, channel, template, audience FROM gone
        """;

    /// <summary>Drops the ticket's waiting deliveries whose source begins so, of one audience or all; returns how many.</summary>
    public static async Task<int> OfTicketAsync(Work work, TicketEvent cause, string source, CancellationToken ct, string? audience = null)
    {
        await using var command = new NpgsqlCommand(Drop, work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = cause.Tenant });
        command.Parameters.Add(new() { Value = cause.TicketId!.Value });
        command.Parameters.Add(new() { Value = source });
        command.Parameters.Add(new() { Value = (object?)audience ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        return await DropAsync(work, cause, command, ct);
    }

    /// <summary>Drops the waiting deliveries of these sources, which are about no ticket; returns how many.</summary>
    public static async Task<int> OfSourcesAsync(Work work, Event cause, string[] sources, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(DropSources, work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = cause.Tenant });
        command.Parameters.Add(new() { Value = sources });
        return await DropAsync(work, cause, command, ct);
    }

    private static async Task<int> DropAsync(Work work, Event cause, NpgsqlCommand command, CancellationToken ct)
    {
        command.Parameters.Add(new() { Value = work.Now });
        command.Parameters.Add(new() { Value = DropReason.NoLongerTrue });
        var dropped = 0;
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            dropped++;
            work.Cancel(SendTimer.Kind, row.GetGuid(0).ToString("N"));
            work.Publish(OutcomeEvents.Dropped(
                row.GetGuid(0), cause.Tenant, cause.TicketId, row.GetString(1), row.GetString(2), row.GetString(3), DropReason.NoLongerTrue, work.Now));
        }
        return dropped;
    }
}
