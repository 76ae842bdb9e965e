using Npgsql;
using ServiceMesh.Insight.Jobs;

namespace ServiceMesh.Insight.Projections;

/// <summary>
/// Makes a read model anew from the kept events, while traffic goes on. It is built in temporary tables of the same names, which only this
/// connection sees; then it takes the place of the old one (<see cref="TakeOver"/>).
/// </summary>
/// <param name="step">Rows that are put right at a time at the end, while new events wait.</param>
public sealed class RebuildJob(NpgsqlDataSource database, IEnumerable<IProjection> projections, int step = RebuildJob.Step) : IJob
{
    /// <summary>See <see cref="JobRow.Kind"/>.</summary>
    public const string KindName = "rebuild";

    /// <summary>Some tenths of a second, also of the widest rows.</summary>
    private const int Step = 2_000;

    /// <inheritdoc />
    public string Kind => KindName;

    /// <inheritdoc />
    public async Task<object> RunAsync(JobRun run, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(run);
        var projection = projections.SingleOrDefault(p => p.Name == run.Target) ?? throw new JobFailedException($"There is no read model {run.Target}.");
        await using var connection = await database.OpenConnectionAsync(ct);
        try
        {
            // Possible before a session's first temporary table only; a session that made some before has it already.
            await Sql.ExecuteAsync(connection, null, "SET temp_buffers = '64MB'", ct);
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
                await Sql.ExecuteAsync(connection, null, "DISCARD TEMP", CancellationToken.None);
            }
        }
    }

    /// <summary>Null when the tenant's days were counted anew meanwhile: then once more.</summary>
    private async Task<RebuildResult?> TryAsync(IProjection projection, JobRun run, NpgsqlConnection connection, CancellationToken ct)
    {
        await MakeTablesAsync(projection, connection, ct);
        var total = await HeadAsync(run.Tenant, connection, ct);
        var known = await TakeOver.IsKnownAsync(run.Tenant, connection, null, ct);
        var takeOver = new TakeOver(projection, run.Tenant, connection, known, step, (position, stop) => run.Progress(position, Math.Max(total, position), stop));
        var (done, analyzed) = (0L, 0L);
        await using (var ahead = new KeptEventsAhead(await database.OpenConnectionAsync(ct), run.Tenant))
        {
            for (var last = false; !last;)
            {
                (var events, last) = await ahead.NextAsync(ct);
                if (events.Count == 0) break;
                await using var transaction = await connection.BeginTransactionAsync(ct);
                await projection.ApplyAsync(events, connection, transaction, ct);
                await transaction.CommitAsync(ct);
                done = events[^1].Position;
                await run.Progress(done, Math.Max(total, done), ct);
                if (done < 2 * analyzed) continue;
                await AnalyzeAsync(projection, connection, ct);
                analyzed = done;
            }
        }
        await AnalyzeAsync(projection, connection, ct);
        return await takeOver.RunAsync(done, ct);
    }

    /// <summary>Empty copies with primary keys and what the read model itself looks up: readers' indexes would only cost.</summary>
    private static async Task MakeTablesAsync(IProjection projection, NpgsqlConnection connection, CancellationToken ct)
    {
        foreach (var table in projection.Tables)
        {
            var name = Sql.Quoted(table);
            var key = string.Join(", ", (await Sql.KeyAsync(table, connection, null, ct)).Select(Sql.Quoted));
            await Sql.ExecuteAsync(connection, null,
                $"DROP TABLE IF EXISTS pg_temp.{name}; CREATE TEMP TABLE {name} (LIKE public.{name} INCLUDING ALL EXCLUDING INDEXES, PRIMARY KEY ({key}))", ct);
        }
        foreach (var (table, columns) in projection.Lookups) await Sql.ExecuteAsync(connection, null, $"CREATE INDEX ON pg_temp.{Sql.Quoted(table)} ({columns})", ct);
        // A statement prepared before stays with the tables that its names meant then.
        connection.UnprepareAll();
    }

    /// <summary>Nobody else looks after temporary tables.</summary>
    private static async Task AnalyzeAsync(IProjection projection, NpgsqlConnection connection, CancellationToken ct)
    {
        foreach (var table in projection.Tables) await Sql.ExecuteAsync(connection, null, $"ANALYZE pg_temp.{Sql.Quoted(table)}", ct);
    }

    private static async Task<long> HeadAsync(string tenant, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT coalesce(max(position), 0) FROM chain_heads WHERE tenant = $1", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}

/// <param name="Position">The record up to which it was made.</param>
/// <param name="Tables">What became of each table.</param>
/// <param name="HeldMilliseconds">The longest time that new events had to wait.</param>
public sealed record RebuildResult(long Position, IReadOnlyList<RebuiltTable> Tables, long HeldMilliseconds);

/// <param name="Table">Its name.</param>
/// <param name="Rows">Rows that the events make.</param>
/// <param name="Removed">Rows that were there and are not what the events make; 0 unless somebody or something was wrong.</param>
/// <param name="Added">Rows that were missing or wrong.</param>
public sealed record RebuiltTable(string Table, long Rows, int Removed, int Added);
