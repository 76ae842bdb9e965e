using Npgsql;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Sending;

/// <summary>Reads a delivery for an attempt: outside any transaction, so that nothing is held while a slow receiver thinks.</summary>
public sealed class OutgoingReader(NpgsqlDataSource database)
{
    private const string Read = """
        SELECT d.tenant, d.ticket_id, d.template, d.channel, d.audience, d.recipient, d.recipient_name, coalesce(d.brand, b.brand), d.subject, d.body_text, d.body_html,
            d.masked_link, d.sealed_token, d.valid_until, d.state, d.attempts, d.trace, CASE WHEN t.merged_into IS NULL THEN t.state ELSE 'merged' END, t.engineer_email, w.url, w.sealed_secret, w.disabled_at IS NULL,
            CASE WHEN w.previous_until > clock_timestamp() THEN w.previous_secret END, d.person, d.mentions, d.provider_id,
            p.kind, p.sealed_url, p.sealed_secret, p.account, p.sender, p.script_url, p.per_minute, p.disabled_at IS NULL, t.severity, d.language, d.next_attempt_at,
            e.email, CASE WHEN t.clocks_at > d.created_at THEN t.clocks END, d.facts->'words'->>'clock', d.facts->'values'->>'cycle',
            d.sender, d.sender_name
        FROM deliveries d
        LEFT JOIN ticket_copies t ON t.tenant = d.tenant AND t.ticket_id = d.ticket_id
        LEFT JOIN engineer_copies e ON e.tenant = t.tenant AND e.engineer_id = t.engineer_id
        LEFT JOIN tenant_copies b ON b.tenant = d.tenant
        LEFT JOIN webhook_endpoints w ON w.tenant = d.tenant AND w.id = CASE WHEN d.channel = 'webhook' THEN d.recipient::uuid END
        LEFT JOIN providers p ON p.tenant = d.tenant AND p.id = d.provider_id
        WHERE d.id = $1
        """;

    public async Task<Outgoing?> ReadAsync(Guid id, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Read);
        return await ReadAsync(id, command, ct);
    }

    /// <summary>The same inside a work.</summary>
    public async Task<Outgoing?> ReadAsync(Guid id, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(work);
        await using var command = new NpgsqlCommand(Read, work.Connection, work.Transaction);
        return await ReadAsync(id, command, ct);
    }

    private static async Task<Outgoing?> ReadAsync(Guid id, NpgsqlCommand command, CancellationToken ct)
    {
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
            Sender = row.IsDBNull(41) ? null : new MailSender(row.GetString(41), Text(row, 42)),
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
            EngineerNow = Text(row, 37),
            Clocks = row.IsDBNull(38) ? null : row.GetFieldValue<string[]>(38),
            NamedClocks = Text(row, 39),
            Cycle = Text(row, 40),
            Target = row.IsDBNull(19) ? null : new WebhookTarget(row.GetString(19), row.GetString(20), Text(row, 22), row.GetBoolean(21)),
            Person = Text(row, 23),
            Mentions = row.IsDBNull(24) ? [] : row.GetFieldValue<string[]>(24),
            ProviderId = row.IsDBNull(25) ? null : row.GetGuid(25),
            Provider = row.IsDBNull(26) ? null : Provider(row),
            Language = row.GetString(35),
            NextAttemptAt = row.IsDBNull(36) ? null : row.GetFieldValue<DateTimeOffset>(36),
            Severity = row.IsDBNull(34) ? null : row.GetInt32(34),
        };
    }

    private static ProviderAccess Provider(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(25),
        Kind = row.GetString(26),
        SealedUrl = row.GetString(27),
        SealedSecret = Text(row, 28),
        Account = Text(row, 29),
        Sender = Text(row, 30),
        ScriptUrl = Text(row, 31),
        PerMinute = row.GetInt32(32),
        Enabled = row.GetBoolean(33),
    };

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
