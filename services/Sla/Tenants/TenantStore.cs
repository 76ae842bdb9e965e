using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Sla.Calendars;
using ServiceMesh.Sla.Domain.Calendars;
using ServiceMesh.Sla.Domain.Policies;
using ServiceMesh.Sla.Holidays;

namespace ServiceMesh.Sla.Tenants;

/// <summary>The tenants' rows and the set of calendars and policies that each starts with.</summary>
public static class TenantStore
{
    /// <summary>The zone of a tenant that the gateway has not told of yet.</summary>
    public const string ZoneUntilKnown = "Etc/UTC";

    private const string Create = """
        INSERT INTO tenants (tenant, time_zone, zone_known, revision, sequence) VALUES ($1, $2, $3, 1, $4) ON CONFLICT DO NOTHING
        """;

    private const string Change = "UPDATE tenants SET revision = revision + 1 WHERE tenant = $1";

    private const string InsertVersion = """
        INSERT INTO {0} (tenant, name, version, definition, shipped, created_at, created_by)
        SELECT $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6 FROM {0} WHERE tenant = $1 AND name = $2
        RETURNING version
        """;

    /// <summary>The table of calendars.</summary>
    public const string Calendars = "calendars";

    /// <summary>The table of policies.</summary>
    public const string Policies = "policies";

    /// <summary>Gives a tenant its row and the shipped set; false when it has them. A zone of null is not known yet.</summary>
    public static async Task<bool> CreateAsync(Work work, string tenant, string? zone, long sequence, CancellationToken ct)
    {
        await using (var create = Command(work, Create, tenant))
        {
            create.Parameters.Add(new NpgsqlParameter<string> { TypedValue = zone ?? ZoneUntilKnown });
            create.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = zone is not null });
            create.Parameters.Add(new NpgsqlParameter<long> { TypedValue = sequence });
            if (await create.ExecuteNonQueryAsync(ct) == 0)
            {
                return false;
            }
        }

        foreach (var (name, definition) in ShippedCalendars.In(zone ?? ZoneUntilKnown))
        {
            await AddCalendarAsync(work, tenant, name, definition, null, ct);
        }

        foreach (var (name, definition) in ShippedSet.Policies)
        {
            await AddPolicyAsync(work, tenant, name, definition, null, ct);
        }

        return true;
    }

    /// <summary>Locks the tenant's row, made if need be, and counts its revision up: versions are made one at a time.</summary>
    public static async Task BeginChangeAsync(Work work, string tenant, CancellationToken ct)
    {
        await CreateAsync(work, tenant, null, 0, ct);
        await using var change = Command(work, Change, tenant);
        await change.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Stores the next version of a calendar and tells other services. The tenant's row must be locked.</summary>
    /// <param name="work">The work.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="name">The name.</param>
    /// <param name="definition">The definition, which is good.</param>
    /// <param name="by">Who makes it; null for ServiceMesh itself.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The version.</returns>
    public static async Task<int> AddCalendarAsync(Work work, string tenant, string name, CalendarDefinition definition, Actor? by, CancellationToken ct)
    {
        var version = await AddVersionAsync(work, Calendars, tenant, name, definition, by?.Name, ct);
        await CalendarNews.TellAsync(work, tenant, by ?? Actor.System, ct);
        return version;
    }

    /// <summary>Stores the next version of a policy. The tenant's row must be locked.</summary>
    /// <param name="work">The work.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="name">The name.</param>
    /// <param name="definition">The definition, which is good.</param>
    /// <param name="by">The name of who makes it; null for ServiceMesh itself.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The version.</returns>
    public static Task<int> AddPolicyAsync(Work work, string tenant, string name, PolicyDefinition definition, string? by, CancellationToken ct) =>
        AddVersionAsync(work, Policies, tenant, name, definition, by, ct);

    private static async Task<int> AddVersionAsync<TDefinition>(
        Work work, string table, string tenant, string name, TDefinition definition, string? by, CancellationToken ct)
    {
        await using var insert = Command(work, InsertVersion.Replace("{0}", table, StringComparison.Ordinal), tenant);
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        insert.Parameters.Add(new() { Value = JsonSerializer.Serialize(definition, EventJson.Options), NpgsqlDbType = NpgsqlDbType.Jsonb });
        insert.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = by is null });
        insert.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = work.Now });
        insert.Parameters.Add(new() { Value = (object?)by ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        return (int)(await insert.ExecuteScalarAsync(ct))!;
    }

    private static NpgsqlCommand Command(Work work, string sql, string tenant)
    {
        var command = new NpgsqlCommand(sql, work.Connection, work.Transaction);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        return command;
    }
}
