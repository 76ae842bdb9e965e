using System.Collections.Concurrent;
using System.Diagnostics;
using ServiceMesh.NativeServers;
using ServiceMesh.NativeServers.Processes;
using ServiceMesh.Testing;

namespace ServiceMesh.Messaging.Tests;

/// <summary>This program once more, as a service that can be killed, frozen and thawed.</summary>
internal sealed class ChildService : IAsyncDisposable
{
    private const string Ready = "ready";
    private readonly ConcurrentQueue<string> _said = new();
    private readonly ChildProcess _process;

    private ChildService(ServerCommand command) => _process = ChildProcess.Start(command, _said.Enqueue);

    /// <summary>Starts one that finds in its environment which service it is, and waits until it runs.</summary>
    public static async Task<ChildService> StartAsync(string name, IReadOnlyDictionary<string, string> environment)
    {
        var child = new ChildService(new ServerCommand(name, "dotnet", [typeof(ChildService).Assembly.Location], AppContext.BaseDirectory, environment));
        await child.SaidAsync(Ready);
        return child;
    }

    /// <summary>Inside such a process: says that it runs, and lets it.</summary>
    public static async Task<int> StayAsync()
    {
        Console.WriteLine(Ready);
        await Task.Delay(Timeout.Infinite);
        return 0;
    }

    /// <summary>Waits for a line of its output.</summary>
    public Task SaidAsync(string line) => Eventually.Async(
        () => _said.Contains(line) || (_process.Exited.IsCompleted ? throw new InvalidOperationException($"It ended: {string.Join('\n', _said)}") : false), TimeSpan.FromSeconds(60), $"the child says '{line}'");

    /// <summary>Ends it at once (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.Exited;
    }

    /// <summary>Stops it in the middle of whatever it does (SIGSTOP).</summary>
    public Task FreezeAsync() => SignalAsync("-STOP");

    /// <summary>Lets it go on (SIGCONT).</summary>
    public Task ThawAsync() => SignalAsync("-CONT");

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.DisposeAsync();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{_process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, kill.ExitCode);
    }
}
