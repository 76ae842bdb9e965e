using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Messaging;

namespace ServiceMesh.Sla.Tickets;

/// <summary>Names a ticket.</summary>
internal readonly record struct TicketKey(string Tenant, Guid Id);

/// <summary>What is to be written about a ticket that is locked.</summary>
/// <param name="Key">The ticket.</param>
/// <param name="Fact">The fact that came now; null when none did.</param>
/// <param name="State">Its clocks as published and what its timer is armed for; null if neither changed.</param>
/// <param name="Levels">Thresholds that were dealt with.</param>
/// <param name="Others">Whatever else follows.</param>
internal sealed record TicketWrite(
    TicketKey Key, StoredFact? Fact, (string? Published, DateTimeOffset? NextAt)? State, IReadOnlyList<StoredLevel> Levels, IReadOnlyList<NpgsqlBatchCommand> Others);

/// <summary>Reads and writes many tickets in one round trip each.</summary>
internal static class TicketBatch
{
    private const string Given = "unnest($1::text[], $2::uuid[]) AS given(tenant, ticket_id)";

    private const string Tickets = $"""
        SELECT tenant, ticket_id, published, next_at FROM tickets WHERE (tenant, ticket_id) IN (SELECT * FROM {Given}) ORDER BY tenant, ticket_id
        """;

    private const string Facts = $"""
        SELECT tenant, ticket_id, at, kind, detail, sequence, data FROM {Given} JOIN facts USING (tenant, ticket_id) ORDER BY at
        """;

    private const string Levels = $"""
        SELECT tenant, ticket_id, clock, cycle, threshold, reached_at, recorded_at, skipped_because FROM {Given} JOIN levels USING (tenant, ticket_id)
        ORDER BY reached_at, recorded_at
        """;

    private const string Revisions = "SELECT tenant, revision FROM tenants WHERE tenant = ANY($1)";

    private const string AddFacts = """
        INSERT INTO facts (tenant, ticket_id, at, kind, detail, sequence, data)
        SELECT n.tenant, n.ticket_id, n.at, n.kind, n.detail, n.sequence, n.data::jsonb
        FROM unnest($1::text[], $2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::bigint[], $7::text[]) AS n(tenant, ticket_id, at, kind, detail, sequence, data)
        """;

    private const string Update = """
        UPDATE tickets t SET published = n.published, next_at = n.next_at
        FROM unnest($1::text[], $2::uuid[], $3::text[], $4::timestamptz[]) AS n(tenant, ticket_id, published, next_at)
        WHERE t.tenant = n.tenant AND t.ticket_id = n.ticket_id
        """;

    private const string AddLevels = """
        INSERT INTO levels (tenant, ticket_id, clock, cycle, threshold, reached_at, recorded_at, skipped_because)
        SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::int[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::text[])
        """;

    /// <summary>Those of the tickets that there are.</summary>
    /// <param name="work">Reads in its transaction.</param>
    /// <param name="keys">Which.</param>
    /// <param name="isLocked">True locks them until the commit, in the order of tenant and id.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<IReadOnlyList<(TicketKey Key, StoredTicket Ticket)>> ReadAsync(Work work, IReadOnlyCollection<TicketKey> keys, bool isLocked, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(work.Connection, work.Transaction);
        foreach (var sql in new[] { isLocked ? Tickets + " FOR UPDATE" : Tickets, Facts, Levels })
        {
            batch.BatchCommands.Add(new(sql) { Parameters = { Texts(keys.Select(k => k.Tenant)), Ids(keys.Select(k => k.Id)) } });
        }

