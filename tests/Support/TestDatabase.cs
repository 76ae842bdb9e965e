using Npgsql;
using ServiceMesh.NativeServers;
using ServiceMesh.NativeServers.Processes;

namespace ServiceMesh.Testing;

/// <summary>
/// Fresh PostgreSQL databases: on the server that SERVICEMESH_TEST_POSTGRES names (a superuser's connection string), or
/// on a private one that is started once per test process and goes with it.
/// </summary>
public static class TestDatabase
{
    private static readonly Lazy<Task<string>> s_server = new(FindServerAsync);

    /// <summary>A superuser's connection string of the server's <c>postgres</c> database.</summary>
    public static Task<string> ServerAsync() => s_server.Value;

    /// <summary>Makes an empty database of its own and returns its connection string.</summary>
    public static async Task<string> CreateAsync()
    {
        var server = await ServerAsync();
        var name = $"test_{Guid.CreateVersion7():N}";
        await using (var connection = new NpgsqlConnection(server + ";Pooling=false"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = $"CREATE DATABASE {name}";
            await command.ExecuteNonQueryAsync();
        }
        return new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 30 }.ConnectionString;
    }

    /// <summary>Drops a database made by <see cref="CreateAsync"/>, also when somebody is connected.</summary>
    public static async Task DropAsync(string connectionString)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        if (name?.StartsWith("test_", StringComparison.Ordinal) is not true)
            throw new ArgumentException($"{name} is no test's database.", nameof(connectionString));
        await using var connection = new NpgsqlConnection(await ServerAsync() + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"DROP DATABASE IF EXISTS {name} WITH (FORCE)";
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> FindServerAsync() =>
        Environment.GetEnvironmentVariable("SERVICEMESH_TEST_POSTGRES") is { Length: > 0 } given
            ? new NpgsqlConnectionStringBuilder(given) { Database = "postgres" }.ConnectionString
            : (await TestPostgres.StartAsync()).ConnectionString;
}

/// <summary>A private PostgreSQL in a temporary directory, for tests that stop, kill and start it.</summary>
public sealed class TestPostgres : IAsyncDisposable
{
    private readonly PostgresServer _server;
    private ChildProcess _process;

    private TestPostgres(PostgresServer server)
    {
        _server = server;
        _process = ChildProcess.Start(server.Command, _ => { });
    }

    /// <summary>A superuser's connection string; the port stays the same from start to start.</summary>
    public string ConnectionString => _server.SuperuserConnectionString();

    /// <summary>Makes an empty cluster and starts it.</summary>
    public static async Task<TestPostgres> StartAsync()
    {
        var directory = TestDirectory.Create("postgres");
        var postgres = new TestPostgres(PostgresServer.Prepare(Path.Combine(directory, "server"), [], durable: false));
        await postgres.WaitAsync();
        return postgres;
    }

    /// <summary>Starts it again after <see cref="StopAsync"/> or <see cref="KillAsync"/>.</summary>
    public async Task StartAgainAsync()
    {
        _process = ChildProcess.Start(_server.Command, _ => { });
        await WaitAsync();
    }

    /// <summary>Stops it in order, ending its connections.</summary>
    public Task StopAsync() => _process.StopAsync(TimeSpan.FromSeconds(4));

    /// <summary>Kills it (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.Exited;
    }

    /// <summary>Stops it for good.</summary>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private Task WaitAsync() =>
        Eventually.Async(
            () =>
            {
                // The sessions of a killed server may hold its memory a moment longer: the next one gives up then and is started anew.
                if (_process.Exited.IsCompleted) _process = ChildProcess.Start(_server.Command, _ => { });
                return _server.IsReadyAsync(CancellationToken.None);
            }, TimeSpan.FromSeconds(60), "PostgreSQL takes connections");
}
