using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Notices;

namespace ServiceMesh.Notification.Copies;

/// <summary>
/// A ticket whose reporter was erased: what was to go to them is withdrawn, what was sent loses its words and their address, and what still goes to staff names the ticket
/// by its number. When something was sent, to whom of the staff and how it went stays.
/// </summary>
public sealed class OnTicketErased : IHandle<TicketErased>
{
    private const string Known = "SELECT subject, contact_name, contact_email FROM ticket_copies WHERE tenant = $1 AND ticket_id = $2 FOR UPDATE";

    private static readonly string[] s_forget =
    [
        "UPDATE ticket_copies SET subject = $3, contact_name = NULL, contact_email = NULL, contact_id = NULL WHERE tenant = $1 AND ticket_id = $2",
        """
        UPDATE deliveries SET subject = $3, body_text = $3, body_html = NULL, facts = NULL,
            recipient = CASE WHEN audience = 'customer' THEN id::text ELSE recipient END,
            recipient_name = CASE WHEN audience = 'customer' THEN NULL ELSE recipient_name END,
            person = CASE WHEN audience = 'customer' THEN NULL ELSE person END
        WHERE tenant = $1 AND ticket_id = $2 AND state IN ('delivered', 'failed', 'dropped')
        """,
        """
        UPDATE deliveries SET subject = replace(replace(subject, $4, $3), $5, $3), body_text = replace(replace(body_text, $4, $3), $5, $3),
            body_html = replace(replace(body_html, $4, $3), $5, $3), facts = NULL
        WHERE tenant = $1 AND ticket_id = $2 AND state NOT IN ('delivered', 'failed', 'dropped')
        """,
        "UPDATE person_notices SET subject = replace(replace(subject, $4, $3), $5, $3), body_text = replace(replace(body_text, $4, $3), $5, $3) WHERE tenant = $1 AND ticket_id = $2",
    ];

    /// <inheritdoc />
    public async Task HandleAsync(TicketErased e, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(work);
        var (subject, name, email) = await KnownAsync(e, work, ct) ?? throw new NotYetException("The ticket has not arrived.");
        await Withdrawal.OfTicketAsync(work, e, "", ct, Audience.Customer);
        await using var batch = new NpgsqlBatch(work.Connection, work.Transaction);
        foreach (var sql in s_forget)
        {
            var command = new NpgsqlBatchCommand(sql);
            command.Parameters.Add(new() { Value = e.Tenant });
            command.Parameters.Add(new() { Value = e.AggregateId });
            // A text that is empty is found nowhere; the number stands in for itself.
            foreach (var text in new[] { e.Number, Or(subject, e.Number), Or(name, e.Number) })
                command.Parameters.Add(new() { Value = text, NpgsqlDbType = NpgsqlDbType.Text });
            batch.BatchCommands.Add(command);
        }
        await batch.ExecuteNonQueryAsync(ct);
        await Addresses.ForgetAsync(work, e.Tenant, email, ct);
    }

    private static string Or(string? text, string otherwise) => string.IsNullOrEmpty(text) ? otherwise : text;

    private static async Task<(string Subject, string? Name, string? Email)?> KnownAsync(TicketErased e, Work work, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Known, work.Connection, work.Transaction) { Parameters = { new() { Value = e.Tenant }, new() { Value = e.AggregateId } } };
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? (row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2)) : null;
    }
}

/// <summary>A person who was erased: announcements and preferences forget the address, also of somebody who never had a ticket.</summary>
public sealed class OnPersonErased : IHandle<PersonErased>
{
    private const string Ever = """
        SELECT address FROM contact_addresses WHERE tenant = $1 AND contact_id = $2
        UNION SELECT lower(email) FROM contact_copies WHERE tenant = $1 AND contact_id = $2 AND email IS NOT NULL
        """;

    private const string Forget = "DELETE FROM contact_addresses WHERE tenant = $1 AND contact_id = $2";

    /// <inheritdoc />
    public async Task HandleAsync(PersonErased e, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(work);
        foreach (var address in await EverAsync(e, work, ct)) await Addresses.ForgetAsync(work, e.Tenant, address, ct);
        await using var forget = new NpgsqlCommand(Forget, work.Connection, work.Transaction) { Parameters = { new() { Value = e.Tenant }, new() { Value = e.ContactId } } };
        await forget.ExecuteNonQueryAsync(ct);
        await using var phones = new NpgsqlCommand("UPDATE contact_copies SET phones = '{}' WHERE tenant = $1 AND contact_id = $2", work.Connection, work.Transaction)
        {
            Parameters = { new() { Value = e.Tenant }, new() { Value = e.ContactId } },
        };
        await phones.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Every address they ever had: Intake may have told already that there is none any more.</summary>
    private static async Task<List<string>> EverAsync(PersonErased e, Work work, CancellationToken ct)
    {
        await using var find = new NpgsqlCommand(Ever, work.Connection, work.Transaction) { Parameters = { new() { Value = e.Tenant }, new() { Value = e.ContactId } } };
        await using var row = await find.ExecuteReaderAsync(ct);
        var found = new List<string>();
        while (await row.ReadAsync(ct)) found.Add(row.GetString(0));
        return found;
    }
}

/// <summary>Where an address lies apart from tickets.</summary>
internal static class Addresses
{
    private static readonly string[] s_forget =
    [
        "DELETE FROM announcement_recipients WHERE tenant = $1 AND lower(address) = $2",
        "DELETE FROM people WHERE tenant = $1 AND address = $2",
        """
        UPDATE deliveries SET recipient = id::text, recipient_name = NULL, person = NULL, facts = NULL, subject = '', body_text = '', body_html = NULL,
            failure = CASE WHEN state IN ('queued', 'held', 'handed-over') THEN 'erased' ELSE failure END, finished_at = coalesce(finished_at, clock_timestamp()),
            state = CASE WHEN state IN ('queued', 'held', 'handed-over') THEN 'dropped' ELSE state END
        WHERE tenant = $1 AND ticket_id IS NULL AND audience = 'customer' AND lower(recipient) = $2
        """,
    ];

    /// <summary>Forgets it; nothing for none.</summary>
    public static async Task ForgetAsync(Work work, string tenant, string? address, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(address)) return;
        await using var batch = new NpgsqlBatch(work.Connection, work.Transaction);
        foreach (var sql in s_forget)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql) { Parameters = { new() { Value = tenant }, new() { Value = address.ToLowerInvariant() } } });
        await batch.ExecuteNonQueryAsync(ct);
    }
}
