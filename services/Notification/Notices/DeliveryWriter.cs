using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Sending;

namespace ServiceMesh.Notification.Notices;

/// <summary>Stores drafts and arms their timers in the commit of their event. A draft that exists by its business key changes nothing.</summary>
public sealed class DeliveryWriter
{
    private const string Insert = """
        INSERT INTO deliveries (id, source, template, channel, audience, recipient, recipient_name, language, subject, body_text, body_html,
            masked_link, sealed_token, failure, valid_until, state, tenant, ticket_id, trace, created_at, next_attempt_at, finished_at)
        SELECT n.*, CASE WHEN n.failure IS NULL THEN 'queued' ELSE 'dropped' END, $16, $17, $18, $19,
            CASE WHEN n.failure IS NULL THEN $19 END, CASE WHEN n.failure IS NOT NULL THEN $19 END
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            AS n(id, source, template, channel, audience, recipient, recipient_name, language, subject, body_text, body_html,
                masked_link, sealed_token, failure, valid_until)
        ON CONFLICT (tenant, source, channel, recipient) DO NOTHING
        RETURNING id
        """;

    public async Task WriteAsync(Work work, Event cause, IEnumerable<Draft> drafts, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(cause);
        var byId = drafts.ToDictionary(d => d.Id);
        if (byId.Count == 0) return;
        await using var command = new NpgsqlCommand(Insert, work.Connection, work.Transaction);
        Draft[] rows = [.. byId.Values];
        command.Parameters.Add(new() { Value = Array.ConvertAll(rows, r => r.Id), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        Func<Draft, string?>[] columns =
        [
            r => r.Source, r => r.Template, r => r.Channel, r => r.Audience, r => r.Recipient, r => r.RecipientName, r => r.Language,
            r => r.Subject, r => r.Text, r => r.Html, r => r.MaskedLink, r => r.DropReason is null ? r.SealedToken : null, r => r.DropReason,
        ];
        foreach (var column in columns)
            command.Parameters.Add(new() { Value = rows.Select(column).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = Array.ConvertAll(rows, r => r.ValidUntil?.ToUniversalTime()), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = cause.Tenant });
        command.Parameters.Add(new() { Value = (object?)cause.TicketId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = (object?)(System.Diagnostics.Activity.Current?.Id ?? cause.Trace) ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = work.Now, NpgsqlDbType = NpgsqlDbType.TimestampTz });

        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) Follow(work, cause, byId[reader.GetGuid(0)]);
    }

    private static void Follow(Work work, Event cause, Draft draft)
    {
        if (draft.DropReason is null)
        {
            work.Arm(SendTimer.For(draft.Id, SendTimer.LaneOf(draft.Channel, draft.Recipient), work.Now, cause.Tenant, cause.TicketId));
            return;
        }
        work.Publish(new NotificationDropped
        {
            Tenant = cause.Tenant,
            TicketId = cause.TicketId,
            OccurredAt = work.Now,
            DeliveryId = draft.Id,
            Channel = draft.Channel,
            Template = draft.Template,
            Audience = draft.Audience,
            Reason = draft.DropReason,
        });
    }
}
