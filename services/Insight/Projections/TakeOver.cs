using System.Data;
using System.Diagnostics;
using System.Numerics;
using Npgsql;
using ServiceMesh.Insight.Record;

namespace ServiceMesh.Insight.Projections;

/// <summary>
/// Puts a read model made anew in the place of the old one. First all rows are compared as they stood at one moment, and nobody waits for that.
/// Then it holds the tenant's head, adds the last events, and looks once more only at rows that differed or have been written since. Where many
/// differ, as after a change of rules or a loss, most are put right before, some at a time, and the head is let go between.
/// </summary>
/// <param name="known">Whether the tenant was known when the building began.</param>
/// <param name="step">So many rows are put right at a time while the head is held.</param>
/// <param name="progress">Told the position reached, so that the job is seen to live.</param>
internal sealed class TakeOver(
    IProjection projection, string tenant, NpgsqlConnection connection, bool known, int step, Func<long, CancellationToken, Task> progress)
{
    private const int Chunk = 5_000;

    /// <summary>So few events are added while the head is held.</summary>
    private const int Few = 200;

    /// <summary>Traffic may come as fast as it is caught up with.</summary>
    private const int MostRounds = 20;

    private readonly Dictionary<string, (int Removed, int Added)> _changed = [];
    private TimeSpan _longestHeld;

    /// <summary>A table with its names in statements: <c>l</c> are the old rows, <c>m</c> those made anew, <c>d</c> the keys of rows to look at.</summary>
    private sealed record Compared(string Table, string Live, string Made, string Doubtful, string[] Key)
    {
        /// <summary>The keys of rows to look at before the end, by the step that does.</summary>
        public string Steps => $"pg_temp.{StepsName}";

        public string StepsName => Sql.Quoted("steps " + Table);

        public string Same(string left, string right) => string.Join(" AND ", Key.Select(k => $"{left}.{k} = {right}.{k}"));

        public string Keys(string of) => string.Join(", ", Key.Select(k => $"{of}.{k}"));
    }

    /// <summary>Null when the tenant's days were counted anew meanwhile.</summary>
    /// <param name="done">The position up to which the new rows are made.</param>
    public async Task<RebuildResult?> RunAsync(long done, CancellationToken ct)
    {
        var tables = new List<Compared>();
        foreach (var table in projection.Tables)
        {
            var key = await Sql.KeyAsync(table, connection, null, ct);
            tables.Add(new Compared(
                table, $"public.{Sql.Quoted(table)}", $"pg_temp.{Sql.Quoted(table)}", $"pg_temp.{Sql.Quoted("doubtful " + table)}", [.. key.Select(Sql.Quoted)]));
        }

        (done, var seen, var made) = await CompareAsync(tables, done, ct);
        done = await CatchUpAsync(done, ct);
        if (await DifferAsync(tables, ct) > step)
        {
            if (await PutMostRightAsync(tables, done, ct) is not { } reached) return null;
            (done, seen, made) = await CompareAsync(tables, reached, ct);
            done = await CatchUpAsync(done, ct);
        }
        return await ReplaceAsync(tables, done, seen, made, ct);
    }

    private async Task<long> CatchUpAsync(long done, CancellationToken ct)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            var before = done;
            done = await AddAsync(done, transaction, ct);
            await transaction.CommitAsync(ct);
            if (done - before < Few) break;
        }
        return done;
    }

    /// <summary>Whether the tenant's zone is known.</summary>
    public static async Task<bool> IsKnownAsync(string tenant, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM public.tenants WHERE tenant = $1)", connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>
    /// Notes the keys of all rows that differ at one moment, to which the new rows are made. Old rows written later are those not older than
    /// the transaction <c>Seen</c>, new rows written later those younger than the transaction <c>Made</c>.
    /// </summary>
    private async Task<(long Done, string Seen, string Made)> CompareAsync(List<Compared> tables, long done, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        done = await AddAsync(done, transaction, ct);
        foreach (var t in tables)
        {
            await Sql.ExecuteAsync(connection, transaction, $"DROP TABLE IF EXISTS {t.Doubtful}; CREATE TEMP TABLE {Sql.Quoted("doubtful " + t.Table)} AS SELECT {t.Keys("m")} FROM {t.Made} AS m LIMIT 0", ct);
            // Same key, same bytes.
            await Sql.ExecuteAsync(connection, transaction, $"""
                INSERT INTO {t.Doubtful}
                SELECT {t.Keys("l")} FROM {t.Live} AS l WHERE l.tenant = $1 AND NOT EXISTS (SELECT FROM {t.Made} AS m WHERE {t.Same("m", "l")} AND m::text = l::text)
                UNION ALL
                SELECT {t.Keys("m")} FROM {t.Made} AS m WHERE NOT EXISTS (SELECT FROM {t.Live} AS l WHERE l.tenant = $1 AND {t.Same("m", "l")})
                """, ct, tenant);
        }

        await using var command = new NpgsqlCommand("SELECT pg_snapshot_xmin(pg_current_snapshot())::xid::text, pg_current_xact_id()::xid::text", connection, transaction);
        string seen, made;
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            await reader.ReadAsync(ct);
            (seen, made) = (reader.GetString(0), reader.GetString(1));
        }
        await transaction.CommitAsync(ct);
        return (done, seen, made);
    }

    private async Task<long> DifferAsync(List<Compared> tables, CancellationToken ct)
    {
        var sum = 0L;
        foreach (var t in tables)
        {
            await using var count = new NpgsqlCommand($"SELECT count(*) FROM {t.Doubtful}", connection) { CommandTimeout = 0 };
            sum += (long)(await count.ExecuteScalarAsync(ct))!;
        }
        return sum;
    }

    /// <summary>
    /// Puts right what differs, some rows at a time. Each time both sides stand at the same event, so these rows are as they should be; others made
    /// from them meanwhile may not be, and are found when all is compared again. Null when the tenant's days were counted anew meanwhile.
    /// </summary>
    private async Task<long?> PutMostRightAsync(List<Compared> tables, long done, CancellationToken ct)
    {
        foreach (var t in tables)
        {
            await Sql.ExecuteAsync(connection, null, $"""
                DROP TABLE IF EXISTS {t.Steps};
                CREATE TEMP TABLE {t.StepsName} AS SELECT {t.Keys("k")}, (row_number() OVER () - 1) / {step} AS step FROM {t.Doubtful} AS k;
                CREATE INDEX ON {t.Steps} (step);
                ANALYZE {t.Steps}
                """, ct);
            long last;
            await using (var count = new NpgsqlCommand($"SELECT coalesce(max(step), -1) FROM {t.Steps}", connection)) last = (long)(await count.ExecuteScalarAsync(ct))!;
            for (var n = 0L; n <= last; n++)
            {
                await using var transaction = await connection.BeginTransactionAsync(ct);
                var held = await HoldAsync(transaction, ct);
                if (known != await IsKnownAsync(tenant, connection, transaction, ct)) return null;
                done = await AddAsync(done, transaction, ct);
                await PutRightAsync(t, $"(SELECT {t.Keys("s")} FROM {t.Steps} AS s WHERE s.step = {n})", transaction, ct);
                await transaction.CommitAsync(ct);
                LetGo(held);
                await progress(done, ct);
                // A table that was looked at while it was empty is taken for empty: without this every step would read all of it.
                if (BitOperations.IsPow2(n + 1)) await Sql.ExecuteAsync(connection, null, $"ANALYZE {t.Live}", ct);
            }
        }
        return done;
    }

    /// <summary>Waits for the tenant's head and holds it until the transaction ends; returns since when.</summary>
    private async Task<long> HoldAsync(NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var hold = new NpgsqlCommand(ChainGate.LockHeads, connection, transaction) { CommandTimeout = 0 };
        hold.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [tenant] });
        await hold.ExecuteNonQueryAsync(ct);
        return Stopwatch.GetTimestamp();
    }

    private void LetGo(long held)
    {
        var time = Stopwatch.GetElapsedTime(held);
        if (time > _longestHeld) _longestHeld = time;
    }

    private async Task<RebuildResult?> ReplaceAsync(List<Compared> tables, long done, string seen, string made, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var held = await HoldAsync(transaction, ct);
        if (known != await IsKnownAsync(tenant, connection, transaction, ct)) return null;
        done = await AddAsync(done, transaction, ct);
        var results = new List<RebuiltTable>();
        foreach (var t in tables)
        {
            await Sql.ExecuteAsync(connection, transaction, $"""
                INSERT INTO {t.Doubtful}
                SELECT {t.Keys("l")} FROM {t.Live} AS l WHERE l.tenant = $1 AND age(l.xmin) <= age($2::xid)
                UNION ALL
                SELECT {t.Keys("m")} FROM {t.Made} AS m WHERE age(m.xmin) < age($3::xid)
                """, ct, tenant, seen, made);
            // They are few by now: then each is looked up by its key, and no table is read as a whole while the head is held.
            await Sql.ExecuteAsync(connection, transaction, $"ANALYZE {t.Doubtful}", ct);
            await PutRightAsync(t, t.Doubtful, transaction, ct);
            var (rows, there) = (await CountAsync(t.Made, transaction, ct), await CountAsync(t.Live, transaction, ct));
            if (rows != there)
            {
                // Rows that one side alone has lost since the comparison: then every key is looked at.
                await Sql.ExecuteAsync(connection, transaction, $"INSERT INTO {t.Doubtful} SELECT {t.Keys("l")} FROM {t.Live} AS l WHERE l.tenant = $1 UNION ALL SELECT {t.Keys("m")} FROM {t.Made} AS m", ct, tenant);
                await Sql.ExecuteAsync(connection, transaction, $"ANALYZE {t.Doubtful}", ct);
                await PutRightAsync(t, t.Doubtful, transaction, ct);
            }
            var (removed, added) = _changed[t.Table];
            results.Add(new RebuiltTable(t.Table, rows, removed, added));
        }
        await transaction.CommitAsync(ct);
        LetGo(held);
        return new RebuildResult(done, results, (long)_longestHeld.TotalMilliseconds);
    }

    /// <param name="doubtful">A table, or a query in brackets, that gives the keys to look at.</param>
    private async Task PutRightAsync(Compared t, string doubtful, NpgsqlTransaction transaction, CancellationToken ct)
    {
        var removed = await Sql.ExecuteAsync(connection, transaction, $"""
            DELETE FROM {t.Live} AS l USING (SELECT DISTINCT {t.Keys("k")} FROM {doubtful} AS k) AS d
            WHERE l.tenant = $1 AND {t.Same("d", "l")} AND NOT EXISTS (SELECT FROM {t.Made} AS m WHERE {t.Same("m", "l")} AND m::text = l::text)
            """, ct, tenant);
        // What is still there is as it should be.
        var added = await Sql.ExecuteAsync(connection, transaction, $"""
            INSERT INTO {t.Live} SELECT m.* FROM (SELECT DISTINCT {t.Keys("k")} FROM {doubtful} AS k) AS d JOIN {t.Made} AS m ON {t.Same("d", "m")}
            WHERE NOT EXISTS (SELECT FROM {t.Live} AS l WHERE l.tenant = $1 AND {t.Same("m", "l")})
            """, ct, tenant);
        var before = _changed.GetValueOrDefault(t.Table);
        _changed[t.Table] = (before.Removed + removed, before.Added + added);
    }

    /// <summary>Adds the events after a position, up to the last there is; returns that one's.</summary>
    private async Task<long> AddAsync(long done, NpgsqlTransaction transaction, CancellationToken ct)
    {
        while (true)
        {
            var events = await KeptEvents.ReadAsync(connection, transaction, tenant, done, Chunk, ct);
            if (events.Count == 0) return done;
            await projection.ApplyAsync(events, connection, transaction, ct);
            done = events[^1].Position;
            if (events.Count < Chunk) return done;
        }
    }

    private async Task<long> CountAsync(string table, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var count = new NpgsqlCommand($"SELECT count(*) FROM {table} WHERE tenant = $1", connection, transaction) { CommandTimeout = 0 };
        count.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        return (long)(await count.ExecuteScalarAsync(ct))!;
    }
}
