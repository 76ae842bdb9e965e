using Npgsql;

namespace ServiceMesh.Notification.Sending;

/// <summary>Reads a delivery for an attempt: outside any transaction, so that nothing is held while a slow receiver thinks.</summary>
public sealed class OutgoingReader(NpgsqlDataSource database)
{
    private const string Read = """
        SELECT d.tenant, d.ticket_id, d.template, d.channel, d.audience, d.recipient, d.recipient_name, b.brand, d.subject, d.body_text, d.body_html,
            d.masked_link, d.sealed_token, d.valid_until, d.state, d.attempts, d.trace, t.state, t.engineer_email, w.url, w.sealed_secret, w.disabled_at IS NULL
        FROM deliveries d
        LEFT JOIN ticket_copies t ON t.tenant = d.tenant AND t.ticket_id = d.ticket_id
        LEFT JOIN tenant_copies b ON b.tenant = d.tenant
        LEFT JOIN webhook_endpoints w ON w.tenant = d.tenant AND w.id = CASE WHEN d.channel = 'webhook' THEN d.recipient::uuid END
        WHERE d.id = $1
        """;

    public async Task<Outgoing?> ReadAsync(Guid id, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Read);
        command.Parameters.Add(new() { Value = id });
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct)) return null;
        return new Outgoing
        {
            Id = id,
            Tenant = row.GetString(0),
            TicketId = row.IsDBNull(1) ? null : row.GetGuid(1),
            Template = row.GetString(2),
            Channel = row.GetString(3),
            Audience = row.GetString(4),
            Recipient = row.GetString(5),
            RecipientName = Text(row, 6),
            Brand = Text(row, 7),
            Subject = row.GetString(8),
            Text = row.GetString(9),
            Html = Text(row, 10),
            MaskedLink = Text(row, 11),
            SealedToken = Text(row, 12),
            ValidUntil = row.IsDBNull(13) ? null : row.GetFieldValue<DateTimeOffset>(13),
            State = row.GetString(14),
            Attempts = row.GetInt32(15),
            Trace = Text(row, 16),
            TicketState = Text(row, 17),
            EngineerEmail = Text(row, 18),
            Target = row.IsDBNull(19) ? null : new WebhookTarget(row.GetString(19), row.GetString(20), row.GetBoolean(21)),
        };
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
