using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Messaging;
using ServiceMesh.Sla.Domain.Clocks;
using ServiceMesh.Sla.Money;

namespace ServiceMesh.Sla.Tickets;

/// <summary>A ticket as it lies in the database.</summary>
/// <param name="Published">Its clocks as last published, see <see cref="PublishedClocks"/>; null before the first.</param>
/// <param name="NextAt">What its timer is armed for.</param>
/// <param name="Facts">All that happened to it.</param>
/// <param name="Levels">All thresholds dealt with.</param>
/// <param name="Revision">The revision of the tenant's calendars and policies; null when it has none yet.</param>
public sealed record StoredTicket(
    string? Published, DateTimeOffset? NextAt, IReadOnlyList<StoredFact> Facts, IReadOnlyList<StoredLevel> Levels, long? Revision)
{
    /// <summary>What decides about its charge.</summary>
    public Billing? Billing { get; init; }
}

/// <summary>A threshold that was dealt with.</summary>
public sealed record StoredLevel(LevelKey Key, DateTimeOffset ReachedAt, DateTimeOffset RecordedAt, string? SkippedBecause);

/// <summary>Reads and writes a ticket in one round trip each: every event of every ticket passes here.</summary>
internal static class TicketStore
{
    private const string Create = "INSERT INTO tickets (tenant, ticket_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    private const string Read = "SELECT published, next_at FROM tickets WHERE tenant = $1 AND ticket_id = $2";
    private const string Facts = "SELECT at, kind, detail, sequence, data FROM facts WHERE tenant = $1 AND ticket_id = $2 ORDER BY at";
    private const string Levels = """
        SELECT clock, cycle, threshold, reached_at, recorded_at, skipped_because FROM levels WHERE tenant = $1 AND ticket_id = $2
        ORDER BY reached_at, recorded_at
        """;

    private const string Revision = "SELECT revision, time_zone, uncovered_price, uncovered_currency FROM tenants WHERE tenant = $1";

    private const string AddFact = """
        INSERT INTO facts (tenant, ticket_id, at, kind, detail, sequence, data) VALUES ($1, $2, $3, $4, $5, $6, $7)
        """;

    private const string Update = "UPDATE tickets SET published = $3, next_at = $4 WHERE tenant = $1 AND ticket_id = $2";

    private const string AddLevel = """
        INSERT INTO levels (tenant, ticket_id, clock, cycle, threshold, reached_at, recorded_at, skipped_because) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """;

    /// <summary>Reads a ticket; null when there is none.</summary>
    public static Task<StoredTicket?> FindAsync(Work work, string tenant, Guid ticket, CancellationToken ct) =>
        ReadAsync(work, tenant, ticket, [Read], ct);

    /// <summary>Reads a ticket and locks it until the commit; null when there is none.</summary>
    public static Task<StoredTicket?> LockAsync(Work work, string tenant, Guid ticket, CancellationToken ct) =>
        ReadAsync(work, tenant, ticket, [Read + " FOR UPDATE"], ct);

    /// <summary>Reads a ticket, and with it a contract where one is named, and locks it until the commit; makes it when there is none.</summary>
    public static async Task<StoredTicket> LockOrCreateAsync(Work work, string tenant, Guid ticket, CancellationToken ct, Guid? contract = null) =>
        (await ReadAsync(work, tenant, ticket, [Create, Read + " FOR UPDATE"], ct, contract))!;

    /// <summary>Writes what changed of a ticket that this work has locked, and with it whatever else follows from that.</summary>
    public static async Task WriteAsync(Work work, TicketWrite write, CancellationToken ct)
    {
        var (tenant, ticket) = write.Key;
        await using var batch = new NpgsqlBatch(work.Connection, work.Transaction);
        if (write.Fact is { } fact)
        {
            var add = Add(batch, AddFact, tenant, ticket);
            add.Add(Time(fact.At));
            add.Add(Text(fact.Kind));
            add.Add(Text(fact.Detail));
            add.Add(new NpgsqlParameter<long> { TypedValue = fact.Sequence });
            add.Add(new() { Value = (object?)fact.Data ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Jsonb });
        }

        if (write.State is var (published, nextAt))
        {
            var update = Add(batch, Update, tenant, ticket);
            update.Add(Text(published));
            update.Add(Time(nextAt));
        }

        foreach (var level in write.Levels)
        {
            var add = Add(batch, AddLevel, tenant, ticket);
            add.Add(Text(level.Key.Clock));
            add.Add(new NpgsqlParameter<int> { TypedValue = level.Key.Cycle });
            add.Add(Text(level.Key.Threshold));
            add.Add(Time(level.ReachedAt));
            add.Add(Time(level.RecordedAt));
            add.Add(Text(level.SkippedBecause));
        }

        foreach (var other in write.Others)
        {
            batch.BatchCommands.Add(other);
        }

        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(ct);
        }
    }

    private static async Task<StoredTicket?> ReadAsync(Work work, string tenant, Guid ticket, string[] first, CancellationToken ct, Guid? contract = null)
    {
        await using var batch = new NpgsqlBatch(work.Connection, work.Transaction);
        foreach (var sql in first.Append(Facts).Append(Levels))
        {
            Add(batch, sql, tenant, ticket);
        }

        batch.BatchCommands.Add(new(Revision) { Parameters = { Text(tenant) } });
        if (contract is { } named)
        {
            batch.BatchCommands.Add(Sql.Batched(ContractCopy.Find, tenant, named));
        }

        await using var reader = await batch.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            return null;
        }

        var (published, nextAt) = (Get<string>(reader, 0), await reader.IsDBNullAsync(1, ct) ? null : (DateTimeOffset?)reader.GetFieldValue<DateTimeOffset>(1));
        var facts = new List<StoredFact>();
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            facts.Add(new(reader.GetFieldValue<DateTimeOffset>(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3), Get<string>(reader, 4)));
        }

        var levels = new List<StoredLevel>();
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            levels.Add(new(
                new(reader.GetString(0), reader.GetInt32(1), reader.GetString(2)), reader.GetFieldValue<DateTimeOffset>(3),
                reader.GetFieldValue<DateTimeOffset>(4), Get<string>(reader, 5)));
        }

        await reader.NextResultAsync(ct);
        var isTenant = await reader.ReadAsync(ct);
        long? revision = isTenant ? reader.GetInt64(0) : null;
        var (zone, price) = isTenant ? (reader.GetString(1), ChargeBook.PriceOf(reader.Get<decimal?>(2), reader.Get<string>(3))) : (null, null);
        var copy = contract is not null && await reader.NextResultAsync(ct) && await reader.ReadAsync(ct) ? ContractCopy.Read(reader) : null;
        return new(published, nextAt, facts, levels, revision) { Billing = new(zone, price, copy) };
    }

    private static T? Get<T>(NpgsqlDataReader reader, int column)
        where T : class => reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);

    private static NpgsqlParameterCollection Add(NpgsqlBatch batch, string sql, string tenant, Guid ticket)
    {
        var command = new NpgsqlBatchCommand(sql) { Parameters = { Text(tenant), new NpgsqlParameter<Guid> { TypedValue = ticket } } };
        batch.BatchCommands.Add(command);
        return command.Parameters;
    }

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter Time(DateTimeOffset? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };
}
