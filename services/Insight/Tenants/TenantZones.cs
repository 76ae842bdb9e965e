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

    /// <summary>
    /// Applies the newer of these tenants, also to the zones given. A zone nobody knows counts as UTC. Returns the tenants whose earlier
    /// days were counted anew.
    /// </summary>
    public static async Task<IReadOnlyList<string>> UpdateAsync(IEnumerable<Event> events, Dictionary<string, DateTimeZone> zones, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(zones);
        ArgumentNullException.ThrowIfNull(work);
        var recounted = new List<string>();
        foreach (var e in events.OfType<TenantChanged>().OrderBy(e => e.Stream?.Sequence))
        {
            if (TenantDay.Zone(e.TimeZone) is not { } zone || await ApplyAsync(e, work, ct) is not { } isNew) continue;
            zones[e.Tenant] = zone;
            if (isNew && await RecountAsync(e.Tenant, work, ct)) recounted.Add(e.Tenant);
        }
        return recounted;
    }

    /// <summary>True when the tenant was not known before, null when this is not news.</summary>
    private static async Task<bool?> ApplyAsync(TenantChanged e, Work work, CancellationToken ct)
    {
        await using var apply = new NpgsqlCommand(Apply, work.Connection, work.Transaction);
        apply.Parameters.Add(new NpgsqlParameter<string> { TypedValue = e.Tenant });
        apply.Parameters.Add(new NpgsqlParameter<string> { TypedValue = e.TimeZone });
        apply.Parameters.Add(new NpgsqlParameter<long> { TypedValue = e.Stream?.Sequence ?? 0 });
        return (bool?)await apply.ExecuteScalarAsync(ct);
    }

    /// <summary>True when there was anything to count.</summary>
    private static async Task<bool> RecountAsync(string tenant, Work work, CancellationToken ct)
    {
        await using (var days = new NpgsqlCommand(
            "UPDATE timeline l SET day = (l.at AT TIME ZONE t.time_zone)::date FROM tenants t WHERE t.tenant = $1 AND l.tenant = $1", work.Connection, work.Transaction))
        {
            days.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
            if (await days.ExecuteNonQueryAsync(ct) == 0) return false;
        }
        await using var batch = new NpgsqlBatch(work.Connection, work.Transaction);
        foreach (var sql in (string[])["DELETE FROM daily_counts WHERE tenant = $1", Counts.DailyCounting.From("(SELECT * FROM timeline WHERE tenant = $1)")])
        {
            var command = new NpgsqlBatchCommand(sql);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
            batch.BatchCommands.Add(command);
        }
        await batch.ExecuteNonQueryAsync(ct);
        return true;
    }
}
