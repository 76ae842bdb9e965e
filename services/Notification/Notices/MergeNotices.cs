using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Notices;

/// <summary>
/// A ticket that goes on as another asks nothing of anybody any more; its customer hears which one goes on, and later what was done there.
/// Taken back, it stands for itself again.
/// </summary>
public sealed class OnTicketsMerged(TicketCopies copies, Composer compose, DeliveryWriter writer) : IHandle<TicketsMerged>, IHandle<TicketsUnmerged>
{
    private const string Apply = """
        UPDATE ticket_copies SET merged_into = $3, merge_sequence = $4 WHERE tenant = $1 AND ticket_id = $2 AND merge_sequence < $4
        """;

    public async Task HandleAsync(TicketsMerged e, Work work, CancellationToken ct)
    {
        await ApplyAsync(e, e.IntoTicketId, work, ct);
        var known = await copies.ReadAsync(e, null, work, ct);
        var ticket = Links.Opened(known, e);
        var notice = new Notice
        {
            Source = $"joined/{e.TicketId}/{TicketCopies.Sequence(e)}",
            Template = Template.TicketJoined,
            Values = new Dictionary<string, string?> { ["number"] = ticket.Number, ["subject"] = ticket.Subject, ["into"] = e.IntoNumber },
            Path = Links.Progress,
            SealedToken = ticket.SealedProgressToken,
        };
        await writer.WriteAsync(work, e, compose.To(notice, known, ticket.Contact, work), ct);
    }

    public Task HandleAsync(TicketsUnmerged e, Work work, CancellationToken ct) => ApplyAsync(e, null, work, ct);

    private static async Task ApplyAsync(TicketEvent e, Guid? into, Work work, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Apply, work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = e.Tenant });
        command.Parameters.Add(new() { Value = e.TicketId!.Value });
        command.Parameters.Add(new() { Value = (object?)into ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = TicketCopies.Sequence(e) });
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>A ticket that goes on as another, and whom it is about.</summary>
internal sealed record MergedTicket(string Number, string Subject, Person Contact, string SealedProgressToken);

/// <summary>Reads the tickets that went into one: directly, and into those that did.</summary>
internal static class MergedTickets
{
    private const int Most = 100;

    private const string Read = """
        WITH RECURSIVE joined AS (
            SELECT tenant, ticket_id FROM ticket_copies WHERE tenant = $1 AND merged_into = $2
            UNION
            SELECT t.tenant, t.ticket_id FROM ticket_copies t JOIN joined j ON t.tenant = j.tenant AND t.merged_into = j.ticket_id)
        SELECT t.number, t.subject, t.contact_name, t.contact_email, t.language, t.sealed_progress_token, row_to_json(p)::text, c.phones
        FROM joined j JOIN ticket_copies t ON t.tenant = j.tenant AND t.ticket_id = j.ticket_id
        LEFT JOIN people p ON p.tenant = t.tenant AND p.address = lower(t.contact_email)
        LEFT JOIN contact_copies c ON c.tenant = t.tenant AND c.contact_id = t.contact_id
        WHERE t.sealed_progress_token IS NOT NULL ORDER BY t.ticket_id LIMIT $3
        """;

    public static async Task<List<MergedTicket>> IntoAsync(Work work, TicketEvent e, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Read, work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = e.Tenant });
        command.Parameters.Add(new() { Value = e.TicketId!.Value });
        command.Parameters.Add(new() { Value = Most });
        var joined = new List<MergedTicket>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            var contact = new Person(Audience.Customer, Text(row, 2), Text(row, 3), row.GetString(4), Person.Read(Text(row, 6)))
            {
                Phone = row.IsDBNull(7) ? null : row.GetFieldValue<string[]>(7).FirstOrDefault(),
            };
            joined.Add(new MergedTicket(row.GetString(0), row.GetString(1), contact, row.GetString(5)));
        }
        return joined;
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
