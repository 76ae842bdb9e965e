using ServiceMesh.NativeServers;
using ServiceMesh.NativeServers.Processes;

namespace ServiceMesh.Testing;

/// <summary>
/// Redis: the one that SERVICEMESH_TEST_REDIS names (for example <c>127.0.0.1:6379</c>), or a private one that is started
/// once per test process and goes with it.
/// </summary>
public static class TestRedis
{
    private static readonly Lazy<Task<string>> s_server = new(FindServerAsync);

    /// <summary>Its connection string, for StackExchange.Redis. Several tests share it: use keys of your own.</summary>
    public static Task<string> ConnectionStringAsync() => s_server.Value;

    private static async Task<string> FindServerAsync()
    {
        if (Environment.GetEnvironmentVariable("SERVICEMESH_TEST_REDIS") is { Length: > 0 } given) return given;
        var server = RedisServer.Prepare(Path.Combine(TestDirectory.Create("redis"), "server"));
        ChildProcess.Start(server.Command, _ => { });
        await Eventually.Async(() => server.IsReadyAsync(CancellationToken.None), what: "Redis answers");
        return server.ConnectionString;
    }
}
