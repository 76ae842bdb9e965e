using Npgsql;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Sending;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Notification.Deliveries;

/// <summary>Sends over deliveries again, with the ids they had, so that a receiver recognises what it has already.</summary>
public sealed class Requeue
{
    private const string Again = """
        UPDATE deliveries d SET state = 'queued', attempts = 0, failure = NULL, status_code = NULL, finished_at = NULL, next_attempt_at = $2,
            sealed_token = CASE WHEN d.masked_link IS NULL THEN NULL ELSE (SELECT t.sealed_progress_token FROM ticket_copies t WHERE t.tenant = d.tenant AND t.ticket_id = d.ticket_id) END,
            history = d.history || jsonb_build_array(jsonb_build_object('at', $2, 'what', 'sent-again', 'by', $3))
        """;

    private const string One = Again + """

        WHERE d.tenant = $1 AND d.id = $4 AND d.state = 'failed' AND d.forgotten_at IS NULL AND d.channel <> 'im' AND (d.masked_link IS NULL OR d.masked_link LIKE '%/p/********')
        RETURNING d.id, d.channel, d.recipient, d.provider_id, d.urgency, d.audience, d.ticket_id
        """;

    private const string Many = Again + """

        WHERE d.id IN (SELECT id FROM deliveries WHERE tenant = $1 AND id >= $4 AND channel = 'webhook' AND recipient = $5 AND forgotten_at IS NULL
            AND (state = 'failed' OR NOT $6 AND state = 'delivered') ORDER BY id LIMIT 1000)
        RETURNING d.id, d.channel, d.recipient, d.provider_id, d.urgency, d.audience, d.ticket_id
        """;

    /// <summary>One that failed; false when there is none, or it cannot be sent again because its link was for one use.</summary>
    public async Task<bool> OneAsync(Work work, Caller caller, Guid delivery, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(caller);
        await using var command = Command(One, work, caller);
        command.Parameters.Add(new() { Value = delivery });
        return await RunAsync(command, work, caller, ct) == 1;
    }

    /// <summary>An endpoint's, made since then.</summary>
    public async Task<int> OfEndpointAsync(Work work, Caller caller, Guid endpoint, DateTimeOffset since, bool failedOnly, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(caller);
        await using var command = Command(Many, work, caller);
        command.Parameters.Add(new() { Value = DeliveryIds.First(since) });
        command.Parameters.Add(new() { Value = endpoint.ToString() });
        command.Parameters.Add(new() { Value = failedOnly });
        return await RunAsync(command, work, caller, ct);
    }

    private static NpgsqlCommand Command(string sql, Work work, Caller caller)
    {
        var command = new NpgsqlCommand(sql, work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = caller.Tenant });
        command.Parameters.Add(new() { Value = work.Now });
        command.Parameters.Add(new() { Value = caller.Name });
        return command;
    }

    private static async Task<int> RunAsync(NpgsqlCommand command, Work work, Caller caller, CancellationToken ct)
    {
        var departures = work.Services.GetRequiredService<Departures>();
        var count = 0;
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            count++;
            var request = SendRequest.For(
                row.GetGuid(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetGuid(3), (Urgency)row.GetInt16(4), row.GetString(5));
            departures.Send(work, request with { Group = null }, caller.Tenant, row.IsDBNull(6) ? null : row.GetGuid(6));
        }
        return count;
    }
}
