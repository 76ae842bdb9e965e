using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Notices;

namespace ServiceMesh.Notification.Sending;

/// <summary>Lets pending deliveries go: what they waited for has come, or will not be waited for any longer.</summary>
public sealed class Releases(Departures departures)
{
    private const string Release = """
        UPDATE deliveries d SET state = CASE d.channel WHEN 'im' THEN 'handed-over' ELSE 'queued' END, hold_until = NULL, next_attempt_at = $2,
            history = d.history || jsonb_build_array(jsonb_build_object('at', $2, 'what', 'released'))
        WHERE d.id = ANY ($1) AND d.state = 'held'
        RETURNING d.id, d.tenant, d.ticket_id, d.trace, d.channel, d.recipient, d.provider_id, d.urgency, d.audience, d.template, d.language, d.source,
            d.subject, d.body_text, d.masked_link, d.sealed_token
        """;

    public async Task ReleaseAsync(Work work, IReadOnlyCollection<Guid> deliveries, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(deliveries);
        if (deliveries.Count == 0) return;
        var released = new List<(Cause Cause, Draft Draft)>();
        await using (var command = new NpgsqlCommand(Release, work.Connection, work.Transaction))
        {
            command.Parameters.Add(new() { Value = deliveries.ToArray() });
            command.Parameters.Add(new() { Value = work.Now, NpgsqlDbType = NpgsqlDbType.TimestampTz });
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct)) released.Add(Read(row));
        }
        foreach (var (cause, draft) in released) departures.Go(work, cause, draft);
    }

    private static (Cause Cause, Draft Draft) Read(NpgsqlDataReader row) => (
        new Cause(row.GetString(1), row.IsDBNull(2) ? null : row.GetGuid(2), row.IsDBNull(3) ? null : row.GetString(3)),
        new Draft
        {
            Id = row.GetGuid(0),
            Channel = row.GetString(4),
            Recipient = row.GetString(5),
            ProviderId = row.IsDBNull(6) ? null : row.GetGuid(6),
            Urgency = (Urgency)row.GetInt16(7),
            Audience = row.GetString(8),
            Template = row.GetString(9),
            Language = row.GetString(10),
            Source = row.GetString(11),
            Subject = row.GetString(12),
            Text = row.GetString(13),
            MaskedLink = row.IsDBNull(14) ? null : row.GetString(14),
            SealedToken = row.IsDBNull(15) ? null : row.GetString(15),
        });
}
