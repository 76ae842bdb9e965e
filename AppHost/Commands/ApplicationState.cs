using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace ServiceMesh.AppHost.Commands;

/// <summary>What the running application has written down about itself.</summary>
internal sealed record ApplicationState(int ProcessId, DateTimeOffset StartedAt, bool Ready, IReadOnlyList<ResourceEntry> Resources)
{
    /// <summary>The file's content, or null when there is none (or it is another program's).</summary>
    public static ApplicationState? Read(string dataDirectory)
    {
        var file = Path.Combine(dataDirectory, "state.json");
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<ApplicationState>(File.ReadAllText(file), JsonSerializerOptions.Web) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether the application that wrote it still runs.</summary>
    public bool IsRunning() => Processes.IsAlive(ProcessId, StartedAt);
}

/// <summary>A resource in the state file.</summary>
internal sealed record ResourceEntry(
    string Name, string Kind, string State, bool? Healthy, int? Pid, int? ExitCode, DateTimeOffset? StartedAt, int Starts, IReadOnlyList<UrlEntry> Urls, string? Note)
{
    public bool IsAlive() => Pid is { } pid && StartedAt is { } startedAt && Processes.IsAlive(pid, startedAt);
}

/// <summary>An address in the state file.</summary>
internal sealed record UrlEntry(string Endpoint, string Url, string? Text);

internal static class Processes
{
    private static readonly TimeSpan s_tolerance = TimeSpan.FromSeconds(30);

    /// <summary>Whether there is a process of that id that was started about then: ids are used again.</summary>
    public static bool IsAlive(int processId, DateTimeOffset startedAt)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return (process.StartTime.ToUniversalTime() - startedAt).Duration() < s_tolerance;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }
}
