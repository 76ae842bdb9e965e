using ServiceMesh.NativeServers;
using ServiceMesh.NativeServers.Processes;
using ServiceMesh.Testing;

namespace ServiceMesh.Sla.Tests.Reprocess;

/// <summary>Sla as a process of its own on a test's database, without a broker: it can be killed.</summary>
internal sealed class SlaProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private SlaProcess(ChildProcess process) => _process = process;

    /// <summary>Starts it.</summary>
    /// <param name="database">Its connection string.</param>
    /// <param name="settings">Settings beside the usual ones.</param>
    public static SlaProcess Start(string database, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var environment = TestIdentity.Settings.Concat(settings).ToDictionary(s => s.Key.Replace(":", "__", StringComparison.Ordinal), s => s.Value!);
        environment["ConnectionStrings__sla"] = database;
        environment["Messaging__Transport"] = "none";
        environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        return new(ChildProcess.Start(
            new("sla", "dotnet", [Path.Combine(AppContext.BaseDirectory, "ServiceMesh.Sla.dll")], AppContext.BaseDirectory, environment), _ => { }));
    }

    /// <summary>Ends it at once (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.Exited;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.DisposeAsync();
    }
}
