using Npgsql;
using NpgsqlTypes;

namespace ServiceMesh.Messaging;

/// <summary>The statements by which due timers are claimed, looked ahead for, put off and deleted.</summary>
internal static class TimerTable
{
    /// <summary>Busy: somebody else is writing that row at this moment, or both waited for each other.</summary>
    public static bool IsBusy(Exception failure) =>
        failure is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected };

    // One instant for the whole claim. What was committed before it and is due by it is seen by the next statement, whose snapshot is younger.
    private const string TakeLane = """
        SELECT pg_try_advisory_xact_lock(7221, $1), set_config('servicemesh.now', clock_timestamp()::text, true)::timestamptz,
            set_config('idle_in_transaction_session_timeout', $2, true), set_config('statement_timeout', $3, true)
        """;

    // The lane as a CASE: an equation would be taken for a rare one, and everything due sorted for every claim.
    internal const string FindDue = $"""
        SELECT ctid::text, kind, key, due_at, version, tenant, ticket_id, payload, trace, attempts FROM messaging.timers
        WHERE due_at >= $2 AND due_at <= current_setting('servicemesh.now')::timestamptz
            AND CASE WHEN {Lanes.Sql} = $1 THEN true ELSE false END AND (SELECT pg_try_advisory_xact_lock(7221, $1))
        ORDER BY due_at LIMIT $3
        """;

    private const string DeleteFired = """
        DELETE FROM messaging.timers t USING unnest($1::text[]::tid[], $2) AS f(place, version)
        WHERE t.ctid = f.place AND t.version = f.version
        RETURNING t.version, clock_timestamp()
        """;

    private const string PutOff = """
        UPDATE messaging.timers SET attempts = attempts + 1, due_at = clock_timestamp() + make_interval(secs => least(600, power(2, attempts)))
        WHERE kind = $1 AND key = $2 AND version = $3
        RETURNING due_at
        """;

    // A server that cannot get rid of a large answer, or has got half of a large statement, is not idle, so the lease does not end it.
    private const string EndStuck = """
        SELECT count(pg_terminate_backend(l.pid)) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
        WHERE l.locktype = 'advisory' AND l.granted AND l.classid = 7221 AND l.objid = $1 AND a.datname = current_database()
            AND l.database = a.datid AND a.state = 'active' AND a.wait_event IN ('ClientWrite', 'ClientRead') AND a.state_change < clock_timestamp() - $2
        """;

    private const string LookAhead = $"SELECT {Lanes.Sql}, due_at FROM messaging.timers WHERE due_at > $1 AND due_at <= $2 ORDER BY due_at LIMIT $3";

    /// <summary>
    /// Claims a lane for this work's transaction, which loses it when it idles longer than the lease; the lane's due timers from a due
    /// time on come with it. False when another instance holds the lane.
    /// </summary>
    public static async Task<bool> ClaimAsync(Work work, int lane, TimeSpan lease, (DateTimeOffset From, int Limit)? look, List<FiredTimer> due, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(work.Connection, work.Transaction);
        var take = new NpgsqlBatchCommand(TakeLane);
        take.Parameters.Add(new NpgsqlParameter<int> { TypedValue = lane });
        take.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Milliseconds(lease) });
        take.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Milliseconds(TimerFiring.LongestHandler) });
        batch.BatchCommands.Add(take);
        if (look is (var from, var limit))
        {
            var find = new NpgsqlBatchCommand(FindDue);
            find.Parameters.Add(new NpgsqlParameter<int> { TypedValue = lane });
            find.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = from.UtcDateTime });
            find.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
            batch.BatchCommands.Add(find);
        }

        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        work.Now = Instant(reader, 1);
        if (!reader.GetBoolean(0)) return false;
        if (await reader.NextResultAsync(ct)) await ReadAsync(reader, due, ct);
        return true;
    }

    /// <summary>
    /// Deletes exactly the armings that were fired: the fence. Whoever lost its claim, or fired what was armed anew or cancelled, finds
    /// fewer than it fired and undoes everything.
    /// </summary>
    /// <returns>The database's clock.</returns>
    /// <exception cref="SupersededException">Some are gone.</exception>
    public static async Task<DateTimeOffset> DeleteAsync(Work work, List<FiredTimer> fired, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(work.Connection, work.Transaction);
        // Shorter than the time after which PostgreSQL looks for deadlocks: whoever arms never becomes the victim of one.
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SET LOCAL lock_timeout = '300ms'"));
        var delete = new NpgsqlBatchCommand(DeleteFired);
        delete.Parameters.Add(new() { Value = fired.Select(t => t.Row).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        delete.Parameters.Add(new() { Value = fired.Select(t => t.Version).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        batch.BatchCommands.Add(delete);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var deleted = new HashSet<long>(fired.Count);
        var at = work.Now;
        while (await reader.ReadAsync(ct))
        {
            deleted.Add(reader.GetInt64(0));
            at = Instant(reader, 1);
        }
        return deleted.Count == fired.Count ? at : throw new SupersededException([.. fired.Where(t => deleted.Contains(t.Version))]);
    }

    /// <summary>Puts a failed timer off; returns when it is due again, or null when it was armed anew or cancelled.</summary>
    public static async Task<DateTimeOffset?> PutOffAsync(NpgsqlDataSource dataSource, FiredTimer timer, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(PutOff);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = timer.Kind });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = timer.Key });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = timer.Version });
        return await command.ExecuteScalarAsync(ct) is DateTime due ? new DateTimeOffset(due, TimeSpan.Zero) : null;
    }

    /// <summary>Notes what is due in this span; returns up to when everything was noted.</summary>
    public static async Task<DateTimeOffset> LookAheadAsync(
        NpgsqlDataSource dataSource, DateTimeOffset from, DateTimeOffset to, TimerIndex index, CancellationToken ct)
    {
        const int atOnce = 100_000;
        await using var command = dataSource.CreateCommand(LookAhead);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = from.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = to.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = atOnce });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var (count, last) = (0, from);
        for (; await reader.ReadAsync(ct); count++)
        {
            last = Instant(reader, 1);
            index[reader.GetInt32(0)].Add(TimerIndex.RoundedUp(last));
        }
        // With so many at one instant the rest of them is found by the claims that this instant causes.
        return count < atOnce ? to : last;
    }

    /// <summary>Whether anything is due: strays that other processes armed and died before firing.</summary>
    public static async Task<bool> IsAnyDueAsync(NpgsqlDataSource dataSource, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand("SELECT EXISTS (SELECT FROM messaging.timers WHERE due_at <= (SELECT clock_timestamp()))");
        return await command.ExecuteScalarAsync(ct) is true;
    }

    /// <summary>
    /// Ends the session that holds a lane although its process neither reads an answer nor ends a statement for longer than the lease: it is frozen.
    /// </summary>
    public static async Task EndStuckAsync(NpgsqlDataSource dataSource, int lane, TimeSpan lease, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(EndStuck);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = lane });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = lease });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>By how much the most overdue timer is late; zero when none is.</summary>
    public static async Task<TimeSpan> LatenessAsync(Work work, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "SELECT greatest(interval '0', clock_timestamp() - min(due_at)) FROM messaging.timers", work.Connection, work.Transaction);
        return await command.ExecuteScalarAsync(ct) is TimeSpan late ? late : TimeSpan.Zero;
    }

    private static async Task ReadAsync(NpgsqlDataReader reader, List<FiredTimer> due, CancellationToken ct)
    {
        while (await reader.ReadAsync(ct))
        {
            due.Add(new FiredTimer(reader.GetString(1), reader.GetString(2), Instant(reader, 3), reader.GetString(5),
                reader.IsDBNull(6) ? null : reader.GetGuid(6), reader.IsDBNull(7) ? null : reader.GetString(7))
            {
                Row = reader.GetString(0),
                Version = reader.GetInt64(4),
                Trace = reader.IsDBNull(8) ? null : reader.GetString(8),
                Attempts = reader.GetInt32(9),
            });
        }
    }

    private static DateTimeOffset Instant(NpgsqlDataReader reader, int column) => new(reader.GetDateTime(column), TimeSpan.Zero);

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Some of the timers that were fired had been armed anew, cancelled or fired elsewhere: nothing of this work may stay.</summary>
/// <param name="left">Those that are still as they were claimed.</param>
internal sealed class SupersededException(List<FiredTimer> left) : Exception("Timers were armed anew, cancelled or fired elsewhere.")
{
    public List<FiredTimer> Left => left;
}
