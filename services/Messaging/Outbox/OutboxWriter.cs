using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;

namespace ServiceMesh.Messaging;

/// <summary>Writes a work's events into the outbox: one statement for the streams' sequences, one for the rows.</summary>
internal static class OutboxWriter
{
    private const string NextSequences = """
        INSERT INTO messaging.streams AS s (aggregate, last)
        SELECT a, n FROM unnest($1, $2) AS t(a, n) ORDER BY a
        ON CONFLICT (aggregate) DO UPDATE SET last = s.last + excluded.last
        RETURNING aggregate, last
        """;

    private const string InsertRows = """
        INSERT INTO messaging.outbox (id, message_type, body, trace, destination, last_error)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6)
        """;

    public static async Task WriteAsync(Work work, string publisher, List<(Event Event, string? Trace)> events, List<DeadLetter> deadLetters, CancellationToken ct)
    {
        if (events.Count + deadLetters.Count == 0) return;
        var rows = new Rows(events.Count + deadLetters.Count);
        if (events.Count > 0)
        {
            var next = await NextAsync(work, events, ct);
            var ids = OrderedIds(events.Count, work.Now);
            for (var i = 0; i < events.Count; i++)
            {
                var (e, trace) = events[i];
                var stamped = e is TransientEvent
                    ? e with { Trace = trace }
                    : e with { Stream = new StreamPosition(publisher, e.AggregateId, next[e.AggregateId]++), Trace = trace };
                rows.Add(ids[i], e.GetType().Name, EventJson.Write(stamped), trace, null, null);
            }
        }
        foreach (var letter in deadLetters)
            rows.Add(Guid.CreateVersion7(work.Now), letter.MessageType, letter.Body, letter.Trace, $"{publisher}_error", $"{letter.MessageId}: {letter.Reason}");
        await rows.InsertAsync(work, ct);
    }

    /// <summary>UUIDv7 of one instant in rising order: the relay sends by id, so a commit's events leave in the order they were published.</summary>
    private static Guid[] OrderedIds(int count, DateTimeOffset now)
    {
        var ids = new Guid[count];
        for (var i = 0; i < count; i++) ids[i] = Guid.CreateVersion7(now);
        Array.Sort(ids);
        return ids;
    }

    /// <summary>The first free sequence of each stream; as many as there are events are taken.</summary>
    private static async Task<Dictionary<Guid, long>> NextAsync(Work work, List<(Event Event, string? Trace)> events, CancellationToken ct)
    {
        var counts = new Dictionary<Guid, long>();
        foreach (var (e, _) in events)
        {
            if (e is not TransientEvent) counts[e.AggregateId] = counts.GetValueOrDefault(e.AggregateId) + 1;
        }
        if (counts.Count == 0) return [];
        await using var command = new NpgsqlCommand(NextSequences, work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = counts.Keys.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = counts.Values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var first = new Dictionary<Guid, long>();
        while (await reader.ReadAsync(ct))
        {
            var aggregate = reader.GetGuid(0);
            first[aggregate] = reader.GetInt64(1) - counts[aggregate] + 1;
        }
        return first;
    }

    private sealed class Rows(int capacity)
    {
        private readonly List<Guid> _ids = new(capacity);
        private readonly List<string> _types = new(capacity);
        private readonly List<string> _bodies = new(capacity);
        private readonly List<string?> _traces = new(capacity);
        private readonly List<string?> _destinations = new(capacity);
        private readonly List<string?> _reasons = new(capacity);

        public void Add(Guid id, string type, string body, string? trace, string? destination, string? reason)
        {
            _ids.Add(id);
            _types.Add(type);
            _bodies.Add(body);
            _traces.Add(trace);
            _destinations.Add(destination);
            _reasons.Add(reason);
        }

        public async Task InsertAsync(Work work, CancellationToken ct)
        {
            await using var command = new NpgsqlCommand(InsertRows, work.Connection, work.Transaction);
            command.Parameters.Add(new() { Value = _ids, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
            foreach (var column in new[] { _types, _bodies, _traces!, _destinations!, _reasons! })
                command.Parameters.Add(new() { Value = column, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
            await command.ExecuteNonQueryAsync(ct);
        }
    }
}
