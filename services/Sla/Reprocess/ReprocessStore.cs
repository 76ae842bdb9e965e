using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Messaging;
using ServiceMesh.Sla.Money;
using ServiceMesh.Sla.Tickets;

namespace ServiceMesh.Sla.Reprocess;

/// <summary>A job as its runner sees it.</summary>
/// <param name="Revision">The tenant's revision that it is to apply; null in jobs from before it was noted.</param>
/// <param name="PresentRevision">The tenant's revision now.</param>
/// <param name="Cursor">The last ticket that was looked at.</param>
/// <param name="Waiting">Tickets before it that have another turn.</param>
/// <param name="Unsent">Events that wait to be sent, counted up to <see cref="ReprocessStore.ManyUnsent"/>.</param>
internal sealed record RunningJob(
    string Tenant, Guid Id, bool DryRun, Selection Selection, DateTimeOffset CreatedAt, long? Revision, long PresentRevision, Guid? Cursor, IReadOnlyList<Guid> Waiting,
    ReprocessResult Result, long Unsent)
{
    /// <summary>True if calendars or policies are not those any more that were previewed.</summary>
    public bool IsOutdated => Revision is { } revision && revision != PresentRevision;
}

/// <summary>How much is stored of a ticket. Facts and levels are only ever added, so the same extent is the same ticket.</summary>
internal readonly record struct Extent(long Facts, long Levels, DateTimeOffset? NextAt)
{
    /// <summary>That of a ticket as it was read.</summary>
    public static Extent Of(StoredTicket ticket) => new(ticket.Facts.Count, ticket.Levels.Count, ticket.NextAt);
}

/// <summary>The states of a job.</summary>
internal static class JobStates
{
    public const string Queued = "queued";
    public const string Running = "running";
    public const string Done = "done";
    public const string Cancelled = "cancelled";

    /// <summary>Calendars or policies were changed while it ran: it is not what was previewed any more.</summary>
    public const string Outdated = "outdated";
}

/// <summary>Reads and writes re-process jobs and the tickets to look at.</summary>
internal static class ReprocessStore
{
    /// <summary>So many unsent events tell that the broker or the relay does not keep up.</summary>
    public const int ManyUnsent = 2_000;

    private const string Take = """
        SELECT j.dry_run, j.selection, j.created_at, j.revision, t.revision, j.cursor, j.waiting, j.result,
            (SELECT count(*) FROM (SELECT FROM messaging.outbox LIMIT 2000) unsent)
        FROM reprocess_jobs j JOIN tenants t ON t.tenant = j.tenant
        WHERE j.tenant = $1 AND j.id = $2 AND j.state IN ('queued', 'running') FOR UPDATE OF j SKIP LOCKED
        """;

    // Versions are made by whoever has the row for writing: until the commit there are no others.
    private const string Revision = "SELECT revision FROM tenants WHERE tenant = $1 FOR SHARE";

    private const string IsOpen = "SELECT EXISTS (SELECT FROM reprocess_jobs WHERE tenant = $1 AND id = $2 AND state IN ('queued', 'running'))";

    private const string Count = "SELECT count(*) FROM tickets WHERE tenant = $1 AND ($2::uuid[] IS NULL OR ticket_id = ANY($2))";

    private const string Save = """
        UPDATE reprocess_jobs SET state = $3, cursor = $4, result = $5, started_at = coalesce(started_at, $6), finished_at = $7, waiting = $8 WHERE tenant = $1 AND id = $2
        """;

    // Which of these ended long ago is seen by their facts alone; the rest is decided by the ticket's history.
    private const string Scan = """
        SELECT t.ticket_id, f.triaged AND coalesce(f.ended IS NULL OR f.ended > $5 OR f.ended <= f.reopened, false)
        FROM (
            SELECT ticket_id FROM tickets WHERE tenant = $1 AND ($2::uuid IS NULL OR ticket_id > $2) AND ($3::uuid[] IS NULL OR ticket_id = ANY($3))
            ORDER BY ticket_id LIMIT $4
        ) t
        CROSS JOIN LATERAL (
            SELECT max(at) FILTER (WHERE kind IN ('resolved', 'closed', 'cancelled')) AS ended, max(at) FILTER (WHERE kind = 'reopened') AS reopened,
                coalesce(bool_or(kind = 'triaged'), false) AS triaged
            FROM facts WHERE tenant = $1 AND ticket_id = t.ticket_id
        ) f
        ORDER BY t.ticket_id
        """;

    // Whoever writes a ticket is not waited for, so nobody waits for this and what else it holds.
    private const string Lock = "SELECT ticket_id FROM tickets WHERE tenant = $1 AND ticket_id = ANY($2) ORDER BY ticket_id FOR UPDATE SKIP LOCKED";

    // A statement of its own sees all that was committed before those were locked.
    private const string Extents = """
        SELECT t.ticket_id, (SELECT count(*) FROM facts f WHERE f.tenant = t.tenant AND f.ticket_id = t.ticket_id),
            (SELECT count(*) FROM levels l WHERE l.tenant = t.tenant AND l.ticket_id = t.ticket_id), t.next_at
        FROM tickets t WHERE t.tenant = $1 AND t.ticket_id = ANY($2)
        """;

