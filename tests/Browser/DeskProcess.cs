using System.Diagnostics;
using System.Reflection;

namespace ServiceMesh.Browser;

/// <summary>The Desk as a process of its own, on a free port of the loopback.</summary>
internal sealed class DeskProcess : IDisposable
{
    private readonly Process _process;

    private DeskProcess(Process process) => _process = process;

    public string Address { get; private set; } = "";

    public static async Task<DeskProcess> StartAsync(string gateway, CancellationToken ct)
    {
        var assembly = Metadata("DeskAssembly");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetDirectoryName(assembly)! };
        foreach (var argument in new[] { assembly, "--urls", "http://127.0.0.1:0", "--contentRoot", Path.Combine(Metadata("RepositoryRoot"), "services", "Desk") })
            start.ArgumentList.Add(argument);
        start.Environment["services__gateway__http__0"] = gateway;
        start.Environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information";
        start.Environment.Remove("OTEL_EXPORTER_OTLP_ENDPOINT");
        var listening = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var said = new List<string>();
        void Hear(string? line)
        {
            if (line is null)
                return;
            lock (said)
                said.Add(line);
            var at = line.IndexOf("Now listening on: ", StringComparison.Ordinal);
            if (at >= 0)
                listening.TrySetResult(line[(at + 18)..].Trim());
        }

        process.OutputDataReceived += (_, e) => Hear(e.Data);
        process.ErrorDataReceived += (_, e) => Hear(e.Data);
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException("The Desk ended: " + string.Join('\n', said.TakeLast(20))));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var desk = new DeskProcess(process) { _said = said };
        try
        {
            desk.Address = await listening.Task.WaitAsync(TimeSpan.FromSeconds(60), ct);
        }
        catch
        {
            desk.Dispose();
            throw;
        }

        return desk;
    }

    private List<string> _said = [];

    /// <summary>What the Desk logged so far.</summary>
    public string Log
    {
        get
        {
            lock (_said)
                return string.Join('\n', _said);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static string Metadata(string key) =>
        typeof(DeskProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == key).Value!;
}
