namespace ServiceMesh.Insight.Jobs;

/// <summary>Work of minutes about one tenant's record. It may be begun again from the start when its instance dies.</summary>
public interface IJob
{
    /// <summary>See <see cref="JobRow.Kind"/>.</summary>
    string Kind { get; }

    /// <summary>Does it and returns what is to be shown of it, as JSON.</summary>
    Task<object> RunAsync(JobRun run, CancellationToken ct);
}

/// <summary>One run of a job.</summary>
/// <param name="Tenant">Whose record.</param>
/// <param name="Target">See <see cref="JobRow.Target"/>.</param>
/// <param name="Progress">Tells how many events are done, of how many.</param>
public sealed record JobRun(string Tenant, string Target, Func<long, long, CancellationToken, Task> Progress);

/// <summary>The job cannot be done as asked; its message says why, without anybody's data.</summary>
public sealed class JobFailedException(string message) : Exception(message);
