using System.Text.RegularExpressions;
using ServiceMesh.NativeServers;
using ServiceMesh.NativeServers.Processes;
using ServiceMesh.Testing;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Assignment;

/// <summary>Another instance of Dispatch, in a process of its own: it can be killed in the middle of what it does.</summary>
internal sealed partial class DispatchProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private DispatchProcess(ChildProcess process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Starts one on a database that others may work on too.</summary>
    public static async Task<DispatchProcess> StartAsync(string database)
    {
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var environment = TestIdentity.Settings.ToDictionary(s => s.Key.Replace(":", "__", StringComparison.Ordinal), s => s.Value!);
        environment["ConnectionStrings__dispatch"] = database;
        environment["Messaging__Transport"] = "none";
        // Whichever is free: the log says which.
        environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        var command = new ServerCommand("dispatch-b", "dotnet", [typeof(DispatchOptions).Assembly.Location], AppContext.BaseDirectory, environment);
        var process = ChildProcess.Start(command, line =>
        {
            if (Listening().Match(line) is { Success: true } found) listening.TrySetResult(new Uri(found.Value));
        });
        return new DispatchProcess(process, await listening.Task.WaitAsync(TimeSpan.FromSeconds(90), TestContext.Current.CancellationToken));
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

    [GeneratedRegex(@"http://127\.0\.0\.1:[0-9]+")]
    private static partial Regex Listening();
}
