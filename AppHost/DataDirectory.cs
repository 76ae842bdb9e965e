using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting;
using ServiceMesh.NativeServers;
using State = ServiceMesh.AppHost.Commands.ApplicationState;

namespace ServiceMesh.AppHost;

/// <summary>
/// Everything that outlives a run: databases, secrets, ports, logs. One running application at a time owns it.
/// <c>SERVICEMESH_DATA</c> names it; otherwise it is <c>.data</c> in the checkout.
/// </summary>
internal sealed class DataDirectory : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private readonly FileStream? _lock;

    private DataDirectory(string path, FileStream? ownership)
    {
        Path = path;
        _lock = ownership;
    }

    /// <summary>Its full path.</summary>
    public string Path { get; }

    /// <summary>Where it is, or would be.</summary>
    public static string Locate(string checkout)
    {
        if (Environment.GetEnvironmentVariable("SERVICEMESH_DATA") is { Length: > 0 } given) return System.IO.Path.GetFullPath(given);
        // Root's servers run under accounts of their own, which must be able to pass through to their files.
        if (Environment.IsPrivilegedProcess && !OthersMayPass(checkout))
            return $"/var/lib/servicemesh/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(checkout)))[..8]}";
        return System.IO.Path.Combine(checkout, ".data");
    }

    /// <summary>Takes it over, waits for what is left of a run that was killed, and empties it if asked to.</summary>
    /// <exception cref="Refusal">Somebody else has it.</exception>
    public static DataDirectory Open(IDistributedApplicationBuilder builder, bool startEmpty)
    {
        var path = Locate(System.IO.Path.GetFullPath(System.IO.Path.Combine(builder.AppHostDirectory, "..")));
        if (builder.ExecutionContext.IsPublishMode) return new DataDirectory(path, null);
        Directory.CreateDirectory(path, Environment.IsPrivilegedProcess ? Private | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute : Private);
        var ownership = TakeLock(path);
        WaitForLeftovers(path);
        if (startEmpty) Empty(path);
        builder.Configuration["Orchestrator:Directory"] = path;
        return new DataDirectory(path, ownership);
    }

    /// <summary>A path in it.</summary>
    public string In(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>A directory in it that only its owner can enter.</summary>
    public string PrivateDirectory(string name)
    {
        if (_lock is not null) Directory.CreateDirectory(In(name), Private);
        return In(name);
    }

    /// <summary>A free port, the same at the next start.</summary>
    public int Port(string name) => Ports.Remembered(In(name));

    /// <summary>A secret in a file of mode 0600, generated once.</summary>
    public string Secret(string name, Func<string> generate) => PrivateFile.ReadOrCreate(System.IO.Path.Combine(PrivateDirectory("secrets"), name), generate);

    public void Dispose() => _lock?.Dispose();

    private static FileStream TakeLock(string path)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            var owner = State.Read(path)?.ProcessId;
            throw new Refusal($"ServiceMesh is running already with the data in {path}{(owner is null ? "" : $" (process {owner})")}.");
        }
    }

    private static void WaitForLeftovers(string path)
    {
        if (State.Read(path) is not { } last) return;
        var waited = Stopwatch.StartNew();
        foreach (var resource in last.Resources.Where(r => r.IsAlive()))
        {
            using var process = Process.GetProcessById(resource.Pid!.Value);
            if (!process.WaitForExit(s_patience - waited.Elapsed is { Ticks: > 0 } left ? left : TimeSpan.Zero))
                throw new Refusal($"{resource.Name} of an earlier run still runs (process {resource.Pid}). End it first.");
        }
    }

    private static void Empty(string path)
    {
        foreach (var entry in new DirectoryInfo(path).EnumerateFileSystemInfos().Where(e => e.Name != "lock"))
        {
            if (entry is DirectoryInfo directory) directory.Delete(recursive: true);
            else entry.Delete();
        }
    }

    private static bool OthersMayPass(string path)
    {
        for (var directory = new DirectoryInfo(path); directory is not null; directory = directory.Parent)
            if (directory.Exists && !directory.UnixFileMode.HasFlag(UnixFileMode.OtherExecute)) return false;
        return true;
    }
}
