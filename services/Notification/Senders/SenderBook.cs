using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Settings;

namespace ServiceMesh.Notification.Senders;

/// <summary>Reads and writes from whom a tenant's mails come. Each change counts as one of the tenant's settings, so it holds from the next message on.</summary>
internal static class SenderBook
{
    private const string Read = """
        SELECT s.brand, s.address, s.name FROM senders s LEFT JOIN brand_copies b ON b.tenant = s.tenant AND b.code = s.brand
        WHERE s.tenant = $1 AND (s.brand = '' OR NOT b.retired) ORDER BY s.brand
        """;

    private const string Save = """
        INSERT INTO senders AS s (tenant, brand, address, name, set_by, set_at)
        SELECT $1, $2, $3, $4, $5, $6 WHERE $2 = '' OR EXISTS (SELECT FROM brand_copies b WHERE b.tenant = $1 AND b.code = $2 AND NOT b.retired)
        ON CONFLICT (tenant, brand) DO UPDATE SET address = excluded.address, name = excluded.name, set_by = excluded.set_by, set_at = excluded.set_at
        """;

    /// <summary>All senders of the tenant, its own first.</summary>
    public static async Task<List<SenderView>> ReadAsync(NpgsqlDataSource database, string tenant, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Read);
        command.Parameters.Add(new() { Value = tenant });
        var senders = new List<SenderView>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) senders.Add(new SenderView(row.GetString(0) is { Length: > 0 } brand ? brand : null, row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2)));
        return senders;
    }

    /// <summary>False when the tenant has no such brand.</summary>
    /// <param name="brand">A brand's code; empty for the tenant's own name.</param>
    public static async Task<bool> SaveAsync(Work work, string tenant, string brand, MailSender sender, string by, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Save, work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = tenant });
        command.Parameters.Add(new() { Value = brand });
        command.Parameters.Add(new() { Value = sender.Address });
        command.Parameters.Add(new() { Value = (object?)sender.Name ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = by });
        command.Parameters.Add(new() { Value = work.Now });
        if (await command.ExecuteNonQueryAsync(ct) == 0) return false;
        await SettingsCache.ChangedAsync(tenant, work, ct);
        return true;
    }

    /// <summary>False when there was none.</summary>
    public static async Task<bool> RemoveAsync(Work work, string tenant, string brand, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("DELETE FROM senders WHERE tenant = $1 AND brand = $2", work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = tenant });
        command.Parameters.Add(new() { Value = brand });
        if (await command.ExecuteNonQueryAsync(ct) == 0) return false;
        await SettingsCache.ChangedAsync(tenant, work, ct);
        return true;
    }
}
