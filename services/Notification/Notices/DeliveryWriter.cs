using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Sending;
using ServiceMesh.Notification.Sending.InApp;

namespace ServiceMesh.Notification.Notices;

/// <summary>Stores drafts and sees them off in the commit of their event. A draft that exists by its business key changes nothing.</summary>
public sealed class DeliveryWriter
{
    private const string Insert = """
        INSERT INTO deliveries (id, source, template, channel, audience, recipient, recipient_name, language, subject, body_text, body_html,
            masked_link, sealed_token, failure, valid_until, state, urgency, person, provider_id, mentions, hold_until, facts, brand, sender, sender_name,
            tenant, ticket_id, trace, created_at, next_attempt_at, finished_at)
        SELECT n.id, n.source, n.template, n.channel, n.audience, n.recipient, n.recipient_name, n.language, n.subject, n.body_text, n.body_html,
            n.masked_link, n.sealed_token, n.failure, n.valid_until, n.state, n.urgency, n.person, n.provider_id, string_to_array(n.mentions, ' '), n.hold_until, n.facts::jsonb, n.brand, n.sender, n.sender_name,
            $26, $27, $28, $29, CASE WHEN n.state = 'queued' THEN $29 END, CASE WHEN n.state = 'dropped' THEN $29 END
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)
            AS n(id, source, template, channel, audience, recipient, recipient_name, language, subject, body_text, body_html,
                masked_link, sealed_token, failure, state, person, mentions, facts, brand, sender, sender_name, valid_until, hold_until, urgency, provider_id)
        ON CONFLICT (tenant, source, channel, recipient) DO NOTHING
        RETURNING id
        """;

    public Task WriteAsync(Work work, Event cause, IEnumerable<Draft> drafts, CancellationToken ct) => WriteAsync(work, Cause.Of(cause), drafts, ct);

    public async Task WriteAsync(Work work, Cause cause, IEnumerable<Draft> drafts, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(cause);
        var byKind = drafts.ToLookup(d => d.Channel == DeliveryChannels.InApp && d.DropReason is null);
        Draft[] away = [.. byKind[false]];
        Draft[] inApp = [.. byKind[true]];
        if (away.Length + inApp.Length == 0) return;
        await using var batch = new NpgsqlBatch(work.Connection, work.Transaction);
        if (away.Length > 0) batch.BatchCommands.Add(Away(away, work, cause));
        if (inApp.Length > 0) batch.BatchCommands.Add(InAppNotices.Store(inApp, work, cause));

        var stored = new HashSet<Guid>();
        await using (var reader = await batch.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct)) stored.Add(reader.GetGuid(0));
        }
        // Open screens look at once, also where a notice is about no ticket.
        if (inApp.Length > 0) work.Touched(cause.Tenant, cause.TicketId ?? Guid.Empty);
        var departures = work.Services.GetRequiredService<Departures>();
        foreach (var draft in away.Where(d => stored.Contains(d.Id))) await departures.SeeOffAsync(work, cause, draft, ct);
        // Not sent to the customer is as good as failed: who works on the ticket must know.
        if (away.FirstOrDefault(d => stored.Contains(d.Id) && Aftermath.IsLost(d.Audience, d.Template, d.DropReason)) is { } lost)
            await work.Services.GetRequiredService<Aftermath>().FollowLostAsync(work, cause, lost, ct);
    }

    private static NpgsqlBatchCommand Away(Draft[] rows, Work work, Cause cause)
    {
        var command = new NpgsqlBatchCommand(Insert);
        command.Parameters.Add(new() { Value = Array.ConvertAll(rows, r => r.Id), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        Texts(command, rows,
            r => r.Source, r => r.Template, r => r.Channel, r => r.Audience, r => r.Recipient, r => r.RecipientName, r => r.Language,
            r => r.Subject, r => r.Text, r => r.Html, r => r.MaskedLink, r => r.DropReason is null ? r.SealedToken : null, r => r.DropReason,
            r => r.State, r => r.Person, r => r.Mentions is { Count: > 0 } mentions ? string.Join(' ', mentions) : null,
            r => r.Facts, r => r.Brand, r => r.Sender?.Address, r => r.Sender?.Name);
        command.Parameters.Add(Instants(rows, r => r.ValidUntil));
        command.Parameters.Add(Instants(rows, r => r.HoldUntil));
        command.Parameters.Add(new() { Value = Array.ConvertAll(rows, r => (short)r.Urgency), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint });
        command.Parameters.Add(new() { Value = Array.ConvertAll(rows, r => r.ProviderId), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        Of(command, cause);
        command.Parameters.Add(new() { Value = (object?)(System.Diagnostics.Activity.Current?.Id ?? cause.Trace) ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = work.Now, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        return command;
    }

    private static void Texts(NpgsqlBatchCommand command, Draft[] rows, params ReadOnlySpan<Converter<Draft, string?>> columns)
    {
        foreach (var column in columns)
            command.Parameters.Add(new() { Value = Array.ConvertAll(rows, column), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
    }

    private static NpgsqlParameter Instants(Draft[] rows, Converter<Draft, DateTimeOffset?> column) =>
        new() { Value = Array.ConvertAll(rows, r => column(r)?.ToUniversalTime()), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz };

    private static void Of(NpgsqlBatchCommand command, Cause cause)
    {
        command.Parameters.Add(new() { Value = cause.Tenant });
        command.Parameters.Add(new() { Value = (object?)cause.TicketId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
    }
}
