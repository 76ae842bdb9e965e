using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;

namespace ServiceMesh.Testing;

/// <summary>
/// The whole product, started by AppHost as a user would, in a data directory of its own that is removed afterwards.
/// Its processes can be killed and started again; the logs can be read.
/// </summary>
public sealed class RunningMesh : IAsyncDisposable
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    // Built like this program: tests run the debug build, benchmarks the release build.
    private static readonly string s_program = TestPaths.In("artifacts", "bin", "AppHost", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "ServiceMesh.AppHost.dll");
    private static readonly TimeSpan s_ending = TimeSpan.FromSeconds(90);
    private readonly Process _appHost;
    private readonly string _data;
    private readonly StreamWriter _console;

    private RunningMesh(Process appHost, string data, StreamWriter console)
    {
        _appHost = appHost;
        _data = data;
        _console = console;
    }

    public string AdminEmail { get; } = "admin@servicemesh.local";

    public string AdminPassword { get; } = "For-tests-only-" + Guid.NewGuid().ToString("N");

    /// <summary>The gateway's address, the only one that tests of behaviour may use.</summary>
    public Uri Gateway => AddressOf("gateway");

    /// <summary>The mail and webhook sink.</summary>
    public Uri Mailbox => AddressOf("mailbox");

    /// <summary>Starts everything and waits until it is healthy.</summary>
    /// <param name="settings">Environment added to the defaults, for example limits.</param>
    public static async Task<RunningMesh> StartAsync(IReadOnlyDictionary<string, string>? settings = null)
    {
        if (!File.Exists(s_program))
            throw new InvalidOperationException($"{s_program} is not there: build ServiceMesh.sln in this configuration first.");
        var data = Path.Combine(Path.GetTempPath(), $"servicemesh-{Guid.NewGuid():N}");
        Directory.CreateDirectory(data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        // The servers' account must be able to pass through on its way to its own folders.
        File.SetUnixFileMode(data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        var start = new ProcessStartInfo("dotnet", [s_program])
        {
            WorkingDirectory = TestPaths.In("AppHost"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["SERVICEMESH_DATA"] = data;
        start.Environment["SERVICEMESH_PORT"] = $"{FreePort()}";
        start.Environment["Infrastructure"] = "native";
        start.Environment["Orchestrator__Logs"] = "all";
        // The receivers of these tests are on this machine.
        start.Environment["Intake__AllowPrivateTargets"] = "true";
        start.Environment["Notification__AllowPrivateTargets"] = "true";
        start.Environment["Admin__MustChange"] = "false";
        var process = new Process { StartInfo = start };
        var console = new StreamWriter(Path.Combine(data, "console.log")) { AutoFlush = true };
        var mesh = new RunningMesh(process, data, console);
        start.Environment["Admin__Email"] = mesh.AdminEmail;
        start.Environment["Admin__Password"] = mesh.AdminPassword;
        foreach (var (name, value) in settings ?? new Dictionary<string, string>()) start.Environment[name] = value;
        process.OutputDataReceived += mesh.Write;
        process.ErrorDataReceived += mesh.Write;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await mesh.WaitUntilReadyAsync(TimeSpan.FromSeconds(120));
            return mesh;
        }
        catch
        {
            var log = await mesh.ConsoleAsync();
            var fault = await mesh.EndAsync();
            throw new InvalidOperationException($"The system did not become ready. Its console:\n{log}\n{fault}");
        }
    }

    /// <summary>Waits until every resource is healthy.</summary>
    public Task WaitUntilReadyAsync(TimeSpan timeout) => Eventually.Async(
        () => !_appHost.HasExited ? Read() is { Ready: true } : throw new InvalidOperationException("AppHost has ended."), timeout, "everything is healthy");

    /// <summary>The process id of a resource, or null while it does not run.</summary>
    public int? PidOf(string resource) => Find(resource).Pid;

    /// <summary>Kills a resource's process (SIGKILL) and returns when AppHost has noticed.</summary>
    public async Task KillAsync(string resource)
    {
        var pid = PidOf(resource) ?? throw new InvalidOperationException($"{resource} does not run.");
        using (var process = Process.GetProcessById(pid)) process.Kill();
        await Eventually.Async(() => PidOf(resource) != pid, TimeSpan.FromSeconds(20), $"AppHost sees that {resource} is gone");
    }

    /// <summary>Starts, stops or restarts a resource through AppHost and waits for the outcome.</summary>
    public async Task CommandAsync(string verb, string resource)
    {
        var file = Path.Combine(_data, "commands", $"{Guid.NewGuid():N}.command");
        await File.WriteAllTextAsync(file + ".new", $"{verb} {resource}");
        File.Move(file + ".new", file);
        var outcome = Path.ChangeExtension(file, ".result");
        await Eventually.Async(() => File.Exists(outcome), TimeSpan.FromSeconds(90), $"{verb} {resource} is carried out");
        var text = (await File.ReadAllTextAsync(outcome)).Trim();
        if (text != "ok") throw new InvalidOperationException($"{verb} {resource}: {text}");
    }

    /// <summary>All lines that the resources logged.</summary>
    public IEnumerable<(string Resource, string Line)> Logs() =>
        Directory.GetFiles(Path.Combine(_data, "logs"), "*.log").SelectMany(f => ReadShared(f).Select(line => (Path.GetFileNameWithoutExtension(f), line)));

    /// <summary>A service's database connection string, for counting effects behind the API.</summary>
    public string Database(string service) => PostgresOf(service, service);

    /// <summary>The PostgreSQL superuser's connection string.</summary>
    public string Superuser => PostgresOf("postgres", "postgres");

    /// <summary>The key that seals links, base64: for looking where it must not be.</summary>
    public string LinksKey => Noted("secrets", "links-key");

    /// <summary>The broker's address with its administrator's rights.</summary>
    public Uri Broker => new($"amqp://administrator:{Noted("rabbitmq", "secrets", "administrator")}@127.0.0.1:{Noted("rabbitmq", "port")}/servicemesh");

    /// <summary>An identity token of this system's gateway, for measuring what lies behind it.</summary>
    public string IdentityToken(string audience, params string[] roles)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(Path.Combine(_data, "secrets", "identity-signing-key")));
        return TestIdentity.Token(audience, roles: roles, key: key);
    }

    /// <summary>What <c>./run --status</c> prints about it.</summary>
    public async Task<string> StatusAsync()
    {
        var start = new ProcessStartInfo("dotnet", [s_program, "--status"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SERVICEMESH_DATA"] = _data;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"--status ended with {process.ExitCode}: {await errors}");
    }

    /// <summary>Asks it to end (SIGTERM), as Ctrl-C and a service manager do.</summary>
    /// <exception cref="InvalidOperationException">It did not end in time, or something of it outlived it; whatever is left is killed.</exception>
    public async ValueTask DisposeAsync()
    {
        if (await EndAsync() is { } fault) throw new InvalidOperationException(fault);
    }

    private async Task<string?> EndAsync()
    {
        var fault = _appHost.HasExited ? null : await StopAsync();
        _appHost.Dispose();
        await _console.DisposeAsync();
        if (Environment.GetEnvironmentVariable("SERVICEMESH_KEEP_TEST_DATA") is null) Directory.Delete(_data, recursive: true);
        return fault;
    }

    /// <summary>What was wrong about its end; null when nothing.</summary>
    private async Task<string?> StopAsync()
    {
        var (started, leaders) = (LivingProcess.StartedBy(_appHost.Id), Read()?.Resources.Select(r => r.Pid).OfType<int>().ToHashSet() ?? []);
        // Helpers of Erlang and PostgreSQL lead sessions of their own, so they are looked for by descent, and by the data directory that they were started with.
        List<LivingProcess> Survivors() => [.. started.Where(p => p.Lives()).Union(LivingProcess.All().Where(p => p.Id != _appHost.Id && (leaders.Contains(p.Session) || p.Bears(_data))))];
        using (var stop = Process.Start("kill", ["-TERM", $"{_appHost.Id}"])!) await stop.WaitForExitAsync();
        using var limit = new CancellationTokenSource(s_ending);
        var fault = "";
        try
        {
            await _appHost.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            fault = $"The system did not end within {s_ending.TotalSeconds} s of SIGTERM.\n";
            _appHost.Kill(entireProcessTree: true);
        }
        var left = Survivors();
        try
        {
            await Eventually.Async(() => (left = Survivors()).Count == 0, TimeSpan.FromSeconds(10));
            return fault.Length > 0 ? fault : null;
        }
        catch (TimeoutException)
        {
            foreach (var process in left) Kill(process);
            return $"{fault}Of the system is left after its end:\n{string.Join('\n', left.Select(p => $"{p.Id} {p.Command}"))}";
        }
    }

    private static void Kill(LivingProcess survivor)
    {
        try
        {
            using var process = Process.GetProcessById(survivor.Id);
            if (survivor.Lives()) process.Kill();
        }
        catch (ArgumentException)
        {
            // It has ended meanwhile.
        }
    }

    private static int FreePort()
    {
        // Not one that an outgoing connection may take before the gateway, which starts last, binds it.
        while (true)
        {
            var port = Random.Shared.Next(10_000, 15_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken.
            }
        }
    }

    private void Write(object sender, DataReceivedEventArgs e)
    {
        if (e.Data is null) return;
        lock (_console) _console.WriteLine(e.Data);
    }

    private async Task<string> ConsoleAsync()
    {
        await _console.FlushAsync();
        return string.Join('\n', ReadShared(Path.Combine(_data, "console.log")).TakeLast(80));
    }

    private static IEnumerable<string> ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line) yield return line;
    }

    /// <summary>Read, not prepared: preparing a server that runs would give it another port.</summary>
    private string PostgresOf(string database, string role) =>
        $"Host=127.0.0.1;Port={Noted("postgres", "port")};Database={database};Username={role};Password={Noted("postgres", "secrets", role)}";

    private string Noted(params string[] path) => File.ReadAllText(Path.Combine([_data, .. path])).Trim();

    /// <summary>The HTTP address of a resource behind the gateway.</summary>
    public Uri AddressOf(string resource) =>
        new(Find(resource).Urls.FirstOrDefault(u => u.Endpoint == "http")?.Url ?? throw new InvalidOperationException($"{resource} has no address."));

    private MeshResource Find(string name) =>
        Read()?.Resources.FirstOrDefault(r => r.Name == name) ?? throw new InvalidOperationException($"There is no resource {name}.");

    private MeshState? Read()
    {
        var file = Path.Combine(_data, "state.json");
        return File.Exists(file) ? JsonSerializer.Deserialize<MeshState>(File.ReadAllText(file), s_json) : null;
    }

    private sealed record MeshState(bool Ready, IReadOnlyList<MeshResource> Resources);

    private sealed record MeshResource(string Name, string State, bool? Healthy, int? Pid, IReadOnlyList<MeshUrl> Urls);

    private sealed record MeshUrl(string Endpoint, string Url);
}
