using System.Text.Json;
using Npgsql;
using ServiceMesh.Messaging;

namespace ServiceMesh.Insight.Jobs;

/// <summary>The rows of jobs: asked for, taken, told about, ended.</summary>
internal static class JobBook
{
    private const string Queue = """
        WITH asked AS (
            INSERT INTO jobs (tenant, id, kind, target, state, done, total, requested_by, requested_at)
            VALUES ($1, $2, $3, $4, 'queued', 0, (SELECT coalesce(max(position), 0) FROM chain_heads WHERE tenant = $1), $5, clock_timestamp())
            ON CONFLICT (tenant, kind, target) WHERE state IN ('queued', 'running') DO NOTHING
            RETURNING id)
        SELECT id FROM asked UNION ALL
        SELECT id FROM jobs WHERE tenant = $1 AND kind = $3 AND target = $4 AND state IN ('queued', 'running') LIMIT 1
        """;

    // A job whose instance has not been heard of for a minute is anybody's.
    private const string Take = """
        UPDATE jobs SET state = 'running', started_at = clock_timestamp(), alive_at = clock_timestamp(), done = 0
        WHERE (tenant, id) = (
            SELECT tenant, id FROM jobs
            WHERE state = 'queued' OR state = 'running' AND alive_at < clock_timestamp() - interval '60 seconds'
            ORDER BY requested_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING tenant, id, kind, target
        """;

    private const string Tell = "UPDATE jobs SET done = $3, total = greatest($3, $4), alive_at = clock_timestamp() WHERE tenant = $1 AND id = $2 AND state = 'running'";

    private const string End = "UPDATE jobs SET state = $3, result = $4::jsonb, ended_at = clock_timestamp() WHERE tenant = $1 AND id = $2 AND state = 'running'";

    private const string Forget = "DELETE FROM jobs WHERE ended_at < clock_timestamp() - interval '90 days'";

    /// <summary>Asks for a job; one of the same kind and target that is under way is this one. Returns its id.</summary>
    public static async Task<Guid> QueueAsync(Work work, string tenant, string kind, string target, string? requestedBy, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Queue, work.Connection, work.Transaction);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7(work.Now) });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = kind });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = target });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text, Value = (object?)requestedBy ?? DBNull.Value });
        return (Guid)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Takes the next job; null when there is none.</summary>
    public static async Task<(string Tenant, Guid Id, string Kind, string Target)?> TakeAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Take);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (reader.GetString(0), reader.GetGuid(1), reader.GetString(2), reader.GetString(3)) : null;
    }

    public static async Task TellAsync(NpgsqlDataSource database, string tenant, Guid id, long done, long total, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Tell);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = done });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = total });
        await command.ExecuteNonQueryAsync(ct);
    }

    public static async Task EndAsync(NpgsqlDataSource database, string tenant, Guid id, bool succeeded, object result, CancellationToken ct)
    {
        await using var command = database.CreateCommand(End);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = succeeded ? "done" : "failed" });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = JsonSerializer.Serialize(result, EventJson.Options) });
        await command.ExecuteNonQueryAsync(ct);
        await using var forget = database.CreateCommand(Forget);
        await forget.ExecuteNonQueryAsync(ct);
    }
}
