using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Survey.Domain.Sending;

namespace ServiceMesh.Survey.Rules;

/// <summary>What decides about a tenant's surveys.</summary>
/// <param name="Version">0 while the tenant has not changed the shipped rules.</param>
/// <param name="Zone">IANA zone of the working hours.</param>
public sealed record TenantRules(SurveyRules Rules, int Version, string Brand, string Zone, DateTimeOffset? ChangedAt, string? ChangedBy);

/// <summary>Reads and keeps the rules, every version of them.</summary>
public static class RulesStore
{
    private const string Read = """
        SELECT r.body::text, coalesce(r.version, 0), coalesce(t.brand, 'ServiceMesh'), coalesce(t.time_zone, 'Etc/UTC'), r.created_at, r.created_by
        FROM (SELECT $1 AS tenant) x LEFT JOIN tenant_copies t ON t.tenant = x.tenant
        LEFT JOIN LATERAL (SELECT * FROM survey_rules WHERE tenant = x.tenant ORDER BY version DESC LIMIT 1) r ON true
        """;

    private const string Add = """
        INSERT INTO survey_rules (tenant, version, body, created_at, created_by)
        SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4 FROM survey_rules WHERE tenant = $1 RETURNING version
        """;

    private const string LockTenant = "SELECT pg_advisory_xact_lock(hashtextextended('survey-rules/' || $1, 0))";

    public static async Task<TenantRules> ReadAsync(string tenant, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(work);
        await using var command = new NpgsqlCommand(Read, work.Connection, work.Transaction) { Parameters = { new() { Value = tenant } } };
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        var rules = row.IsDBNull(0) ? new SurveyRules() : JsonSerializer.Deserialize<SurveyRules>(row.GetString(0), EventJson.Options)!;
        return new TenantRules(
            rules, row.GetInt32(1), row.GetString(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetFieldValue<DateTimeOffset>(4), row.IsDBNull(5) ? null : row.GetString(5));
    }

    /// <summary>Stores the next version and returns its number.</summary>
    public static async Task<int> AddAsync(string tenant, SurveyRules rules, string by, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(work);
        await using (var take = new NpgsqlCommand(LockTenant, work.Connection, work.Transaction) { Parameters = { new() { Value = tenant } } })
        {
            await take.ExecuteNonQueryAsync(ct);
        }
        await using var command = new NpgsqlCommand(Add, work.Connection, work.Transaction)
        {
            Parameters =
            {
                new() { Value = tenant }, new() { Value = JsonSerializer.Serialize(rules, EventJson.Options), NpgsqlDbType = NpgsqlDbType.Jsonb },
                new() { Value = work.Now }, new() { Value = by },
            },
        };
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }
}
