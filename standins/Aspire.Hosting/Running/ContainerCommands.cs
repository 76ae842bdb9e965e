using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ServiceMesh.NativeServers;

namespace Aspire.Hosting.Running;

/// <summary>Runs a container as an ordinary process: <c>docker run</c> (or podman) in the foreground, gone with its end.</summary>
internal static class ContainerCommands
{
    public static Deferred Secret(IResourceBuilder<ParameterResource>? parameter)
    {
        if (parameter is not null) return parameter.Resource.GetValueAsync;
        var generated = PrivateFile.NewPassword();
        return _ => ValueTask.FromResult<string?>(generated);
    }

    public static IResourceBuilder<T> Volume<T>(IResourceBuilder<T> builder, string? name)
        where T : ContainerResource
    {
        builder.Resource.Volumes.Add((name ?? $"servicemesh-{builder.Resource.Name}-data", builder.Resource.DataPath));
        return builder;
    }

    public static void Check<T>(IDistributedApplicationBuilder builder, IResourceBuilder<T> resource, Func<CancellationToken, Task<bool>> isReady)
        where T : ContainerResource
    {
        var key = $"{resource.Resource.Name}_check";
        builder.Services.AddHealthChecks().AddAsyncCheck(
            key, async token => await isReady(token) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("not ready yet"));
        resource.WithHealthCheck(key);
    }

    /// <summary>The arguments of the runtime's command; values of variables stay out of them, as the process list shows them.</summary>
    public static List<string> Arguments(ContainerResource container, IEnumerable<string> variables)
    {
        List<string> arguments = ["run", "--rm", "--name", $"servicemesh-{container.Name}-{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}", "--hostname", "localhost"];
        foreach (var variable in variables) arguments.AddRange(["--env", variable]);
        foreach (var (name, target) in container.Volumes) arguments.AddRange(["--volume", $"{name}:{target}"]);
        foreach (var endpoint in container.Settings.Endpoints)
            arguments.AddRange(["--publish", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{endpoint.Allocated}:{endpoint.TargetPort ?? endpoint.Allocated}")]);
        return [.. arguments, container.Image, .. container.Settings.Arguments];
    }

    /// <summary>The container runtime's program: docker, else podman.</summary>
    public static string Runtime() =>
        Programs.Find("docker") ?? Programs.Find("podman") ?? throw new InvalidOperationException("No container runtime (docker or podman) is installed.");
}
