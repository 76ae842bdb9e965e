using Npgsql;
using ServiceMesh.NativeServers;
using ServiceMesh.NativeServers.Processes;
using ServiceMesh.Testing;

namespace ServiceMesh.Bench;

/// <summary>A PostgreSQL of the bench's own with fsync on, which keeps the times of commits; each database has its own role.</summary>
internal sealed class DurableServer : IAsyncDisposable
{
    private readonly PostgresServer _server;
    private readonly ChildProcess _process;

    private DurableServer(PostgresServer server)
    {
        _server = server;
        _process = ChildProcess.Start(server.Command with { Arguments = [.. server.Command.Arguments, "-c", "track_commit_timestamp=on"] }, _ => { });
    }

    public static async Task<DurableServer> StartAsync(params string[] databases)
    {
        var server = new DurableServer(PostgresServer.Prepare(Path.Combine(TestDirectory.Create("bench"), "server"), databases));
        await Eventually.Async(() => server._server.IsReadyAsync(CancellationToken.None), TimeSpan.FromSeconds(60), "PostgreSQL takes connections");
        return server;
    }

    public string Database(string name) => _server.ConnectionString(name);

    /// <summary>Lets no block pay for another's dirty pages, and gives the planner what autovacuum would have given it.</summary>
    public async Task RestAsync(string database)
    {
        await TimersDatabase.ExecuteAsync(_server.SuperuserConnectionString(database), "VACUUM ANALYZE");
        await TimersDatabase.ExecuteAsync(_server.SuperuserConnectionString(), "CHECKPOINT");
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
