using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Announcements;

/// <summary>Whom an announcement is for: contacts of customers that fit every list that is not empty.</summary>
/// <param name="ProductIds">Customers with a contract, in force, for one of these products.</param>
/// <param name="CustomerIds">These customers.</param>
/// <param name="ServiceLevels">Customers with a contract, in force, of one of these service levels.</param>
public sealed record Circle(IReadOnlyList<Guid>? ProductIds, IReadOnlyList<Guid>? CustomerIds, IReadOnlyList<string>? ServiceLevels);

/// <summary>A message in one language.</summary>
public sealed record AnnouncementText(string Subject, string Text);

/// <summary>Somebody who gets it.</summary>
public sealed record Addressee(string Address, string? Name, string Language);

/// <summary>Reads and writes who gets an announcement.</summary>
internal static class AnnouncementStore
{
    /// <summary>One row for each address; who wants no mail is left out.</summary>
    private const string Audience = """
        SELECT DISTINCT ON (lower(c.email)) lower(c.email) AS address, c.name, c.language
        FROM contact_copies c LEFT JOIN people p ON p.tenant = c.tenant AND p.address = lower(c.email)
        WHERE c.tenant = $1 AND coalesce(c.email, '') <> '' AND p.suppressed IS NULL AND coalesce(p.rules -> 'announcement' <> '[]'::jsonb, true)
            AND (cardinality($3) = 0 OR c.customer_id = ANY ($3))
            AND (cardinality($2) = 0 AND cardinality($4) = 0 OR EXISTS (
                SELECT FROM contract_copies k WHERE k.tenant = c.tenant AND k.customer_id = c.customer_id AND k.ends_on >= current_date
                    AND (cardinality($2) = 0 OR k.product_ids && $2) AND (cardinality($4) = 0 OR k.service_level = ANY ($4))))
        ORDER BY lower(c.email), c.contact_id
        """;

    private const string Fill = $"""
        WITH chosen AS ({Audience})
        INSERT INTO announcement_recipients (announcement_id, tenant, address, name, language) SELECT $5, $1, address, name, language FROM chosen
        ON CONFLICT DO NOTHING
        """;

    /// <summary>Who has said meanwhile that they want none is left out.</summary>
    private const string Next = """
        SELECT r.address, r.name, r.language FROM announcement_recipients r LEFT JOIN people p ON p.tenant = r.tenant AND p.address = r.address
        WHERE r.announcement_id = $1 AND r.delivery_id IS NULL
            AND p.suppressed IS NULL AND coalesce(p.rules -> 'announcement' <> '[]'::jsonb, true)
        ORDER BY r.address LIMIT $2
        """;

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task<(int Count, List<Addressee> Sample)> PreviewAsync(NpgsqlDataSource database, string tenant, Circle circle, int sample, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"WITH chosen AS ({Audience}) SELECT address, name, language, (SELECT count(*) FROM chosen) FROM chosen LIMIT $5");
        Bind(command, tenant, circle);
        command.Parameters.Add(new() { Value = sample });
        var (count, people) = (0, new List<Addressee>());
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            count = (int)row.GetInt64(3);
            people.Add(Read(row));
        }
        return (count, people);
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

    /// <summary>Drops what is made and not sent; returns those ids.</summary>
    public static async Task<List<Guid>> StopAsync(Work work, Guid announcement, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE deliveries d SET state = 'dropped', failure = $3, finished_at = $2, next_attempt_at = NULL,
                history = history || jsonb_build_array(jsonb_build_object('at', $2, 'what', 'dropped', 'reason', $3))
            FROM announcement_recipients r WHERE r.announcement_id = $1 AND d.id = r.delivery_id AND d.state = 'queued' RETURNING d.id
            """, work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = announcement });
        command.Parameters.Add(new() { Value = work.Now });
        command.Parameters.Add(new() { Value = DropReason.Stopped });
        var dropped = new List<Guid>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) dropped.Add(row.GetGuid(0));
        return dropped;
    }

    private static Addressee Read(NpgsqlDataReader row) => new(row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetString(2));

    private static void Bind(NpgsqlCommand command, string tenant, Circle circle)
    {
        command.Parameters.Add(new() { Value = tenant });
        command.Parameters.Add(new() { Value = circle.ProductIds?.ToArray() ?? [], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = circle.CustomerIds?.ToArray() ?? [], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = circle.ServiceLevels?.ToArray() ?? [], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
    }
}
