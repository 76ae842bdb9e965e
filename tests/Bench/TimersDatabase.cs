using Npgsql;
using ServiceMesh.NativeServers;
using ServiceMesh.NativeServers.Processes;
using ServiceMesh.Testing;

namespace ServiceMesh.Bench;

/// <summary>
/// A PostgreSQL of its own, durable, for both engines: each has a database with the same table of effects, one row per firing. Commit
/// times are recorded, so lateness is until the commit.
/// </summary>
internal sealed class TimersDatabase : IAsyncDisposable
{
    private const string Effects = """
        CREATE TABLE IF NOT EXISTS effects (timer text NOT NULL, due_at timestamptz NOT NULL, fired_at timestamptz NOT NULL DEFAULT clock_timestamp())
        """;

    private readonly PostgresServer _server;
    private readonly ChildProcess _process;

    private TimersDatabase(PostgresServer server)
    {
        _server = server;
        _process = ChildProcess.Start(server.Command with { Arguments = [.. server.Command.Arguments, "-c", "track_commit_timestamp=on"] }, _ => { });
    }

    public string Ours => _server.ConnectionString("sla");

    public string Quartz => _server.ConnectionString("quartz");

    public static async Task<TimersDatabase> StartAsync()
    {
        var database = new TimersDatabase(PostgresServer.Prepare(Path.Combine(TestDirectory.Create("timers"), "server"), ["sla", "quartz"]));
        await Eventually.Async(() => database._server.IsReadyAsync(CancellationToken.None), TimeSpan.FromSeconds(60), "PostgreSQL takes connections");
        foreach (var one in new[] { database.Ours, database.Quartz }) await ExecuteAsync(one, Effects);
        await ExecuteAsync(database._server.SuperuserConnectionString(), "CREATE EXTENSION IF NOT EXISTS pg_walinspect");
        return database;
    }

    /// <summary>Empties the effects and lets no block pay for another's dirty pages.</summary>
    public async Task CleanAsync(string connectionString)
    {
        await ExecuteAsync(connectionString, "TRUNCATE effects");
        await ExecuteAsync(_server.SuperuserConnectionString(), "CHECKPOINT");
    }

    /// <summary>Where the WAL is.</summary>
    public async Task<string> PositionAsync() => (string)(await ScalarAsync(_server.SuperuserConnectionString(), "SELECT pg_current_wal_flush_lsn()::text"))!;

    /// <summary>Commit records written since.</summary>
    public async Task<long> CommitsSinceAsync(string position)
    {
        var now = await PositionAsync();
        return (long)(await ScalarAsync(_server.SuperuserConnectionString(),
            $"SELECT count(*) FROM pg_get_wal_records_info('{position}', '{now}') WHERE resource_manager = 'Transaction' AND record_type LIKE 'COMMIT%'"))!;
    }

    /// <summary>Waits for that many effects and returns when the last was committed.</summary>
    public static async Task<DateTime> AwaitAsync(string connectionString, long effects, TimeSpan limit)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await Eventually.Async(async () =>
        {
            await using var count = source.CreateCommand("SELECT count(*) FROM effects");
            return (long)(await count.ExecuteScalarAsync())! >= effects;
        }, limit, $"{effects} effects");
        return (DateTime)(await ScalarAsync(connectionString, "SELECT max(pg_xact_commit_timestamp(xmin)) FROM effects"))!;
    }

    /// <summary>How punctual the effects were: until the commit; early is what was done before its time.</summary>
    public static async Task<string> LatenessAsync(string connectionString)
    {
        const string sql = """
            SELECT format('%s fired, %s of them once; lateness p50 %s ms, p99 %s ms, max %s ms; early %s (by up to %s ms)', count(*), count(DISTINCT timer),
                round(percentile_disc(0.5) WITHIN GROUP (ORDER BY late)::numeric, 1), round(percentile_disc(0.99) WITHIN GROUP (ORDER BY late)::numeric, 1),
                round(max(late)::numeric, 1), count(*) FILTER (WHERE early > 0), round(greatest(0, max(early))::numeric, 1))
            FROM (SELECT timer, extract(epoch FROM pg_xact_commit_timestamp(xmin) - due_at) * 1000 AS late, extract(epoch FROM due_at - fired_at) * 1000 AS early
                  FROM effects) e
            """;
        return (string)(await ScalarAsync(connectionString, sql))!;
    }

    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        return await command.ExecuteScalarAsync();
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