        batch.BatchCommands.Add(new(Revisions) { Parameters = { Texts(keys.Select(k => k.Tenant).Distinct()) } });
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var rows = new List<(TicketKey Key, string? Published, DateTimeOffset? NextAt)>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add((KeyOf(reader), Get(reader, 2), reader.IsDBNull(3) ? null : At(reader, 3)));
        }

        var facts = await NextAsync(reader, r => new StoredFact(At(r, 2), r.GetString(3), r.GetString(4), r.GetInt64(5), Get(r, 6)), ct);
        var levels = await NextAsync(
            reader, r => new StoredLevel(new(r.GetString(2), r.GetInt32(3), r.GetString(4)), At(r, 5), At(r, 6), Get(r, 7)), ct);
        await reader.NextResultAsync(ct);
        var revisions = new Dictionary<string, long>();
        while (await reader.ReadAsync(ct))
        {
            revisions.Add(reader.GetString(0), reader.GetInt64(1));
        }

        return [.. rows.Select(r => (r.Key, new StoredTicket(
            r.Published, r.NextAt, facts.GetValueOrDefault(r.Key) ?? [], levels.GetValueOrDefault(r.Key) ?? [],
            revisions.TryGetValue(r.Key.Tenant, out var revision) ? revision : null)))];
    }

    /// <summary>Writes what changed of tickets that this work has locked.</summary>
    public static async Task WriteAsync(Work work, IReadOnlyCollection<TicketWrite> writes, CancellationToken ct, params IEnumerable<NpgsqlBatchCommand> others)
    {
        await using var batch = new NpgsqlBatch(work.Connection, work.Transaction);
        var facts = writes.Where(w => w.Fact is not null).Select(w => (w.Key, Fact: w.Fact!)).ToList();
        if (facts.Count > 0)
        {
            batch.BatchCommands.Add(new(AddFacts)
            {
                Parameters =
                {
                    Texts(facts.Select(f => f.Key.Tenant)),
                    Ids(facts.Select(f => f.Key.Id)),
                    Times(facts.Select(f => (DateTimeOffset?)f.Fact.At)),
                    Texts(facts.Select(f => f.Fact.Kind)),
                    Texts(facts.Select(f => f.Fact.Detail)),
                    new() { Value = facts.Select(f => f.Fact.Sequence).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
                    Texts(facts.Select(f => f.Fact.Data)),
                },
            });
        }

        var states = writes.Where(w => w.State is not null).Select(w => (w.Key, State: w.State!.Value)).ToList();
        if (states.Count > 0)
        {
            batch.BatchCommands.Add(new(Update)
            {
                Parameters = { Texts(states.Select(s => s.Key.Tenant)), Ids(states.Select(s => s.Key.Id)), Texts(states.Select(s => s.State.Published)), Times(states.Select(s => s.State.NextAt)) },
            });
        }

        var levels = writes.SelectMany(w => w.Levels, (w, level) => (w.Key, Level: level)).ToList();
        if (levels.Count > 0)
        {
            batch.BatchCommands.Add(new(AddLevels)
            {
                Parameters =
                {
                    Texts(levels.Select(l => l.Key.Tenant)),
                    Ids(levels.Select(l => l.Key.Id)),
                    Texts(levels.Select(l => l.Level.Key.Clock)),
                    new() { Value = levels.Select(l => l.Level.Key.Cycle).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer },
                    Texts(levels.Select(l => l.Level.Key.Threshold)),
                    Times(levels.Select(l => (DateTimeOffset?)l.Level.ReachedAt)),
                    Times(levels.Select(l => (DateTimeOffset?)l.Level.RecordedAt)),
                    Texts(levels.Select(l => l.Level.SkippedBecause)),
                },
            });
        }

        foreach (var other in writes.SelectMany(w => w.Others).Concat(others))
        {
            batch.BatchCommands.Add(other);
        }

        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(ct);
        }
    }

    private static async Task<Dictionary<TicketKey, List<T>>> NextAsync<T>(NpgsqlDataReader reader, Func<NpgsqlDataReader, T> read, CancellationToken ct)
    {
        await reader.NextResultAsync(ct);
        var found = new Dictionary<TicketKey, List<T>>();
        while (await reader.ReadAsync(ct))
        {
            var key = KeyOf(reader);
            if (!found.TryGetValue(key, out var list))
            {
                found.Add(key, list = []);
            }

            list.Add(read(reader));
        }

        return found;
    }

    private static TicketKey KeyOf(NpgsqlDataReader reader) => new(reader.GetString(0), reader.GetGuid(1));

    private static string? Get(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static DateTimeOffset At(NpgsqlDataReader reader, int column) => reader.GetFieldValue<DateTimeOffset>(column);

    internal static NpgsqlParameter Texts(IEnumerable<string?> values) => new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    private static NpgsqlParameter Times(IEnumerable<DateTimeOffset?> values) => new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz };

    internal static NpgsqlParameter Ids(IEnumerable<Guid> values) => new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };
}
