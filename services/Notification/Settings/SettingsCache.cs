using System.Collections.Concurrent;
using Npgsql;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Templates;

namespace ServiceMesh.Notification.Settings;

/// <summary>
/// Remembers tenants' settings. Every notice reads the version beside its tenant, so a change made by any process holds from the next
/// notice on, and an unchanged one costs nothing.
/// </summary>
public sealed class SettingsCache
{
    private const string Providers = """
        SELECT id, kind, templates, audiences, language FROM providers WHERE tenant = $1 AND disabled_at IS NULL ORDER BY id
        """;

    private const string Wordings = """
        SELECT DISTINCT ON (template, channel, language, brand) template, channel, language, brand, version, subject, body_text, body_html, active
        FROM templates WHERE tenant = $1 ORDER BY template, channel, language, brand, version DESC
        """;

    private const string Rules = "SELECT id, templates, role, team_id, of_team_id, severity_at_most FROM notice_rules WHERE tenant = $1 ORDER BY id";

    private const string Senders = "SELECT brand, address, name FROM senders WHERE tenant = $1";

    private readonly ConcurrentDictionary<string, TenantSettings> _known = new();

    public async ValueTask<TenantSettings> GetAsync(string tenant, long version, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (version == 0) return TenantSettings.None;
        if (_known.TryGetValue(tenant, out var known) && known.Version == version) return known;
        var read = new TenantSettings(version, await ProvidersAsync(tenant, work, ct), await WordingsAsync(tenant, work, ct), await RulesAsync(tenant, work, ct))
        {
            Senders = await SendersAsync(tenant, work, ct),
        };
        _known[tenant] = read;
        return read;
    }

    /// <summary>Counts a change; call it in the change's own work.</summary>
    public static async Task ChangedAsync(string tenant, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(work);
        await using var command = new NpgsqlCommand(
            "INSERT INTO tenant_settings AS s (tenant, version) VALUES ($1, 1) ON CONFLICT (tenant) DO UPDATE SET version = s.version + 1",
            work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = tenant });
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<List<Provider>> ProvidersAsync(string tenant, Work work, CancellationToken ct)
    {
        var providers = new List<Provider>();
        await using var command = new NpgsqlCommand(Providers, work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = tenant });
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            providers.Add(new Provider(row.GetGuid(0), row.GetString(1), row.GetFieldValue<string[]>(2), row.GetFieldValue<string[]>(3), row.GetString(4)));
        return providers;
    }

    private static async Task<List<NoticeRule>> RulesAsync(string tenant, Work work, CancellationToken ct)
    {
        var rules = new List<NoticeRule>();
        await using var command = new NpgsqlCommand(Rules, work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = tenant });
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            rules.Add(new NoticeRule(
                row.GetGuid(0), row.GetFieldValue<string[]>(1), row.IsDBNull(2) ? null : row.GetString(2), row.IsDBNull(3) ? null : row.GetGuid(3),
                row.IsDBNull(4) ? null : row.GetGuid(4), row.IsDBNull(5) ? null : row.GetInt32(5)));
        }
        return rules;
    }

    private static async Task<Dictionary<string, MailSender>> SendersAsync(string tenant, Work work, CancellationToken ct)
    {
        var senders = new Dictionary<string, MailSender>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand(Senders, work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = tenant });
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) senders[row.GetString(0)] = new MailSender(row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2));
        return senders;
    }

    private static async Task<Dictionary<TemplateKey, CustomTemplate>> WordingsAsync(string tenant, Work work, CancellationToken ct)
    {
        var wordings = new Dictionary<TemplateKey, CustomTemplate>();
        await using var command = new NpgsqlCommand(Wordings, work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = tenant });
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            // The newest version decides: switched off, it is the shipped wording again.
            if (!row.GetBoolean(8)) continue;
            wordings[new TemplateKey(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3))] =
                CustomTemplate.Compile(row.GetInt32(4), row.GetString(5), row.GetString(6), row.IsDBNull(7) ? null : row.GetString(7));
        }
        return wordings;
    }
}
