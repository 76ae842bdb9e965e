using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Sending;

namespace ServiceMesh.Notification.Notices;

/// <summary>
/// Keeps how grave a ticket is, by the place in Dispatch's stream and in whatever order it is told. What is held of a ticket that becomes an
/// emergency goes at once: it would not have been held.
/// </summary>
public sealed class OnTicketTriaged(Releases releases) : IHandle<TicketTriaged>
{
    private const int Emergency = 1;

    private const string Apply = """
        WITH newer AS (
            UPDATE ticket_copies SET severity = $3, severity_sequence = $4 WHERE tenant = $1 AND ticket_id = $2 AND severity_sequence < $4 RETURNING 1)
        SELECT EXISTS (SELECT FROM newer), EXISTS (SELECT FROM ticket_copies WHERE tenant = $1 AND ticket_id = $2)
        """;

    private const string Wake = """
        WITH woken AS (
            DELETE FROM held_deliveries h USING deliveries d
            WHERE d.id = h.delivery_id AND h.tenant = $1 AND d.tenant = $1 AND d.ticket_id = $2 AND d.state = 'held' RETURNING d.id)
        UPDATE deliveries SET urgency = least(urgency, $3::smallint) WHERE id IN (SELECT id FROM woken) RETURNING id
        """;

    public async Task HandleAsync(TicketTriaged e, Work work, CancellationToken ct)
    {
        var (applied, known) = await ApplyAsync(e, work, ct);
        // The first triage comes with the assignment too, which makes the copy when it is first.
        if (!known && e.PreviousSeverity is not null) throw new NotYetException($"Ticket {e.TicketId} is not known here yet.");
        if (applied && e.Severity == Emergency) await releases.ReleaseAsync(work, await WakeAsync(e, work, ct), ct);
    }

    private static async Task<(bool Applied, bool Known)> ApplyAsync(TicketTriaged e, Work work, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Apply, work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = e.Tenant });
        command.Parameters.Add(new() { Value = e.TicketId!.Value });
        command.Parameters.Add(new() { Value = e.Severity });
        command.Parameters.Add(new() { Value = TicketCopies.Sequence(e) });
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return (row.GetBoolean(0), row.GetBoolean(1));
    }

    private static async Task<List<Guid>> WakeAsync(TicketTriaged e, Work work, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Wake, work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = e.Tenant });
        command.Parameters.Add(new() { Value = e.TicketId!.Value });
        command.Parameters.Add(new() { Value = (short)Urgency.Urgent });
        var woken = new List<Guid>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) woken.Add(row.GetGuid(0));
        return woken;
    }
}
