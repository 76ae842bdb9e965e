using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Insight.Vendors;

/// <summary>The tenant's vendors.</summary>
internal static class VendorTable
{
    /// <summary>All by name, or those with these ids in their order.</summary>
    public static async Task<IReadOnlyList<Vendor>> ReadAsync(NpgsqlConnection connection, string tenant, IReadOnlyList<Guid>? ids, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "SELECT id, name, version, changed_at, document FROM vendors WHERE tenant = $1 AND ($2::uuid[] IS NULL OR id = ANY ($2)) ORDER BY name, id LIMIT 500", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid, Value = ids is null ? DBNull.Value : ids.ToArray() });
        var found = new List<Vendor>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add(new Vendor(reader.GetGuid(0), reader.GetString(1), reader.GetInt32(2), reader.GetFieldValue<DateTimeOffset>(3),
                JsonSerializer.Deserialize<VendorDocument>(reader.GetString(4), JsonDefaults.Options)!));
        }

        return ids is null ? found : [.. ids.Select(id => found.Find(v => v.Id == id)).OfType<Vendor>()];
    }

    /// <summary>Saves it as the version it says. 409 <c>vendor.name-taken</c>, <c>vendor.changed-meanwhile</c>.</summary>
    public static async Task SaveAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string tenant, Vendor vendor, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            INSERT INTO vendors AS v (tenant, id, name, document, version, changed_at) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (tenant, id) DO UPDATE SET name = excluded.name, document = excluded.document, version = excluded.version, changed_at = excluded.changed_at
            WHERE v.version = excluded.version - 1
            """, connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = vendor.Id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = vendor.Name });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = JsonSerializer.Serialize(vendor.Document, JsonDefaults.Options) });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = vendor.Version });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = vendor.ChangedAt.ToUniversalTime() });
        try
        {
            if (await command.ExecuteNonQueryAsync(ct) == 0) throw Problems.Conflict("vendor.changed-meanwhile", "Somebody else changed this vendor; read it again.");
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw Problems.Conflict("vendor.name-taken", $"There is a vendor called {vendor.Name} already.");
        }
    }
}
