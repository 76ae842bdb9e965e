using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Messaging;

namespace ServiceMesh.Sla.Reprocess;

/// <summary>A job as its runner sees it.</summary>
internal sealed record RunningJob(string Tenant, Guid Id, bool DryRun, Selection Selection, DateTimeOffset CreatedAt, Guid? Cursor, ReprocessResult Result);

/// <summary>The states of a job.</summary>
internal static class JobStates
{
    public const string Queued = "queued";
    public const string Running = "running";
    public const string Done = "done";
    public const string Cancelled = "cancelled";
}

/// <summary>Reads and writes re-process jobs and the tickets to look at.</summary>
internal static class ReprocessStore
{
    private const string Take = """
        SELECT dry_run, selection, created_at, cursor, result FROM reprocess_jobs
        WHERE tenant = $1 AND id = $2 AND state IN ('queued', 'running') FOR UPDATE SKIP LOCKED
        """;

    private const string IsOpen = "SELECT EXISTS (SELECT FROM reprocess_jobs WHERE tenant = $1 AND id = $2 AND state IN ('queued', 'running'))";

    private const string Count = "SELECT count(*) FROM tickets WHERE tenant = $1 AND ($2::uuid[] IS NULL OR ticket_id = ANY($2))";

    private const string Save = """
        UPDATE reprocess_jobs SET state = $3, cursor = $4, result = $5, started_at = coalesce(started_at, $6), finished_at = $7 WHERE tenant = $1 AND id = $2
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

    private const string AlreadyDone = """
        SELECT ticket_id, effects FROM reprocess_tickets WHERE tenant = $1 AND job_id = $2 AND ticket_id = ANY($3)
        """;

    private const string AddTicketRow = "INSERT INTO reprocess_tickets (tenant, job_id, ticket_id, at, effects) VALUES ($1, $2, $3, $4, $5)";

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
            ? new(tenant, id, reader.GetBoolean(0), Read<Selection>(reader.GetString(1)), reader.GetFieldValue<DateTimeOffset>(2),
                await reader.IsDBNullAsync(3, ct) ? null : reader.GetGuid(3), Read<ReprocessResult>(reader.GetString(4)))
            : null;
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

    /// <summary>Those of the tickets that this job has changed before it was interrupted.</summary>
    public static async Task<Dictionary<Guid, IReadOnlyList<ClockEffect>>> AlreadyDoneAsync(Work work, RunningJob job, IEnumerable<Guid> tickets, CancellationToken ct)
    {
        await using var command = Command(work, AlreadyDone, job.Tenant, job.Id);
        command.Parameters.Add(Ids([.. tickets]));
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new Dictionary<Guid, IReadOnlyList<ClockEffect>>();
        while (await reader.ReadAsync(ct))
        {
            found.Add(reader.GetGuid(0), Read<IReadOnlyList<ClockEffect>>(reader.GetString(1)));
        }

        return found;
    }

    /// <summary>Notes that this job changed a ticket, in the commit that changes it.</summary>
    public static NpgsqlBatchCommand AddTicket(RunningJob job, Guid ticket, DateTimeOffset at, IReadOnlyList<ClockEffect> effects) => new(AddTicketRow)
    {
        Parameters =
        {
            new NpgsqlParameter<string> { TypedValue = job.Tenant },
            new NpgsqlParameter<Guid> { TypedValue = job.Id },
            new NpgsqlParameter<Guid> { TypedValue = ticket },
            new NpgsqlParameter<DateTimeOffset> { TypedValue = at },
            Json(effects),
        },
    };

    /// <summary>Stores how far the job is.</summary>
    public static async Task SaveAsync(Work work, RunningJob job, bool isDone, CancellationToken ct)
    {
        await using var command = Command(work, Save, job.Tenant, job.Id);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = isDone ? JobStates.Done : JobStates.Running });
        command.Parameters.Add(new() { Value = (object?)job.Cursor ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(Json(job.Result));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = work.Now });
        command.Parameters.Add(new() { Value = isDone ? work.Now : DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
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
