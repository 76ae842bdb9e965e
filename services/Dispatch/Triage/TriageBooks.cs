using System.Collections.Concurrent;
using System.Text.Json;
using Npgsql;
using ServiceMesh.Dispatch.Domain.Triage;
using ServiceMesh.Dispatch.Tenants;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Triage;

/// <summary>A tenant's triage as it stands, ready to decide.</summary>
/// <param name="Version">0 for a tenant that has set nothing.</param>
/// <param name="Zone">The zone's name that local times are read in; null for none told.</param>
internal sealed record PreparedBook(int Version, string? Zone, TriageBook Book, TriageMachine Machine);

/// <summary>
/// Keeps the tenants' books ready in memory. Nobody has to be told of a change: whoever opens a ticket reads the current version along with
/// what it reads anyway, and comes back here when that is another.
/// </summary>
internal sealed class TriageBooks
{
    private const string Sql = """
        SELECT b.version, b.book::text, t.zone FROM (SELECT $1::text AS tenant) asked
        LEFT JOIN LATERAL (SELECT version, book FROM triage_books WHERE tenant = asked.tenant ORDER BY version DESC LIMIT 1) b ON true
        LEFT JOIN tenants t ON t.tenant = asked.tenant
        """;

    private readonly ConcurrentDictionary<string, PreparedBook> _books = [];

    /// <summary>The book as this instance knows it; it may be a moment old.</summary>
    public async ValueTask<PreparedBook> KnownAsync(Work work, string tenant, CancellationToken ct) =>
        _books.TryGetValue(tenant, out var known) ? known : await CurrentAsync(work, tenant, ct);

    /// <summary>The book as the database has it now.</summary>
    public async Task<PreparedBook> CurrentAsync(Work work, string tenant, CancellationToken ct)
    {
        await using var read = new NpgsqlCommand(Sql, work.Connection, work.Transaction) { Parameters = { new NpgsqlParameter<string> { TypedValue = tenant } } };
        await using var reader = await read.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var version = reader.IsDBNull(0) ? 0 : reader.GetInt32(0);
        var zone = reader.IsDBNull(2) ? null : reader.GetString(2);
        if (_books.TryGetValue(tenant, out var known) && known.Version == version && known.Zone == zone) return known;
        var book = version == 0 ? TriageBook.Usual : JsonSerializer.Deserialize<TriageBook>(reader.GetString(1), EventJson.Options)!;
        return _books[tenant] = new PreparedBook(version, zone, book, new TriageMachine(book, TenantZone.Of(zone)));
    }
}
