using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Notices;
using ServiceMesh.Notification.Settings;

namespace ServiceMesh.Notification.Sending;

/// <summary>
/// Watches how webhook endpoints do: one that is gone (410), or took nothing for days, is switched off, and whoever set it up, else the
/// tenant's administrators, are told.
/// </summary>
public sealed class EndpointHealth(Composer compose, DeliveryWriter writer, SettingsCache cache, IOptions<NotificationOptions> options)
{
    private const string Mark = """
        UPDATE webhook_endpoints w SET
            failing_since = CASE WHEN o.good THEN NULL ELSE coalesce(w.failing_since, $4) END,
            disabled_at = CASE WHEN o.gone OR NOT o.good AND w.failing_since < $4 - $5 THEN $4 END,
            disabled_reason = CASE WHEN o.gone THEN 'gone' WHEN NOT o.good AND w.failing_since < $4 - $5 THEN 'failing' END
        FROM unnest($1, $2, $3) AS o(id, good, gone)
        WHERE w.id = o.id AND w.disabled_at IS NULL AND NOT (o.good AND w.failing_since IS NULL)
        RETURNING w.id, w.tenant, w.url, w.disabled_reason, w.created_by
        """;

    private const string Owners = """
        SELECT a.name, a.email, a.language, row_to_json(p)::text FROM account_copies a
        LEFT JOIN people p ON p.tenant = a.tenant AND p.address = lower(a.email)
        WHERE a.tenant = $1 AND a.active AND (a.account_id = $2 OR 'admin' = ANY (a.roles)
            AND NOT EXISTS (SELECT FROM account_copies o WHERE o.tenant = $1 AND o.account_id = $2 AND o.active))
        ORDER BY a.account_id LIMIT 20
        """;

    private sealed record Off(Guid Id, string Tenant, string Url, string Reason, Guid? CreatedBy);

    /// <summary>Marks the endpoints of these outcomes, which are attempts and applied.</summary>
    public async Task MarkAsync(Work work, IEnumerable<Record> records, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(work);
        // Several outcomes of one endpoint in one commit: what arrived counts for more than what did not.
        var endpoints = records.Where(r => r.Delivery is { Channel: DeliveryChannels.Webhook } && r.Attempts > r.Delivery.Attempts)
            .GroupBy(r => Guid.Parse(r.Delivery!.Recipient))
            .Select(g => (Id: g.Key, Good: g.Any(r => r.State == DeliveryState.Delivered), Gone: g.Any(r => r.Reason == Failure.Gone.Name())))
            .OrderBy(e => e.Id).ToList();
        if (endpoints.Count == 0) return;
        var off = new List<Off>();
        await using (var command = new NpgsqlCommand(Mark, work.Connection, work.Transaction))
        {
            command.Parameters.Add(new() { Value = endpoints.Select(e => e.Id).ToArray() });
            command.Parameters.Add(new() { Value = endpoints.Select(e => e.Good).ToArray() });
            command.Parameters.Add(new() { Value = endpoints.Select(e => e.Gone).ToArray() });
            command.Parameters.Add(new() { Value = work.Now, NpgsqlDbType = NpgsqlDbType.TimestampTz });
            command.Parameters.Add(new() { Value = options.Value.WebhookDisableAfter });
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
            {
                if (!row.IsDBNull(3)) off.Add(new Off(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetGuid(4)));
            }
        }
        foreach (var one in off) await TellAsync(work, one, ct);
    }

    private async Task TellAsync(Work work, Off endpoint, CancellationToken ct)
    {
        var (tenant, version) = await TenantReader.ReadAsync(work, endpoint.Tenant, ct);
        var known = Known.Only(tenant, await cache.GetAsync(endpoint.Tenant, version, work, ct));
        var notice = new Notice
        {
            Source = $"endpoint-off/{endpoint.Id}/{work.Now.ToUnixTimeMilliseconds()}",
            Template = Template.EndpointOff,
            // The address may hold keys of its owner: its host says which one it is.
            Values = new Dictionary<string, string?> { ["host"] = Uri.TryCreate(endpoint.Url, UriKind.Absolute, out var url) ? url.Host : null },
            Words = new Dictionary<string, string> { ["reason"] = $"endpoint.{endpoint.Reason}" },
            Path = Links.Endpoints,
        };
        var owners = SlaNotice.OrNobody(await OwnersAsync(work, endpoint, ct), Audience.Admin);
        await writer.WriteAsync(work, new Cause(endpoint.Tenant, null, null), compose.To(notice, known, owners, work), ct);
    }

    private static async Task<List<Person>> OwnersAsync(Work work, Off endpoint, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Owners, work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = endpoint.Tenant });
        command.Parameters.Add(new() { Value = (object?)endpoint.CreatedBy ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        var owners = new List<Person>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            owners.Add(new Person(Audience.Admin, row.GetString(0), row.GetString(1), row.GetString(2), Person.Read(row.IsDBNull(3) ? null : row.GetString(3))));
        return owners;
    }
}