    private const string AddTicketRows = """
        INSERT INTO reprocess_tickets (tenant, job_id, ticket_id, at, effects)
        SELECT $1, $2, n.ticket_id, $3, n.effects::jsonb FROM unnest($4::uuid[], $5::text[]) AS n(ticket_id, effects)
        """;

    /// <summary>Reads JSON of a column.</summary>
    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, EventJson.Options)!;

    /// <summary>Writes JSON for a column.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, EventJson.Options);

    /// <summary>Locks a job for one chunk; null when it is over, or another instance has it.</summary>
    public static async Task<RunningJob?> TakeAsync(Work work, string tenant, Guid id, CancellationToken ct)
    {
        await using var command = Command(work, Take, tenant, id);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new(tenant, id, reader.GetBoolean(0), Read<Selection>(reader.GetString(1)), reader.GetFieldValue<DateTimeOffset>(2), reader.Get<long?>(3), reader.GetInt64(4),
                reader.Get<Guid?>(5), reader.GetFieldValue<Guid[]>(6), Read<ReprocessResult>(reader.GetString(7)), reader.GetInt64(8))
            : null;
    }

    /// <summary>The tenant's revision, which stays until the commit. The tenant must have its row.</summary>
    public static async Task<long> HoldRevisionAsync(Work work, string tenant, CancellationToken ct)
    {
        await using var command = Command(work, Revision, tenant);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>True while a job has something left to do.</summary>
    public static async Task<bool> IsOpenAsync(Work work, string tenant, Guid id, CancellationToken ct)
    {
        await using var command = Command(work, IsOpen, tenant, id);
        return await command.ExecuteScalarAsync(ct) is true;
    }

    /// <summary>How many tickets there are to look at.</summary>
    public static async Task<int> CountAsync(Work work, RunningJob job, CancellationToken ct)
    {
        await using var command = Command(work, Count, job.Tenant);
        command.Parameters.Add(Ids(job.Selection.TicketIds));
        return (int)(long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>The next tickets in the order of their ids, each with whether it may be open.</summary>
    public static async Task<List<(Guid Id, bool MayBeOpen)>> ScanAsync(Work work, RunningJob job, int limit, CancellationToken ct)
    {
        await using var command = Command(work, Scan, job.Tenant);
        command.Parameters.Add(new() { Value = (object?)job.Cursor ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(Ids(job.Selection.TicketIds));
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        // Of tickets named one by one each is told of, of all others those that were open when the job was made.
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = job.Selection.TicketIds is null ? job.CreatedAt : DateTimeOffset.UnixEpoch });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new List<(Guid, bool)>();
        while (await reader.ReadAsync(ct))
        {
            found.Add((reader.GetGuid(0), reader.GetBoolean(1)));
        }

        return found;
    }

    /// <summary>Locks those of the tickets that nobody else has locked, until the commit; each with how much is stored of it.</summary>
    public static async Task<Dictionary<Guid, Extent>> LockAsync(Work work, string tenant, Guid[] tickets, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(work.Connection, work.Transaction) { BatchCommands = { Sql.Batched(Lock, tenant, tickets), Sql.Batched(Extents, tenant, tickets) } };
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var locked = new HashSet<Guid>();
        while (await reader.ReadAsync(ct))
        {
            locked.Add(reader.GetGuid(0));
        }

        var extents = new Dictionary<Guid, Extent>();
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            if (locked.Contains(reader.GetGuid(0)))
            {
                extents.Add(reader.GetGuid(0), new(reader.GetInt64(1), reader.GetInt64(2), reader.Get<DateTimeOffset?>(3)));
            }
        }

        return extents;
    }

    /// <summary>Notes that this job changed tickets, in the commit that changes them.</summary>
    public static NpgsqlBatchCommand AddTickets(RunningJob job, DateTimeOffset at, IReadOnlyList<(Guid Ticket, IReadOnlyList<ClockEffect> Effects)> changed) => Sql.Batched(
        AddTicketRows, job.Tenant, job.Id, at, changed.Select(c => c.Ticket).ToArray(), changed.Select(c => Write(c.Effects)).ToArray());

    /// <summary>Stores how far the job is.</summary>
    public static async Task SaveAsync(Work work, RunningJob job, string state, CancellationToken ct)
    {
        await using var command = Command(work, Save, job.Tenant, job.Id);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = state });
        command.Parameters.Add(new() { Value = (object?)job.Cursor ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(Json(job.Result));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = work.Now });
        command.Parameters.Add(new() { Value = state == JobStates.Running ? DBNull.Value : work.Now, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(Ids(job.Waiting));
        await command.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlCommand Command(Work work, string sql, string tenant, Guid? id = null)
    {
        var command = new NpgsqlCommand(sql, work.Connection, work.Transaction);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        if (id is { } job)
        {
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job });
        }

        return command;
    }

    private static NpgsqlParameter Ids(IReadOnlyList<Guid>? ids) => new() { Value = (object?)ids?.ToArray() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };

    private static NpgsqlParameter Json<T>(T value) => new() { Value = Write(value), NpgsqlDbType = NpgsqlDbType.Jsonb };
}
