using System.Globalization;
using System.Text.Json;
using NodaTime;
using Npgsql;
using ServiceMesh.Insight.Domain;
using ServiceMesh.Insight.Domain.Scorecard;

namespace ServiceMesh.Insight.Scorecard.Facts;

/// <summary>Reads and writes the projection's tables, on the connection and transaction it is given; every row is of the tenant asked for.</summary>
internal sealed partial class ScoreTables(NpgsqlConnection connection, NpgsqlTransaction transaction)
{
    /// <summary>The tenant's zone as it was told; null while it was not, or when nobody knows it.</summary>
    public async Task<DateTimeZone?> ZoneAsync(string tenant, CancellationToken ct)
    {
        await using var command = Command("SELECT name FROM score_subjects WHERE tenant = $1 AND kind = 'tenant' ORDER BY sequence DESC LIMIT 1", tenant);
        return TenantDay.Zone(await command.ExecuteScalarAsync(ct) as string);
    }

    /// <summary>Saves what is newer; returns the maintenance runs among it.</summary>
    public async Task<IReadOnlyList<SubjectState>> SaveSubjectsAsync(string tenant, IReadOnlyList<SubjectState> subjects, CancellationToken ct)
    {
        await using var command = Command("""
            INSERT INTO score_subjects AS s (tenant, kind, id, sequence, position, first_at, name, product_id, customer_id, type, data)
            SELECT $1, e.* FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11) AS e (kind, id, sequence, position, first_at, name, product_id, customer_id, type, data)
            ON CONFLICT (tenant, kind, id) DO UPDATE SET
                first_at = least(s.first_at, excluded.first_at),
                sequence = greatest(s.sequence, excluded.sequence),
                position = CASE WHEN excluded.sequence > s.sequence THEN excluded.position ELSE s.position END,
                name = CASE WHEN excluded.sequence > s.sequence THEN excluded.name ELSE s.name END,
                product_id = CASE WHEN excluded.sequence > s.sequence THEN excluded.product_id ELSE s.product_id END,
                customer_id = CASE WHEN excluded.sequence > s.sequence THEN excluded.customer_id ELSE s.customer_id END,
                type = CASE WHEN excluded.sequence > s.sequence THEN excluded.type ELSE s.type END,
                data = CASE WHEN excluded.sequence > s.sequence THEN excluded.data ELSE s.data END
            RETURNING kind, id, sequence, position, first_at, type, data
            """, tenant);
        Add(command, subjects.Select(s => s.Kind));
        Add(command, subjects.Select(s => s.Id));
        Add(command, subjects.Select(s => s.Sequence));
        Add(command, subjects.Select(s => s.Position));
        Add(command, subjects.Select(s => s.FirstAt.ToUniversalTime()));
        Add(command, subjects.Select(s => s.Name));
        Add(command, subjects.Select(s => s.Product));
        Add(command, subjects.Select(s => s.Customer));
        Add(command, subjects.Select(s => s.Type));
        Add(command, subjects.Select(s => s.Data.GetRawText()));
        return await RunsAsync(command, ct);
    }

    public async Task<IReadOnlyList<SubjectState>> AllRunsAsync(string tenant, CancellationToken ct)
    {
        await using var command = Command("SELECT kind, id, sequence, position, first_at, type, data FROM score_subjects WHERE tenant = $1 AND kind = 'run'", tenant);
        return await RunsAsync(command, ct);
    }

