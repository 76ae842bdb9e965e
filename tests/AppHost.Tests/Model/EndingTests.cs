using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ServiceMesh.NativeServers.Processes;
using ServiceMesh.Testing;

namespace ServiceMesh.AppHost.Tests.Model;

/// <summary>A real application host in a process of its own, ended in every way.</summary>
public sealed class EndingTests
{
    private static readonly string s_sample =
        Path.Combine(AppContext.BaseDirectory, "..", "..", "AppHost.Sample", new DirectoryInfo(AppContext.BaseDirectory).Name, "ServiceMesh.AppHost.Sample.dll");

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("KILL")]
    public async Task Nothing_outlives_the_application_host(string signal)
    {
        var directory = TestDirectory.Create("sample");
        using var host = Process.Start(new ProcessStartInfo("dotnet", [s_sample, $"--Orchestrator:Directory={directory}"]) { RedirectStandardOutput = true })!;
        host.BeginOutputReadLine();
        var leaders = await Eventually.Async(() => Task.FromResult(Leaders(directory)), what: "both run");
        var all = leaders.SelectMany(LivingProcess.InSessionOf).ToList();
        Assert.True(all.Count >= 4, "each has a child of its own");

        using (var kill = Process.Start("kill", [$"-{signal}", host.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        // Nothing here is slow to stop: a host that waits out its grace for somebody would take longer.
        await host.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await Eventually.Async(() => !leaders.SelectMany(LivingProcess.InSessionOf).Any(), what: "all processes are gone");
    }

    [Fact]
    public async Task Containers_run_in_the_foreground_with_their_secrets_out_of_the_process_list()
    {
        var directory = TestDirectory.Create("containers");
        var docker = Path.Combine(directory, "docker");
        File.WriteAllText(docker, $"#!/bin/sh\necho \"$@\" > {directory}/$4.args\nexec sleep 1000\n");
        File.SetUnixFileMode(docker, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo("dotnet", [s_sample, "containers"]) { RedirectStandardOutput = true };
        start.Environment["PATH"] = $"{directory}:{start.Environment["PATH"]}";
        using var host = Process.Start(start)!;
        host.BeginOutputReadLine();
        string Arguments(string name) => File.ReadAllText(Directory.GetFiles(directory, $"servicemesh-{name}-*.args").Single());
        await Eventually.Async(() => Directory.GetFiles(directory, "*.args").Count(f => new FileInfo(f).Length > 0) == 3, what: "three containers run");
        Assert.Matches("--env POSTGRES_PASSWORD --volume pg:/var/lib/postgresql/data --publish 127.0.0.1:[0-9]+:5432 postgres:", Arguments("postgres"));
        Assert.Matches("--env RABBITMQ_DEFAULT_USER --env RABBITMQ_DEFAULT_PASS .*--volume mq:/var/lib/rabbitmq --publish 127.0.0.1:[0-9]+:5672 rabbitmq:", Arguments("messaging"));
        Assert.Matches("--publish 127.0.0.1:[0-9]+:6379 redis:", Arguments("redis"));
        host.Kill();
        await host.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_process_that_ignores_requests_is_killed_with_its_children()
    {
        var directory = TestDirectory.Create("stubborn");
        await using var process = ChildProcess.Start(
            new NativeServers.ServerCommand("stubborn", "/bin/sh", ["-c", "trap '' TERM INT; touch ready; sleep 1000; sleep 1000"], directory, new Dictionary<string, string>()),
            _ => { });
        await Eventually.Async(() => File.Exists(Path.Combine(directory, "ready")), what: "it runs");
        await process.StopAsync(TimeSpan.FromMilliseconds(200));
        Assert.Equal(137, await process.Exited);
        await Eventually.Async(() => !LivingProcess.InSessionOf(process.Id).Any(), what: "its children are gone");
    }

    private static int[]? Leaders(string directory)
    {
        var file = Path.Combine(directory, "state.json");
        if (!File.Exists(file)) return null;
        using var state = JsonDocument.Parse(File.ReadAllText(file));
        var pids = state.RootElement.GetProperty("resources").EnumerateArray()
            .Select(r => r.GetProperty("pid")).Where(p => p.ValueKind == JsonValueKind.Number).Select(p => p.GetInt32()).ToArray();
        return pids.Length == 2 && pids.All(p => LivingProcess.InSessionOf(p).Count() >= 2) ? pids : null;
    }
}
