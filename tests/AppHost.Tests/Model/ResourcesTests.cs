using System.Diagnostics;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.Running;
using ServiceMesh.Testing;

namespace ServiceMesh.AppHost.Tests.Model;

public sealed class ResourcesTests
{
    [Fact]
    public async Task A_part_starts_only_when_what_it_waits_for_is_healthy()
    {
        await using var app = new TestApplication();
        var database = app.ScriptWithCheck("database", "sleep 1000");
        app.Script("service", "sleep 1000").WaitFor(database);
        await app.StartAsync();
        await app.UntilAsync("database", s => s is { State: ResourceState.Running, Healthy: false }, "runs without being healthy");
        Assert.Equal(ResourceState.Waiting, app.Status("service").State);
        File.WriteAllText(app.File("database.healthy"), "");
        await app.UntilAsync("service", s => s is { State: ResourceState.Running, Healthy: true }, "runs");
        Assert.True(app.Status("service").StartedAt > app.Status("database").StartedAt);
    }

    [Fact]
    public async Task A_part_that_waits_for_another_one_to_complete_starts_after_it()
    {
        await using var app = new TestApplication();
        var setup = app.Script("setup", "echo done > setup.done");
        app.Script("service", "test -f setup.done && sleep 1000").WaitForCompletion(setup);
        await app.StartAsync();
        await app.UntilAsync("service", s => s.State == ResourceState.Running, "runs");
        Assert.Equal(ResourceState.Finished, app.Status("setup").State);
    }

    [Fact]
    public async Task A_part_whose_dependency_ends_says_why_it_was_not_started()
    {
        await using var app = new TestApplication();
        var database = app.ScriptWithCheck("database", "exit 3");
        app.Script("service", "sleep 1000").WaitFor(database);
        await app.StartAsync();
        await app.UntilAsync("service", s => s.State == ResourceState.FailedToStart, "is not started");
        Assert.Contains("database ended with exit code 3", app.Status("service").Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_is_killed_is_shown_as_exited_and_starts_again_only_when_told_to()
    {
        await using var app = new TestApplication();
        app.Script("service", "sleep 1000");
        await app.StartAsync();
        await app.UntilAsync("service", s => s.Healthy is true, "runs");
        using (var process = Process.GetProcessById(app.Status("service").Pid!.Value)) process.Kill();
        await app.UntilAsync("service", s => s is { State: ResourceState.Exited, ExitCode: 137, Pid: null }, "is shown as exited");
        Assert.Equal("ok", await app.CommandAsync("restart service"));
        await app.UntilAsync("service", s => s is { State: ResourceState.Running, Starts: 2 }, "runs again");
        Assert.StartsWith("error:", await app.CommandAsync("restart nothing"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_state_file_tells_others_what_runs()
    {
        await using var app = new TestApplication();
        app.Script("service", "sleep 1000").WithHttpEndpoint(name: "http");
        await app.StartAsync();
        await app.UntilAsync("service", s => s.Healthy is true, "runs");
        var state = await Eventually.Async(async () =>
        {
            var read = JsonDocument.Parse(await File.ReadAllTextAsync(app.File("state.json")));
            return read.RootElement.GetProperty("ready").GetBoolean() ? read : null;
        });
        var service = state.RootElement.GetProperty("resources")[0];
        Assert.Equal(Environment.ProcessId, state.RootElement.GetProperty("processId").GetInt32());
        Assert.Equal(app.Status("service").Pid, service.GetProperty("pid").GetInt32());
        Assert.Equal("Running", service.GetProperty("state").GetString());
        Assert.StartsWith("http://127.0.0.1:", service.GetProperty("urls")[0].GetProperty("url").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Those_that_others_depend_on_stop_last()
    {
        await using var app = new TestApplication();
        const string script = "trap 'echo $0 >> stopped; exit 0' TERM; touch $0.ready; while :; do sleep 0.05; done";
        var database = app.Builder.AddExecutable("database", "/bin/sh", app.Directory, "-c", script, "database");
        var service = app.Builder.AddExecutable("service", "/bin/sh", app.Directory, "-c", script, "service").WaitFor(database);
        app.Builder.AddExecutable("gateway", "/bin/sh", app.Directory, "-c", script, "gateway").WaitFor(service);
        await app.StartAsync();
        await Eventually.Async(() => File.Exists(app.File("gateway.ready")), what: "all run");
        await app.StopAsync();
        Assert.Equal(["gateway", "service", "database"], File.ReadAllLines(app.File("stopped")));
    }

    [Fact]
    public async Task Environment_is_that_of_Aspire()
    {
        await using var app = new TestApplication();
        app.Builder.Configuration["ConnectionStrings:sla-database"] = "Host=somewhere";
        var database = app.Builder.AddConnectionString("sla-database");
        var secret = app.Builder.AddParameter("key", "a secret", secret: true);
        app.Script("sla", "env > env; touch env.done; sleep 1000")
            .WithHttpEndpoint(name: "http", env: "PORT").WithReference(database, "sla").WithEnvironment("Key", secret).WithEnvironment("Plain", "value");
        await app.StartAsync();
        await Eventually.Async(() => File.Exists(app.File("env.done")), what: "the script has run");
        var environment = File.ReadAllLines(app.File("env"));
        Assert.Contains("ConnectionStrings__sla=Host=somewhere", environment);
        Assert.Contains("Key=a secret", environment);
        Assert.Contains("Plain=value", environment);
        Assert.Contains($"PORT={new Uri(app.Status("sla").Urls[0].Url).Port}", environment);
    }
}
