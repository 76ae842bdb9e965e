using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ServiceMesh.Testing;

namespace ServiceMesh.AppHost.Tests.Model;

/// <summary>An application of shell scripts, with its state in a temporary directory.</summary>
internal sealed class TestApplication : IAsyncDisposable
{
    private DistributedApplication? _app;

    public TestApplication()
    {
        Directory = TestDirectory.Create("apphost");
        Builder = DistributedApplication.CreateBuilder(
            ["--Orchestrator:Logs=none", $"--Orchestrator:Directory={Directory}"]);
    }

    public string Directory { get; }

    public IDistributedApplicationBuilder Builder { get; }

    public IReadOnlyList<ResourceStatus> Statuses => _app!.Services.GetRequiredService<Orchestrator>().Statuses;

    public string File(string name) => Path.Combine(Directory, name);

    public IResourceBuilder<ExecutableResource> Script(string name, string script) => Builder.AddExecutable(name, "/bin/sh", Directory, "-c", script);

    /// <summary>A script that is healthy once the file <c>NAME.healthy</c> is there.</summary>
    public IResourceBuilder<ExecutableResource> ScriptWithCheck(string name, string script)
    {
        Builder.Services.AddHealthChecks().AddCheck(
            name, () => System.IO.File.Exists(File($"{name}.healthy")) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
        return Script(name, script).WithHealthCheck(name);
    }

    public async Task StartAsync()
    {
        _app = Builder.Build();
        await _app.StartAsync();
    }

    public Task StopAsync() => _app!.StopAsync();

    public ResourceStatus Status(string name) => Statuses.Single(s => s.Name == name);

    public Task UntilAsync(string name, Func<ResourceStatus, bool> condition, string what) =>
        Eventually.Async(() => condition(Status(name)), what: $"{name}: {what}");

    public async Task<string> CommandAsync(string command)
    {
        System.IO.File.WriteAllText(File("commands/test.new"), command);
        System.IO.File.Move(File("commands/test.new"), File("commands/test.command"));
        await Eventually.Async(() => System.IO.File.Exists(File("commands/test.result")), what: $"an answer to {command}");
        var result = await System.IO.File.ReadAllTextAsync(File("commands/test.result"));
        System.IO.File.Delete(File("commands/test.result"));
        return result.Trim();
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is null) return;
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
