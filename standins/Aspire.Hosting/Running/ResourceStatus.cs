namespace Aspire.Hosting.Running;

/// <summary>The states that Aspire shows too.</summary>
internal enum ResourceState
{
    NotStarted,
    Waiting,
    Starting,
    Running,
    Stopping,
    Exited,
    Finished,
    FailedToStart,
}

/// <summary>What is known of a resource's process now.</summary>
/// <param name="Name">The resource's name.</param>
/// <param name="Kind">project, executable or container.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="Healthy">Whether its checks pass; null when it does not run.</param>
/// <param name="Pid">The process id, while it runs.</param>
/// <param name="ExitCode">How it ended; 128 + signal when a signal ended it.</param>
/// <param name="StartedAt">When the process was started last (UTC).</param>
/// <param name="Starts">How many times it has been started.</param>
/// <param name="Urls">Its addresses.</param>
/// <param name="Note">Why it does not run, when that is known.</param>
internal sealed record ResourceStatus(
    string Name, string Kind, ResourceState State, bool? Healthy, int? Pid, int? ExitCode, DateTimeOffset? StartedAt, int Starts,
    IReadOnlyList<ResourceUrl> Urls, string? Note);

/// <summary>An address.</summary>
internal sealed record ResourceUrl(string Endpoint, string Url, string? Text);
