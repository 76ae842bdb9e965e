using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Persistence;

namespace ServiceMesh.Notification.Announcements;

/// <summary>Reads and writes who gets an announcement.</summary>
internal static class AnnouncementStore
{
    /// <summary>Stands for those whom none of the chosen ways reaches.</summary>
    private const string Nowhere = "none";

    /// <summary>
    /// One row for each way and address: who wants none is left out, who has no mail that works is told by SMS, where the tenant has a provider, or in the conversation of their
    /// newest ticket that has one; and one for each endpoint that wants announcements.
    /// </summary>
    private const string Audience = $"""
        WITH circle AS (
            SELECT c.contact_id, c.name, c.language, lower(coalesce(c.email, '')) AS email, c.phones[1] AS phone, p.suppressed, t.ticket_id
            FROM contact_copies c
            LEFT JOIN people p ON p.tenant = c.tenant AND p.address = lower(c.email)
            LEFT JOIN LATERAL (
                SELECT t.ticket_id FROM ticket_copies t WHERE t.tenant = c.tenant AND t.contact_id = c.contact_id AND t.channel = 'Im' AND t.merged_into IS NULL
                ORDER BY t.ticket_id DESC LIMIT 1) t ON 'im' = ANY ($5)
            WHERE c.tenant = $1 AND coalesce(p.suppressed, 'bounced') = 'bounced' AND coalesce(p.rules -> 'announcement' <> '[]'::jsonb, true)
                AND (cardinality($3) = 0 OR c.customer_id = ANY ($3))
                AND (cardinality($2) = 0 AND cardinality($4) = 0 OR EXISTS (
                    SELECT FROM contract_copies k WHERE k.tenant = c.tenant AND k.customer_id = c.customer_id AND k.ends_on >= current_date
                        AND (cardinality($2) = 0 OR k.product_ids && $2) AND (cardinality($4) = 0 OR k.service_level = ANY ($4))))
                AND (cardinality($6) = 0 AND $7::timestamptz IS NULL OR EXISTS (
                    SELECT FROM run_copies r WHERE r.tenant = c.tenant AND r.customer_id = c.customer_id AND NOT r.cancelled
                        AND (r.run_id = ANY ($6) OR r.starts_at < $8 AND r.ends_at > $7)))),
        ways AS (
            SELECT o.*, CASE
                WHEN o.email <> '' AND o.suppressed IS NULL AND 'email' = ANY ($5) THEN 'email'
                WHEN o.phone IS NOT NULL AND 'sms' = ANY ($5) AND EXISTS (SELECT FROM providers v WHERE v.tenant = $1 AND v.kind LIKE 'sms-%' AND v.disabled_at IS NULL) THEN 'sms'
                WHEN o.ticket_id IS NOT NULL THEN 'im'
                ELSE '{Nowhere}' END AS channel
            FROM circle o),
        addressed AS (
            SELECT w.channel, CASE w.channel WHEN 'email' THEN w.email WHEN 'sms' THEN w.phone WHEN 'im' THEN w.ticket_id::text ELSE w.contact_id::text END AS address,
                w.name, w.language, w.contact_id
            FROM ways w),
        chosen AS (
            (SELECT DISTINCT ON (channel, address) channel, address, name, language FROM addressed ORDER BY channel, address, contact_id)
            UNION ALL
            SELECT 'webhook', e.id::text, NULL, 'en' FROM webhook_endpoints e
            WHERE 'webhook' = ANY ($5) AND e.tenant = $1 AND e.disabled_at IS NULL AND e.events && ARRAY['{AnnouncementStates.Started}', '*'])
        """;

    private const string Preview = $"""
        {Audience}
        SELECT channel, address, name, language, many FROM (
            SELECT *, count(*) OVER (PARTITION BY channel) AS many, row_number() OVER (PARTITION BY channel ORDER BY address) AS nth FROM chosen) c
        WHERE nth <= $9 ORDER BY channel, address
        """;

    /// <summary>A conversation is nobody's address: its reader's name stays with their ticket.</summary>
    private const string Fill = $"""
        {Audience}
        INSERT INTO announcement_recipients (announcement_id, tenant, channel, address, name, language)
        SELECT $9, $1, channel, address, CASE WHEN channel <> 'im' THEN name END, language FROM chosen WHERE channel <> '{Nowhere}'
        ON CONFLICT DO NOTHING
        """;

    /// <summary>Who has said meanwhile that they want none is left out.</summary>
    private const string Next = """
        SELECT r.channel, r.address, r.name, r.language FROM announcement_recipients r LEFT JOIN people p ON p.tenant = r.tenant AND p.address = r.address
        WHERE r.announcement_id = $1 AND r.delivery_id IS NULL
            AND p.suppressed IS NULL AND coalesce(p.rules -> 'announcement' <> '[]'::jsonb, true)
        ORDER BY r.channel <> 'webhook', r.address LIMIT $2
        """;

