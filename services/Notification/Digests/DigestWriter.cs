using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Notices;
using ServiceMesh.Notification.Sending;

namespace ServiceMesh.Notification.Digests;

/// <summary>
/// Makes one message of several to the same person by the same channel. What is no longer true is dropped with its reason; a single one that
/// is left goes out as itself.
/// </summary>
public sealed class DigestWriter(Composer compose, DeliveryWriter writer)
{
    private const string Read = """
        SELECT d.id, d.ticket_id, d.template, d.audience, d.channel, d.recipient, d.recipient_name, d.language, d.subject, d.valid_until, d.person,
            d.provider_id, d.urgency, CASE WHEN t.merged_into IS NULL THEN t.state ELSE 'merged' END, t.engineer_email, d.mentions,
            e.email, CASE WHEN t.clocks_at > d.created_at THEN t.clocks END, d.facts->'words'->>'clock', d.facts->'values'->>'cycle',
            b.code, b.name_zh, b.name_en
        FROM deliveries d LEFT JOIN ticket_copies t ON t.tenant = d.tenant AND t.ticket_id = d.ticket_id
        LEFT JOIN engineer_copies e ON e.tenant = t.tenant AND e.engineer_id = t.engineer_id
        LEFT JOIN product_copies p ON p.tenant = t.tenant AND p.product_id = t.product_id
        LEFT JOIN brand_copies b ON b.tenant = p.tenant AND b.code = p.brand AND NOT b.retired
        WHERE d.tenant = $1 AND d.id = ANY ($2) AND d.state IN ('held', 'queued') ORDER BY d.urgency, d.id FOR UPDATE OF d
        """;

    private const string End = """
        WITH gone AS (DELETE FROM held_deliveries WHERE delivery_id = ANY ($1))
        UPDATE deliveries SET state = CASE WHEN id = $3 THEN 'queued' ELSE 'dropped' END, hold_until = CASE WHEN id = $3 THEN NULL ELSE hold_until END,
            failure = CASE WHEN id = $3 THEN NULL WHEN id = ANY ($4) THEN 'no-longer-true' ELSE 'in-digest' END,
            merged_into = CASE WHEN id = $3 OR id = ANY ($4) THEN NULL ELSE $5 END,
            next_attempt_at = CASE WHEN id = $3 THEN $2 END, finished_at = CASE WHEN id = $3 THEN NULL ELSE $2 END,
            sealed_token = CASE WHEN id = $3 THEN sealed_token END,
            history = history || jsonb_build_array(jsonb_build_object('at', $2, 'what',
                CASE WHEN id = $3 THEN 'released' WHEN id = ANY ($4) THEN 'dropped' ELSE 'merged' END))
        WHERE id = ANY ($1)
        """;

    private sealed record Waiting(
        Guid Id, Guid? TicketId, string Template, string Audience, string Channel, string Recipient, string? Name, string Language, string Subject,
        string? Person, Guid? ProviderId, Urgency Urgency, bool True, string[] Mentions, KnownBrand? Brand);

    /// <summary>Merges these deliveries of one recipient and channel; those that are over already are left alone.</summary>
    public async Task WriteAsync(Work work, string tenant, IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(work);
        var all = await ReadAsync(work, tenant, ids, ct);
        if (all.Count == 0) return;
        var left = all.Where(w => w.True).ToList();
        var alone = left.Count == 1 ? left[0] : null;
        var digest = left.Count > 1 ? await compose.DigestAsync(work, tenant, Copy(left), [.. left.Select(l => l.Subject)], KnownBrand.Common([.. left.Select(l => l.Brand)]), ct) : null;
        await EndAsync(work, [.. all.Select(w => w.Id)], alone?.Id, [.. all.Where(w => !w.True).Select(w => w.Id)], digest?.Id, ct);

        foreach (var over in all.Where(w => w != alone))
        {
            work.Cancel(SendTimer.Kind, over.Id.ToString("N"));
            work.Publish(OutcomeEvents.Dropped(over.Id, tenant, over.TicketId, over.Channel, over.Template, over.Audience,
                over.True ? DropReason.InDigest : DropReason.NoLongerTrue, work.Now));
        }
        if (alone is not null)
        {
            var request = SendRequest.For(alone.Id, alone.Channel, alone.Recipient, alone.ProviderId, alone.Urgency, alone.Audience);
            work.Services.GetRequiredService<Departures>().Send(work, request with { Group = null }, tenant, alone.TicketId);
        }
        if (digest is not null) await writer.WriteAsync(work, new Cause(tenant, null, null), [digest], ct);
    }

    /// <summary>What the digest takes over from what it is made of.</summary>
    private static Draft Copy(List<Waiting> left) => new()
    {
        Id = Guid.Empty,
        Source = $"digest/{left[0].Id}",
        Template = Template.Digest,
        Channel = left[0].Channel,
        Audience = left[0].Audience,
        Recipient = left[0].Recipient,
        RecipientName = left[0].Name,
        Language = left[0].Language,
        Subject = "",
        Text = "",
        Person = left[0].Person,
        ProviderId = left[0].ProviderId,
        Mentions = [.. left.SelectMany(l => l.Mentions).Distinct()],
    };

    private static async Task<List<Waiting>> ReadAsync(Work work, string tenant, IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Read, work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = tenant });
        command.Parameters.Add(new() { Value = ids.ToArray() });
        await using var row = await command.ExecuteReaderAsync(ct);
        var all = new List<Waiting>();
        while (await row.ReadAsync(ct))
        {
            var present = new Present(Text(row, 13), Text(row, 14), work.Now)
            {
                EngineerNow = Text(row, 16), Clocks = row.IsDBNull(17) ? null : row.GetFieldValue<string[]>(17), Named = Text(row, 18), Cycle = Text(row, 19),
            };
            var (template, audience, recipient) = (row.GetString(2), row.GetString(3), row.GetString(5));
            all.Add(new Waiting(
                row.GetGuid(0), row.IsDBNull(1) ? null : row.GetGuid(1), template, audience, row.GetString(4), recipient, Text(row, 6), row.GetString(7),
                row.GetString(8), Text(row, 10), row.IsDBNull(11) ? null : row.GetGuid(11), (Urgency)row.GetInt16(12),
                StillTrue.Of(template, audience, row.GetString(4) == DeliveryChannels.Robot ? null : Text(row, 10) ?? recipient, row.IsDBNull(9) ? null : row.GetFieldValue<DateTimeOffset>(9), present),
                row.IsDBNull(15) ? [] : row.GetFieldValue<string[]>(15),
                row.IsDBNull(20) ? null : new KnownBrand(row.GetString(20), row.GetString(21), row.GetString(22))));
        }
        return all;
    }

    private static async Task EndAsync(Work work, Guid[] all, Guid? alone, Guid[] untrue, Guid? digest, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(End, work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = all });
        command.Parameters.Add(new() { Value = work.Now, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = (object?)alone ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = untrue });
        command.Parameters.Add(new() { Value = (object?)digest ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        await command.ExecuteNonQueryAsync(ct);
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
