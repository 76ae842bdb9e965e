using System.Diagnostics;
using Npgsql;
using ServiceMesh.Insight.Domain;
using ServiceMesh.Insight.Jobs;
using ServiceMesh.Insight.Record;

namespace ServiceMesh.Insight.Projections;

/// <summary>
/// Makes a read model anew from the kept events, while traffic goes on. It is built in temporary tables of the same names, which only this
/// connection sees; when it has caught up it holds the tenant's head for a moment, adds the last events and puts right whatever row differs.
/// </summary>
internal sealed class RebuildJob(NpgsqlDataSource database, IEnumerable<IProjection> projections) : IJob
{
    public const string KindName = "rebuild";

    private const int Chunk = 5_000;
    private const int AnalyzeEvery = 100_000;

    public string Kind => KindName;

    public async Task<object> RunAsync(JobRun run, CancellationToken ct)
    {
        var projection = projections.SingleOrDefault(p => p.Name == run.Target) ?? throw new JobFailedException($"There is no read model {run.Target}.");
        await using var connection = await database.OpenConnectionAsync(ct);
        try
        {
            while (true)
            {
                if (await TryAsync(projection, run, connection, ct) is { } result) return result;
            }
        }
        finally
        {
            // The pool must not give the temporary tables to the next user, for whom their names mean the real ones.
            if (connection.State == System.Data.ConnectionState.Open)
            {
                connection.UnprepareAll();
                await ExecuteAsync(connection, null, "DISCARD TEMP", CancellationToken.None);
            }
        }
    }

    /// <summary>Null when the tenant's days were counted anew meanwhile: then once more.</summary>
    private static async Task<RebuildResult?> TryAsync(IProjection projection, JobRun run, NpgsqlConnection connection, CancellationToken ct)
    {
        foreach (var table in projection.Tables)
            await ExecuteAsync(connection, null, $"DROP TABLE IF EXISTS pg_temp.{Quoted(table)}; CREATE TEMP TABLE {Quoted(table)} (LIKE public.{Quoted(table)} INCLUDING ALL)", ct);
        // A statement prepared before stays with the tables that its names meant then.
        connection.UnprepareAll();
        var known = await IsKnownAsync(run.Tenant, connection, null, ct);
        var total = await HeadAsync(run.Tenant, connection, ct);
        var (done, analyzed) = (0L, 0L);
        while (true)
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            var events = await KeptEvents.ReadAsync(connection, transaction, run.Tenant, done, Chunk, ct);
            if (events.Count > 0) await projection.ApplyAsync(events, connection, transaction, ct);
            await transaction.CommitAsync(ct);
            if (events.Count > 0) done = events[^1].Position;
            await run.Progress(done, Math.Max(total, done), ct);
            if (events.Count < Chunk) break;
            if (done - analyzed < AnalyzeEvery) continue;
            // Nobody else looks after temporary tables.
            foreach (var table in projection.Tables) await ExecuteAsync(connection, null, $"ANALYZE pg_temp.{Quoted(table)}", ct);
            analyzed = done;
        }
        foreach (var table in projection.Tables) await ExecuteAsync(connection, null, $"ANALYZE pg_temp.{Quoted(table)}", ct);
        return await TakeOverAsync(projection, run.Tenant, known, done, connection, ct);
    }

    private static async Task<RebuildResult?> TakeOverAsync(IProjection projection, string tenant, bool known, long done, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var hold = new NpgsqlCommand(ChainGate.LockHeads, connection, transaction) { CommandTimeout = 0 })
        {
            hold.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [tenant] });
            await hold.ExecuteNonQueryAsync(ct);
        }

        var held = Stopwatch.GetTimestamp();
        if (known != await IsKnownAsync(tenant, connection, transaction, ct)) return null;
        while (await KeptEvents.ReadAsync(connection, transaction, tenant, done, Chunk, ct) is { Count: > 0 } events)
        {
            await projection.ApplyAsync(events, connection, transaction, ct);
            done = events[^1].Position;
        }
        var tables = new List<RebuiltTable>();
        foreach (var table in projection.Tables)
        {
            var (live, made) = ($"public.{Quoted(table)}", $"pg_temp.{Quoted(table)}");
            // Same key, same bytes; after that a key that is still there needs no second look.
            var same = await SameKeyAsync(table, connection, transaction, ct);
            var removed = await ExecuteAsync(connection, transaction,
                $"DELETE FROM {live} AS l WHERE tenant = $1 AND NOT EXISTS (SELECT FROM {made} AS m WHERE {same} AND m::text = l::text)", ct, tenant);
            var added = await ExecuteAsync(connection, transaction,
                $"INSERT INTO {live} SELECT m.* FROM {made} AS m WHERE tenant = $1 AND NOT EXISTS (SELECT FROM {live} AS l WHERE l.tenant = $1 AND {same})", ct, tenant);
            await using var count = new NpgsqlCommand($"SELECT count(*) FROM {made}", connection, transaction) { CommandTimeout = 0 };
            tables.Add(new RebuiltTable(table, (long)(await count.ExecuteScalarAsync(ct))!, removed, added));
        }
        await transaction.CommitAsync(ct);
        return new RebuildResult(done, tables, (long)Stopwatch.GetElapsedTime(held).TotalMilliseconds);
    }

    /// <summary>The condition that a row of the one and of the other have the same primary key.</summary>
    private static async Task<string> SameKeyAsync(string table, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            SELECT string_agg(format('m.%1$I = l.%1$I', a.attname), ' AND ' ORDER BY array_position(i.indkey::int2[], a.attnum))
            FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) WHERE i.indisprimary AND i.indrelid = ('public.' || quote_ident($1))::regclass
            """, connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table });
        return await command.ExecuteScalarAsync(ct) as string ?? throw new InvalidOperationException($"{table} has no primary key.");
    }

    private static async Task<bool> IsKnownAsync(string tenant, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM public.tenants WHERE tenant = $1)", connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task<long> HeadAsync(string tenant, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT coalesce(max(position), 0) FROM chain_heads WHERE tenant = $1", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, string sql, CancellationToken ct, string? tenant = null)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = 0 };
        if (tenant is not null) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        return await command.ExecuteNonQueryAsync(ct);
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

/// <param name="Position">The record up to which it was made.</param>
/// <param name="Tables">What became of each table.</param>
/// <param name="HeldMilliseconds">How long new events had to wait at the end.</param>
public sealed record RebuildResult(long Position, IReadOnlyList<RebuiltTable> Tables, long HeldMilliseconds);

/// <param name="Table">Its name.</param>
/// <param name="Rows">Rows that the events make.</param>
/// <param name="Removed">Rows that were there and are not what the events make; 0 unless somebody or something was wrong.</param>
/// <param name="Added">Rows that were missing or wrong.</param>
public sealed record RebuiltTable(string Table, long Rows, int Removed, int Added);