    private const string Progress = """
        SELECT r.channel, count(*)::int, count(r.delivery_id)::int, (count(*) FILTER (WHERE d.state = 'delivered'))::int,
            (count(*) FILTER (WHERE d.state = 'failed'))::int, (count(*) FILTER (WHERE d.state = 'dropped'))::int
        FROM announcement_recipients r LEFT JOIN deliveries d ON d.id = r.delivery_id WHERE r.announcement_id = $1 GROUP BY r.channel
        """;

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static Circle CircleOf(AnnouncementRow row) => JsonSerializer.Deserialize<Circle>(row.Audience, Json) ?? Circle.Everybody;

    public static Dictionary<string, AnnouncementText> TextsOf(AnnouncementRow row) => JsonSerializer.Deserialize<Dictionary<string, AnnouncementText>>(row.Texts, Json) ?? [];

    /// <summary>Who would get it now: how many by each way, how many nothing reaches, and the first of each way.</summary>
    public static async Task<(Dictionary<string, int> ByChannel, int Unreachable, List<Addressee> Sample)> PreviewAsync(
        NpgsqlDataSource database, string tenant, Circle circle, int sample, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Preview);
        Bind(command, tenant, circle);
        command.Parameters.Add(new() { Value = sample });
        var (counts, people) = (new Dictionary<string, int>(), new List<Addressee>());
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            counts[row.GetString(0)] = (int)row.GetInt64(4);
            if (row.GetString(0) != Nowhere) people.Add(Read(row));
        }
        counts.Remove(Nowhere, out var unreachable);
        return (counts, unreachable, people);
    }

    /// <summary>How far it is, by way.</summary>
    public static async Task<Dictionary<string, ChannelProgress>> ProgressAsync(NpgsqlDataSource database, Guid announcement, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Progress);
        command.Parameters.Add(new() { Value = announcement });
        var progress = new Dictionary<string, ChannelProgress>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            progress[row.GetString(0)] = new ChannelProgress(row.GetInt32(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4), row.GetInt32(5));
        return progress;
    }

    /// <summary>The first of these runs that the tenant has not; null: it has all.</summary>
    public static async Task<Guid?> UnknownRunAsync(Work work, string tenant, IReadOnlyList<Guid> runs, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "SELECT x FROM unnest($2) AS x WHERE NOT EXISTS (SELECT FROM run_copies r WHERE r.tenant = $1 AND r.run_id = x) LIMIT 1", work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = tenant });
        command.Parameters.Add(new() { Value = runs.ToArray() });
        return await command.ExecuteScalarAsync(ct) as Guid?;
    }

    /// <summary>Fixes who gets it, as things stand now; returns how many.</summary>
    public static async Task<int> FillAsync(Work work, string tenant, Guid announcement, Circle circle, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Fill, work.Connection, work.Transaction);
        Bind(command, tenant, circle);
        command.Parameters.Add(new() { Value = announcement });
        return await command.ExecuteNonQueryAsync(ct);
    }

    public static async Task<List<Addressee>> NextAsync(Work work, Guid announcement, int most, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Next, work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = announcement });
        command.Parameters.Add(new() { Value = most });
        var people = new List<Addressee>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) people.Add(Read(row));
        return people;
    }

    public static async Task MadeAsync(Work work, Guid announcement, IReadOnlyList<(string Address, Guid Delivery)> made, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "UPDATE announcement_recipients r SET delivery_id = m.delivery FROM unnest($2, $3) AS m(address, delivery) WHERE r.announcement_id = $1 AND r.address = m.address",
            work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = announcement });
        command.Parameters.Add(new() { Value = made.Select(m => m.Address).ToArray() });
        command.Parameters.Add(new() { Value = made.Select(m => m.Delivery).ToArray() });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Drops what is made and not sent; returns that.</summary>
    public static async Task<List<(Guid Id, string Channel, string Template, string Audience)>> StopAsync(Work work, Guid announcement, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE deliveries d SET state = 'dropped', failure = $3, finished_at = $2, next_attempt_at = NULL,
                history = history || jsonb_build_array(jsonb_build_object('at', $2, 'what', 'dropped', 'reason', $3))
            FROM announcement_recipients r WHERE r.announcement_id = $1 AND d.id = r.delivery_id AND d.state = 'queued' RETURNING d.id, d.channel, d.template, d.audience
            """, work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = announcement });
        command.Parameters.Add(new() { Value = work.Now });
        command.Parameters.Add(new() { Value = DropReason.Stopped });
        var dropped = new List<(Guid, string, string, string)>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) dropped.Add((row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3)));
        return dropped;
    }

    private static Addressee Read(NpgsqlDataReader row) => new(row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2), row.GetString(3), row.GetString(0));

    private static void Bind(NpgsqlCommand command, string tenant, Circle circle)
    {
        command.Parameters.Add(new() { Value = tenant });
        command.Parameters.Add(new() { Value = circle.ProductIds?.ToArray() ?? [], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = circle.CustomerIds?.ToArray() ?? [], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = circle.ServiceLevels?.ToArray() ?? [], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (circle.Channels ?? Circle.Ways).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = circle.RunIds?.ToArray() ?? [], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        foreach (var end in new[] { circle.Window?.From, circle.Window?.To })
            command.Parameters.Add(new() { Value = (object?)end?.ToUniversalTime() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
    }
}
