using NodaTime;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Insight.Domain;
using ServiceMesh.Messaging;

namespace ServiceMesh.Insight.Tenants;

/// <summary>
/// The tenants' zones, copied from TenantChanged. What was counted before a tenant was known is counted anew when it becomes
/// known; a later change of zone holds from then on, earlier days stay as they were.
/// </summary>
public static class TenantZones
{
    private const string Apply = """
        INSERT INTO tenants AS t (tenant, time_zone, sequence)
        SELECT $1, $2, $3 WHERE EXISTS (SELECT FROM pg_timezone_names WHERE name = $2)
        ON CONFLICT (tenant) DO UPDATE SET time_zone = excluded.time_zone, sequence = excluded.sequence WHERE t.sequence < excluded.sequence
        RETURNING xmax = 0
        """;

    /// <summary>Applies the batch's newer tenants, then reads the zones of all tenants in it. A zone nobody knows counts as UTC.</summary>
    public static async Task<IReadOnlyDictionary<string, DateTimeZone>> UpdateAndReadAsync(IReadOnlyList<Event> batch, Work work, CancellationToken ct)
    {
        foreach (var tenant in batch.OfType<TenantChanged>().OrderBy(e => e.Stream?.Sequence))
        {
            if (await ApplyAsync(tenant, work, ct)) await RecountAsync(tenant.Tenant, work, ct);
        }

        await using var read = new NpgsqlCommand("SELECT tenant, time_zone FROM tenants WHERE tenant = ANY ($1)", work.Connection, work.Transaction);
        read.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. batch.Select(e => e.Tenant).Distinct()] });
        await using var reader = await read.ExecuteReaderAsync(ct);
        var zones = new Dictionary<string, DateTimeZone>();
        while (await reader.ReadAsync(ct))
        {
            if (TenantDay.Zone(reader.GetString(1)) is { } zone) zones[reader.GetString(0)] = zone;
        }
        return zones;
    }

    /// <summary>True when the tenant was not known before.</summary>
    private static async Task<bool> ApplyAsync(TenantChanged e, Work work, CancellationToken ct)
    {
        if (TenantDay.Zone(e.TimeZone) is null) return false;
        await using var apply = new NpgsqlCommand(Apply, work.Connection, work.Transaction);
        apply.Parameters.Add(new NpgsqlParameter<string> { TypedValue = e.Tenant });
        apply.Parameters.Add(new NpgsqlParameter<string> { TypedValue = e.TimeZone });
        apply.Parameters.Add(new NpgsqlParameter<long> { TypedValue = e.Stream?.Sequence ?? 0 });
        return await apply.ExecuteScalarAsync(ct) is true;
    }

    private static async Task RecountAsync(string tenant, Work work, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(work.Connection, work.Transaction);
        foreach (var sql in (string[])
        [
            "UPDATE timeline l SET day = (l.at AT TIME ZONE t.time_zone)::date FROM tenants t WHERE t.tenant = $1 AND l.tenant = $1",
            "DELETE FROM daily_counts WHERE tenant = $1",
            Counts.DailyCounting.From("(SELECT * FROM timeline WHERE tenant = $1)"),
        ])
        {
            var command = new NpgsqlBatchCommand(sql);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
            batch.BatchCommands.Add(command);
        }
        await batch.ExecuteNonQueryAsync(ct);
    }
}
