using System.Diagnostics;
using Aspire.Hosting;
using Microsoft.Extensions.Configuration;
using ServiceMesh.NativeServers;

namespace ServiceMesh.AppHost;

/// <summary>Where PostgreSQL, RabbitMQ and Redis come from.</summary>
internal static class InfrastructureMode
{
    public const string Containers = "containers";
    public const string Native = "native";
    public const string External = "external";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The setting <c>Infrastructure</c>. Without it: external if connection strings are given, containers if a container
    /// runtime answers (and always when publishing), else native.
    /// </summary>
    public static string Choose(IDistributedApplicationBuilder builder)
    {
        var mode = builder.Configuration["Infrastructure"]?.ToLowerInvariant();
        if (mode is null or "")
        {
            mode = builder.Configuration.GetSection("ConnectionStrings").GetChildren().Any() ? External
                : builder.ExecutionContext.IsPublishMode || ContainerRuntimeAnswers() ? Containers
                : Native;
        }
        return mode is Containers or Native or External
            ? mode
            : throw new Refusal($"Infrastructure is '{mode}'; it may be containers, native or external.");
    }

    private static bool ContainerRuntimeAnswers()
    {
        foreach (var name in new[] { "docker", "podman" })
        {
            if (Programs.Find(name) is not { } program) continue;
            using var process = Process.Start(new ProcessStartInfo(program, ["info"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            if (!process.WaitForExit(s_patience)) process.Kill();
            else if (process.ExitCode == 0) return true;
        }
        return false;
    }
}
