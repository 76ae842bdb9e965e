using System.Diagnostics;
using System.Reflection;

namespace ServiceMesh.Browser;

/// <summary>A service as a process of its own, on a free port of the loopback.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private readonly Process _process;

    private ServiceProcess(Process process) => _process = process;

    public string Address { get; private set; } = "";

    public static Task<ServiceProcess> StartDeskAsync(string gateway, CancellationToken ct) =>
        StartAsync("Desk", new Dictionary<string, string?> { ["services:gateway:http:0"] = gateway }, ct);

    /// <param name="service">Its project's name.</param>
    /// <param name="settings">Its configuration.</param>
    public static async Task<ServiceProcess> StartAsync(string service, IReadOnlyDictionary<string, string?> settings, CancellationToken ct)
    {
        var assembly = Metadata(service + "Assembly");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetDirectoryName(assembly)! };
        foreach (var argument in new[] { assembly, "--urls", "http://127.0.0.1:0", "--contentRoot", Path.Combine(Metadata("RepositoryRoot"), "services", service) })
            start.ArgumentList.Add(argument);
        foreach (var (key, value) in settings)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
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
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException($"{service} ended: " + string.Join('\n', said.TakeLast(20))));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var running = new ServiceProcess(process) { _said = said };
        try
        {
            running.Address = await listening.Task.WaitAsync(TimeSpan.FromSeconds(60), ct);
        }
        catch
        {
            running.Dispose();
            throw;
        }

        return running;
    }

    private List<string> _said = [];

    /// <summary>What it logged so far.</summary>
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
        typeof(ServiceProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == key).Value!;
}
