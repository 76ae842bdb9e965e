using NodaTime;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Insight.Counts;
using ServiceMesh.Insight.Domain;
using ServiceMesh.Insight.Engines;
using ServiceMesh.Insight.Streams;
using ServiceMesh.Insight.Tenants;
using ServiceMesh.Messaging;

namespace ServiceMesh.Insight.Timeline;

/// <summary>
/// Writes a batch of events with one statement: new rows into the timeline, and the daily counts from exactly those rows. An
/// event that is there already (publisher, aggregate, sequence) changes nothing, whatever message brought it.
/// </summary>
public sealed class TimelineWriter(StreamWatch streams) : IHandleBatch
{
    private static readonly string s_write = $"""
        WITH rows AS (
            INSERT INTO timeline (publisher, aggregate, sequence, tenant, ticket_id, at, day, type, actor_kind, actor_id, actor_name, data, trace_id, reassigned)
            SELECT publisher, aggregate, sequence, tenant, ticket_id, at, day, type, actor_kind, actor_id, actor_name, data::jsonb, trace_id, reassigned
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
                AS e (publisher, aggregate, sequence, tenant, ticket_id, at, day, type, actor_kind, actor_id, actor_name, data, trace_id, reassigned)
            ORDER BY publisher, aggregate, sequence
            ON CONFLICT DO NOTHING
            RETURNING tenant, day, type, reassigned, data)
        {DailyCounting.From("(SELECT * FROM rows)")}
        """;

    /// <inheritdoc />
    public async Task HandleAsync(IReadOnlyList<Event> batch, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(work);
        await EngineBook.NoteAsync(batch, work, ct);
        // How things were at a moment is no part of any history.
        batch = [.. batch.Where(e => e is not TransientEvent)];
        if (batch.Count == 0) return;
        var zones = await TenantZones.UpdateAndReadAsync(batch, work, ct);
        await using var command = new NpgsqlCommand(s_write, work.Connection, work.Transaction);
        Fill(command.Parameters, batch, zones);
        await command.ExecuteNonQueryAsync(ct);
        foreach (var e in batch)
        {
            streams.Touched(Position(e));
            if (e.TicketId is { } ticket) work.Touched(e.Tenant, ticket);
        }
    }

    private static void Fill(NpgsqlParameterCollection parameters, IReadOnlyList<Event> batch, IReadOnlyDictionary<string, DateTimeZone> zones)
    {
        Add(NpgsqlDbType.Text, e => Position(e).Publisher);
        Add(NpgsqlDbType.Uuid, e => Position(e).Aggregate);
        Add(NpgsqlDbType.Bigint, e => Position(e).Sequence);
        Add(NpgsqlDbType.Text, e => e.Tenant);
        Add(NpgsqlDbType.Uuid, e => e.TicketId);
        Add(NpgsqlDbType.TimestampTz, e => e.OccurredAt.UtcDateTime);
        Add(NpgsqlDbType.Date, e => TenantDay.Of(e.OccurredAt, zones.GetValueOrDefault(e.Tenant)));
        Add(NpgsqlDbType.Text, e => e.GetType().Name);
        Add(NpgsqlDbType.Text, e => e.By.Kind switch
        {
            ActorKind.System => "system",
            ActorKind.Staff => "staff",
            ActorKind.Customer => "customer",
            ActorKind.Integration => "integration",
            _ => throw new InvalidOperationException($"Unknown kind of actor {e.By.Kind}."),
        });
        Add(NpgsqlDbType.Text, e => e.By.Id);
        Add(NpgsqlDbType.Text, e => e.By.Name);
        Add(NpgsqlDbType.Text, EventFacts.Data);
        Add(NpgsqlDbType.Text, e => EventFacts.TraceId(e.Trace));
        Add(NpgsqlDbType.Boolean, e => e is TicketAssigned { Reassigned: true });

        void Add<T>(NpgsqlDbType type, Func<Event, T> read) =>
            parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | type, Value = batch.Select(read).ToArray() });
    }

    private static StreamPosition Position(Event e) =>
        e.Stream ?? throw new InvalidOperationException($"{e.GetType().Name} came without its place in a stream.");
}
