using Npgsql;
using ServiceMesh.Messaging;

namespace ServiceMesh.Notification.Notices;

/// <summary>Reads how a tenant speaks, for messages that are about no single event.</summary>
internal static class TenantReader
{
    private const string Read = """
        SELECT t.brand, t.languages, t.time_zone, coalesce(s.version, 0)
        FROM (SELECT $1 AS tenant) x LEFT JOIN tenant_copies t ON t.tenant = x.tenant LEFT JOIN tenant_settings s ON s.tenant = x.tenant
        """;

    public static async Task<(KnownTenant Tenant, long SettingsVersion)> ReadAsync(Work work, string tenant, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Read, work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = tenant });
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return (row.IsDBNull(0) ? KnownTenant.Unknown : new KnownTenant(row.GetString(0), row.GetFieldValue<string[]>(1), row.GetString(2)), row.GetInt64(3));
    }
}