    public async Task<IReadOnlyList<Guid>> AllStoriesAsync(string tenant, CancellationToken ct)
    {
        await using var command = Command("SELECT ticket_id FROM score_stories WHERE tenant = $1 ORDER BY ticket_id", tenant);
        var found = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) found.Add(reader.GetGuid(0));
        return found;
    }

    public async Task<Dictionary<Guid, IReadOnlyList<StoredEvent>>> StoriesAsync(string tenant, IEnumerable<Guid> tickets, CancellationToken ct)
    {
        await using var command = Command("SELECT ticket_id, events FROM score_stories WHERE tenant = $1 AND ticket_id = ANY ($2)", tenant);
        Add(command, tickets);
        var found = new Dictionary<Guid, IReadOnlyList<StoredEvent>>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) found[reader.GetGuid(0)] = Story.Read(reader.GetString(1));
        return found;
    }

    public async Task SaveStoriesAsync(string tenant, IReadOnlyDictionary<Guid, IReadOnlyCollection<StoredEvent>> stories, CancellationToken ct)
    {
        if (stories.Count == 0) return;
        await using var command = Command("""
            INSERT INTO score_stories AS s (tenant, ticket_id, events)
            SELECT $1, e.ticket_id, e.events FROM unnest($2, $3) AS e (ticket_id, events)
            ON CONFLICT (tenant, ticket_id) DO UPDATE SET events = excluded.events WHERE s.events <> excluded.events
            """, tenant);
        Add(command, stories.Keys);
        Add(command, stories.Values.Select(Story.Write));
        await command.ExecuteNonQueryAsync(ct);
    }

    private const string TicketColumns = """
        ticket_id, number, support, counted, severity, month, opened_at, opened_position, resolved_at, closed_at, team_id, engineer_id, product_id, customer_id,
        contract_id, asset_id, module, cause, fault_class, version, recovery_seconds, waits, repeat_of, came_back_as
        """;

    public async Task<Dictionary<Guid, TicketRow>> TicketsAsync(string tenant, IEnumerable<Guid> tickets, CancellationToken ct)
    {
        await using var command = Command($"SELECT {TicketColumns} FROM score_tickets WHERE tenant = $1 AND ticket_id = ANY ($2)", tenant);
        Add(command, tickets);
        return (await ReadTicketsAsync(command, ct)).ToDictionary(t => t.TicketId);
    }

    /// <summary>All tickets of these assets and fault classes.</summary>
    public async Task<List<TicketRow>> ChainsAsync(string tenant, IReadOnlyCollection<(Guid Asset, string FaultClass)> chains, CancellationToken ct)
    {
        await using var command = Command($"""
            SELECT {TicketColumns} FROM score_tickets t JOIN unnest($2, $3) AS c (asset, class) ON t.asset_id = c.asset AND t.fault_class = c.class
            WHERE tenant = $1 AND support AND counted
            """, tenant);
        Add(command, chains.Select(c => c.Asset));
        Add(command, chains.Select(c => c.FaultClass));
        return await ReadTicketsAsync(command, ct);
    }

    public async Task SaveTicketsAsync(string tenant, IReadOnlyList<TicketRow> tickets, CancellationToken ct)
    {
        if (tickets.Count == 0) return;
        var updates = string.Join(", ", TicketColumns.Split(',', StringSplitOptions.TrimEntries).Skip(1).Select(c => $"{c} = excluded.{c}"));
        await using var command = Command($"""
            INSERT INTO score_tickets AS t (tenant, {TicketColumns})
            SELECT $1, e.* FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25) AS e ({TicketColumns})
            ON CONFLICT (tenant, ticket_id) DO UPDATE SET {updates}
            """, tenant);
        Add(command, tickets.Select(t => t.TicketId));
        Add(command, tickets.Select(t => t.Number));
        Add(command, tickets.Select(t => t.Support));
        Add(command, tickets.Select(t => t.Counted));
        Add(command, tickets.Select(t => t.Severity));
        Add(command, tickets.Select(t => t.Month.Number));
        Add(command, tickets.Select(t => t.OpenedAt.ToUniversalTime()));
        Add(command, tickets.Select(t => t.OpenedPosition));
        Add(command, tickets.Select(t => t.ResolvedAt?.ToUniversalTime()));
        Add(command, tickets.Select(t => t.ClosedAt?.ToUniversalTime()));
        Add(command, tickets.Select(t => t.Team));
        Add(command, tickets.Select(t => t.Engineer));
        Add(command, tickets.Select(t => t.Product));
        Add(command, tickets.Select(t => t.Customer));
        Add(command, tickets.Select(t => t.Contract));
        Add(command, tickets.Select(t => t.Asset));
        Add(command, tickets.Select(t => t.Module));
        Add(command, tickets.Select(t => t.Cause));
        Add(command, tickets.Select(t => t.FaultClass));
        Add(command, tickets.Select(t => t.Version));
        Add(command, tickets.Select(t => t.RecoverySeconds));
        Add(command, tickets.Select(t => t.Waits.Count == 0 ? "{}" : JsonSerializer.Serialize(t.Waits)));
        Add(command, tickets.Select(t => t.RepeatOf));
        Add(command, tickets.Select(t => t.CameBackAs));
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<List<TicketRow>> ReadTicketsAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var found = new List<TicketRow>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) found.Add(TicketRowReader.Read(reader, 0));
        return found;
    }

    private static async Task<IReadOnlyList<SubjectState>> RunsAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var runs = new List<SubjectState>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            if (reader.GetString(0) != SubjectState.Run) continue;
            using var data = JsonDocument.Parse(reader.GetString(6));
            runs.Add(new SubjectState(SubjectState.Run, reader.GetGuid(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetFieldValue<DateTimeOffset>(4), null, null, null, reader.GetString(5), data.RootElement.Clone()));
        }

        return runs;
    }

    private NpgsqlCommand Command(string sql, string tenant)
    {
        var command = new NpgsqlCommand(sql, connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        return command;
    }

    private static void Add<T>(NpgsqlCommand command, IEnumerable<T> values) => command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = [.. values] });

    private static string Numbers(IEnumerable<long> values) => $"{{{string.Join(',', values.Select(v => v.ToString(CultureInfo.InvariantCulture)))}}}";
}
