using System.Text.Json;
using System.Text.Json.Serialization;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Aspire.Hosting.Running;

/// <summary>Starts all processes in the order of their dependencies, keeps the state file, takes commands, stops everything.</summary>
internal sealed class Orchestrator : IHostedService, IAsyncDisposable
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, Converters = { new JsonStringEnumConverter() },
    };

    private readonly List<ResourceRunner> _runners;
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _stateFile = new();
    private readonly string? _directory;
    private readonly DateTimeOffset _startedAt = DateTimeOffset.UtcNow;
    private readonly IReadOnlyList<Resource> _resources;
    private CommandFolder? _commands;
    private bool _tableShown;

    public Orchestrator(
        IReadOnlyList<Resource> resources, IServiceProvider services, IOptions<HealthCheckServiceOptions> checks, IConfiguration configuration)
    {
        _resources = resources;
        _directory = configuration["Orchestrator:Directory"];
        Output = new Output(
            _directory is null ? null : Path.Combine(_directory, "logs"), configuration["Orchestrator:Logs"] ?? "all",
            resources.Where(Launcher.HasProcess).Select(r => r.Name));
        _runners = [.. resources.Where(Launcher.HasProcess).Select(r => new ResourceRunner(r, this, services, checks.Value.Registrations))];
    }

    public Output Output { get; }

    public IReadOnlyList<ResourceStatus> Statuses => [.. _runners.Select(r => r.Status)];

    public ResourceRunner? Find(string name) => _runners.Find(r => string.Equals(r.Resource.Name, name, StringComparison.OrdinalIgnoreCase));

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Launcher.AllocatePorts(_resources);
        foreach (var runner in _runners) _ = runner.StartAsync(_ending.Token);
        if (_directory is not null) _commands = new CommandFolder(Path.Combine(_directory, "commands"), ExecuteAsync);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _ending.CancelAsync();
        if (_commands is not null) await _commands.DisposeAsync();
        _commands = null;
        Output.Notice("Stopping.");
        var stops = new Dictionary<string, Task>();
        await Task.WhenAll(_runners.Select(r => StopAfterDependentsAsync(r, stops)));
        Output.Notice("Stopped.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_commands is not null) await _commands.DisposeAsync();
        foreach (var runner in _runners) runner.Dispose();
        _ending.Dispose();
    }

    /// <summary>Called at every change of a resource's status.</summary>
    public void OnChanged(ResourceStatus before, ResourceStatus after)
    {
        WriteState();
        if (_ending.IsCancellationRequested) return;
        if (after.State != before.State && after.State is ResourceState.Exited or ResourceState.Finished && before.State != ResourceState.Stopping)
            Output.Notice($"{after.Name} has ended with exit code {after.ExitCode}. It is not restarted by itself.");
        else if (after.State == ResourceState.FailedToStart && before.State != after.State)
            Output.Notice($"{after.Name} could not be started: {after.Note}");
        else if (_tableShown && after.Healthy is true && before.Healthy is not true)
            Output.Notice($"{after.Name} is healthy.");
        else if (_tableShown && after.Healthy is false && before.Healthy is true)
            Output.Notice($"{after.Name} is no longer healthy.");
        ShowTableOnce();
    }

    private void ShowTableOnce()
    {
        var statuses = Statuses;
        if (statuses.Any(s => s.State is ResourceState.NotStarted or ResourceState.Waiting or ResourceState.Starting || s.Healthy is false)) return;
        lock (_stateFile)
        {
            if (_tableShown) return;
            _tableShown = true;
        }
        Output.Table(statuses);
    }

    private Task StopAfterDependentsAsync(ResourceRunner runner, Dictionary<string, Task> stops)
    {
        if (stops.TryGetValue(runner.Resource.Name, out var stop)) return stop;
        var dependents = _runners.Where(r => r.Resource.Settings.Dependencies.Exists(d => d.Resource == runner.Resource));
        // The dependents' entries are made before this one's, which is safe: WaitFor cannot form a circle that ever started.
        var first = Task.WhenAll(dependents.Select(d => StopAfterDependentsAsync(d, stops)));
        return stops[runner.Resource.Name] = StopThenAsync(first, runner);
    }

    private static async Task StopThenAsync(Task first, ResourceRunner runner)
    {
        await first;
        await runner.StopAsync();
    }

    /// <summary>start, stop and restart, as Aspire's dashboard offers them.</summary>
    private async Task<string> ExecuteAsync(string command)
    {
        var parts = command.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length != 2 || Find(parts[1]) is not { } runner)
            return $"error: no such command or resource: {command.Trim()}";
        switch (parts[0])
        {
            case "start":
                await runner.StartAsync(_ending.Token);
                break;
            case "stop":
                await runner.StopAsync();
                return "ok";
            case "restart":
                await runner.StopAsync();
                await runner.StartAsync(_ending.Token);
                break;
            default:
                return $"error: unknown command {parts[0]}";
        }
        return runner.Status.State == ResourceState.FailedToStart ? $"error: {runner.Status.Note}" : "ok";
    }

    private void WriteState()
    {
        if (_directory is null) return;
        lock (_stateFile)
        {
            var statuses = Statuses;
            var state = new
            {
                Environment.ProcessId,
                StartedAt = _startedAt,
                Ready = statuses.All(s => s.Healthy is true || s.State == ResourceState.Finished),
                Resources = statuses,
            };
            var file = Path.Combine(_directory, "state.json");
            File.WriteAllText(file + ".new", JsonSerializer.Serialize(state, s_json));
            File.Move(file + ".new", file, overwrite: true);
        }
    }
}
