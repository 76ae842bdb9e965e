using System.Diagnostics;

namespace ServiceMesh.NativeServers.Processes;

/// <summary>
/// A process that leads a session of its own (a Ctrl-C at the terminal does not reach it), hands over its output line by
/// line, and never outlives this one. When it ends, what is left of its group is killed.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(ServerCommand command, Action<string> output)
    {
        // setsid replaces itself by the program (it is no group leader here), so the process id stays the same.
        var start = new ProcessStartInfo("setsid", [command.Program, .. command.Arguments])
        {
            WorkingDirectory = command.WorkingDirectory,
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in command.Environment) start.Environment[name] = value;
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => { if (line.Data is not null) output(line.Data); };
        _process.ErrorDataReceived += (_, line) => { if (line.Data is not null) output(line.Data); };
        _process.Exited += (_, _) => OnExited();
        StartedAt = DateTimeOffset.UtcNow;
        _process.Start();
        Id = _process.Id;
        Guardian.Instance.Add(Id);
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The operating system's id of the program itself.</summary>
    public int Id { get; }

    /// <summary>When it was started (UTC).</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>Ends with the exit code (128 + signal when a signal ended it).</summary>
    public Task<int> Exited => _exited.Task;

    /// <summary>Starts a program.</summary>
    /// <param name="command">What to start.</param>
    /// <param name="output">Gets every line of standard output and error, from several threads.</param>
    public static ChildProcess Start(ServerCommand command, Action<string> output) => new(command, output);

    /// <summary>Deletes a directory when this process has ended and its children with it.</summary>
    public static void DeleteAtEnd(string directory) => Guardian.Instance.DeleteAtEnd(directory);

    /// <summary>Asks it to stop (SIGTERM, after half the time SIGINT) and kills it if it has not after that time.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        foreach (var signal in new[] { Signals.Terminate, Signals.Interrupt })
        {
            if (Exited.IsCompleted) return;
            Signals.Send(Id, signal);
            if (await Task.WhenAny(Exited, Task.Delay(grace / 2)) == Exited) return;
        }
        Kill();
        await Exited;
    }

    /// <summary>Ends it at once, as a power cut would (SIGKILL), with all of its group.</summary>
    public void Kill()
    {
        if (!Exited.IsCompleted) Signals.SendToGroup(Id, Signals.Kill);
    }

    /// <summary>Stops it within five seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.FromSeconds(5));
        _process.Dispose();
    }

    private void OnExited()
    {
        Signals.SendToGroup(Id, Signals.Kill);
        Guardian.Instance.Remove(Id);
        _exited.TrySetResult(_process.ExitCode);
    }
}
