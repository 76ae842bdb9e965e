using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ServiceMesh.NativeServers.Processes;

namespace Aspire.Hosting.Running;

/// <summary>One resource's process through its life: waiting for others, starting, becoming healthy, ending. It is never restarted by itself.</summary>
internal sealed class ResourceRunner : IDisposable
{
    private static readonly HttpClient s_http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromSeconds(30) }) { Timeout = TimeSpan.FromSeconds(5) };
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Orchestrator _orchestrator;
    private readonly IServiceProvider _services;
    private readonly IReadOnlyList<HealthCheckRegistration> _checks;
    private readonly Lock _change = new();
    private ResourceStatus _status;
    private TaskCompletionSource _healthy = NewSource();
    private TaskCompletionSource<int> _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ChildProcess? _process;

    public ResourceRunner(Resource resource, Orchestrator orchestrator, IServiceProvider services, IEnumerable<HealthCheckRegistration> checks)
    {
        Resource = resource;
        _orchestrator = orchestrator;
        _services = services;
        _checks = [.. checks.Where(c => resource.Settings.HealthChecks.Contains(c.Name))];
        var kind = resource switch { ProjectResource => "project", ContainerResource => "container", _ => "executable" };
        _status = new ResourceStatus(resource.Name, kind, ResourceState.NotStarted, null, null, null, null, 0, [], null);
    }

    public Resource Resource { get; }

    public ResourceStatus Status
    {
        get { lock (_change) return _status; }
    }

    /// <summary>Ends when the process started last is healthy; fails when it ends or cannot start.</summary>
    public Task Healthy => _healthy.Task;

    /// <summary>Starts it when all it waits for is there.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_process is { Exited.IsCompleted: false }) return;
            if (_healthy.Task.IsCompleted) _healthy = NewSource();
            if (_completed.Task.IsCompleted) _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (Resource.Settings.Dependencies.Count > 0) Set(s => s with { State = ResourceState.Waiting, Note = null });
            await WaitForDependenciesAsync(cancellationToken);
            Set(s => s with { State = ResourceState.Starting, ExitCode = null, Note = null });
            var command = await Launcher.CommandAsync(Resource, cancellationToken);
            var process = _process = ChildProcess.Start(command, line => _orchestrator.Output.Line(Resource.Name, line));
            Set(s => s with
            {
                State = ResourceState.Running, Healthy = false, Pid = process.Id, StartedAt = process.StartedAt, Starts = s.Starts + 1, Urls = Urls(),
            });
            _ = process.Exited.ContinueWith(t => OnExited(process, t.Result), TaskScheduler.Default);
            _ = WatchHealthAsync(process, _healthy, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Set(s => s with { State = ResourceState.FailedToStart, Healthy = null, Pid = null, Note = e.Message });
            Fail(_healthy, e.Message);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Stops it: asked first, killed after ten seconds.</summary>
    public async Task StopAsync()
    {
        if (_process is not { Exited.IsCompleted: false } process) return;
        Set(s => s with { State = ResourceState.Stopping });
        await process.StopAsync(s_grace);
    }

    public void Dispose() => _turn.Dispose();

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static void Fail(TaskCompletionSource source, string why)
    {
        source.TrySetException(new InvalidOperationException(why));
        // Nobody may be waiting for it; that is no error.
        _ = source.Task.Exception;
    }

    private async Task WaitForDependenciesAsync(CancellationToken cancellationToken)
    {
        foreach (var dependency in Resource.Settings.Dependencies)
        {
            if (_orchestrator.Find(dependency.Resource.Name) is not { } other) continue;
            if (!dependency.Completion)
            {
                await other.Healthy.WaitAsync(cancellationToken);
                continue;
            }
            var exitCode = await other._completed.Task.WaitAsync(cancellationToken);
            if (exitCode != dependency.ExitCode)
                throw new InvalidOperationException($"{other.Resource.Name} ended with exit code {exitCode}, not {dependency.ExitCode}");
        }
    }

    private async Task WatchHealthAsync(ChildProcess process, TaskCompletionSource healthy, CancellationToken cancellationToken)
    {
        try
        {
            using var quick = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
            while (!process.Exited.IsCompleted)
            {
                var good = await IsHealthyAsync(cancellationToken);
                if (good && !healthy.Task.IsCompleted)
                {
                    if (Resource.Settings.Prepare is { } prepare) await prepare(cancellationToken);
                    quick.Period = TimeSpan.FromSeconds(5);
                }
                if (good != Status.Healthy && !process.Exited.IsCompleted) Set(s => s.State == ResourceState.Running ? s with { Healthy = good } : s);
                if (good) healthy.TrySetResult();
                await quick.WaitForNextTickAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The application is ending.
        }
        catch (Exception e)
        {
            Set(s => s with { Healthy = false, Note = e.Message });
            Fail(healthy, e.Message);
        }
    }

    private async Task<bool> IsHealthyAsync(CancellationToken cancellationToken)
    {
        foreach (var check in Resource.Settings.HttpChecks)
        {
            try
            {
                using var answer = await s_http.GetAsync(new Uri(check.Endpoint.Url + check.Path), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                if ((int)answer.StatusCode != check.StatusCode) return false;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                return false;
            }
        }
        foreach (var registration in _checks)
        {
            var result = await registration.Factory(_services).CheckHealthAsync(new HealthCheckContext { Registration = registration }, cancellationToken);
            if (result.Status != HealthStatus.Healthy) return false;
        }
        return true;
    }

    private void OnExited(ChildProcess process, int exitCode)
    {
        if (!ReferenceEquals(process, _process)) return;
        Set(s => s with
        {
            State = exitCode == 0 ? ResourceState.Finished : ResourceState.Exited, Healthy = null, Pid = null, ExitCode = exitCode,
        });
        Fail(_healthy, $"{Resource.Name} ended with exit code {exitCode}");
        _completed.TrySetResult(exitCode);
    }

    private List<ResourceUrl> Urls() => [.. Resource.Settings.Endpoints.Select(endpoint =>
    {
        var reference = new EndpointReference((IResourceWithEndpoints)Resource, endpoint.Name);
        var shown = new ResourceUrlAnnotation { Url = reference.Url, Endpoint = reference };
        foreach (var (_, change) in Resource.Settings.Urls.Where(u => u.Endpoint == endpoint.Name)) change(shown);
        return new ResourceUrl(endpoint.Name, shown.Url, shown.DisplayText);
    })];

    private void Set(Func<ResourceStatus, ResourceStatus> change)
    {
        ResourceStatus before, after;
        lock (_change)
        {
            before = _status;
            after = _status = change(before);
        }
        if (before != after) _orchestrator.OnChanged(before, after);
    }
}
