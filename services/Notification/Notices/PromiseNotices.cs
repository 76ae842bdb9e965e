using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Sending;
using ServiceMesh.Notification.Settings;
using ServiceMesh.Notification.Templates;

namespace ServiceMesh.Notification.Notices;

/// <summary>
/// The ticket's clocks are known: an acknowledgement that waits for them says until when we answer, in the customer's language and on their
/// clock, and goes. How the clocks stand is kept: what waits and speaks of one that was met, paused or taken back is not sent.
/// </summary>
public sealed class OnSlaClocksChanged(Composer compose, SettingsCache cache, Releases releases) : IHandle<SlaClocksChanged>
{
    private const string Find = """
        WITH news AS (
            UPDATE ticket_copies SET clocks = $4, clocks_sequence = $5, clocks_at = $6
            WHERE tenant = $1 AND ticket_id = $2 AND sealed_progress_token IS NOT NULL AND clocks_sequence < $5)
        SELECT d.id, d.channel, d.template, d.language, d.recipient_name, d.facts::text, coalesce(d.brand, b.brand), coalesce(s.version, 0), coalesce(br.code, b.brand)
        FROM ticket_copies t
        LEFT JOIN deliveries d ON d.tenant = t.tenant AND d.source = $3 AND d.state = 'held'
        LEFT JOIN tenant_copies b ON b.tenant = t.tenant
        LEFT JOIN tenant_settings s ON s.tenant = t.tenant
        LEFT JOIN product_copies pr ON pr.tenant = t.tenant AND pr.product_id = t.product_id
        LEFT JOIN brand_copies br ON br.tenant = pr.tenant AND br.code = pr.brand AND NOT br.retired
        WHERE t.tenant = $1 AND t.ticket_id = $2 AND t.sealed_progress_token IS NOT NULL
        """;

    private const string Reword = """
        UPDATE deliveries SET subject = $2, body_text = $3, body_html = $4, facts = $5::jsonb WHERE id = $1 AND state = 'held'
        """;

    private sealed record Waiting(Guid Id, string Channel, string Template, string Language, string? Name, string Facts, string Brand, long Settings, string WordingKey);

    public async Task HandleAsync(SlaClocksChanged e, Work work, CancellationToken ct)
    {
        var waiting = await FindAsync(e, work, ct);
        // Met already, or never promised: the acknowledgement stays as it is.
        if (Promise(e) is { } due)
        {
            foreach (var one in waiting) await RewordAsync(work, e.Tenant, one, due, ct);
        }
        await releases.ReleaseAsync(work, waiting.ConvertAll(w => w.Id), ct);
    }

    /// <summary>Until when the customer gets a first answer; null when that is not promised, or done.</summary>
    internal static DateTimeOffset? Promise(SlaClocksChanged e) =>
        e.Clocks.FirstOrDefault(c => c.Clock == "firstResponse" && c.State == ClockState.Running)?.DueAt is { } due && due > e.OccurredAt ? due : null;

    private static async Task<List<Waiting>> FindAsync(SlaClocksChanged e, Work work, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Find, work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = e.Tenant });
        command.Parameters.Add(new() { Value = e.TicketId!.Value });
        command.Parameters.Add(new() { Value = OnTicketOpened.Source(e) });
        command.Parameters.Add(new() { Value = ClockNews.Of(e.Clocks) });
        command.Parameters.Add(new() { Value = TicketCopies.Sequence(e) });
        command.Parameters.Add(new() { Value = work.Now, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct)) throw new NotYetException($"The opening of ticket {e.TicketId} has not arrived yet.");
        var waiting = new List<Waiting>();
        do
        {
            if (row.IsDBNull(0)) continue;
            waiting.Add(new Waiting(
                row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4), row.GetString(5),
                row.IsDBNull(6) ? KnownTenant.Unknown.Brand : row.GetString(6), row.GetInt64(7), row.IsDBNull(8) ? KnownTenant.Unknown.Brand : row.GetString(8)));
        }
        while (await row.ReadAsync(ct));
        return waiting;
    }

    private async Task RewordAsync(Work work, string tenant, Waiting waiting, DateTimeOffset due, CancellationToken ct)
    {
        var settings = await cache.GetAsync(tenant, waiting.Settings, work, ct);
        var past = PastContent.Read(waiting.Facts);
        var content = past.Content(waiting.Template, waiting.Language, waiting.Brand, waiting.Name) with
        {
            Times = new Dictionary<string, DateTimeOffset>(past.Times) { ["promise"] = due },
        };
        var (subject, text, html) = compose.Render(content, waiting.Channel, settings.Wording(waiting.Template, waiting.Channel, waiting.Language, waiting.WordingKey));
        await using var command = new NpgsqlCommand(Reword, work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = waiting.Id });
        command.Parameters.Add(new() { Value = subject });
        command.Parameters.Add(new() { Value = text });
        command.Parameters.Add(new() { Value = (object?)html ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = PastContent.Write(content) });
        await command.ExecuteNonQueryAsync(ct);
    }
}
