using ServiceMesh.Insight.Jobs;

namespace ServiceMesh.Insight.Record.Verification;

/// <summary>A verification that somebody asked for.</summary>
internal sealed partial class VerificationJob(RecordVerifier verifier, ILogger<VerificationJob> logger) : IJob
{
    public const string KindName = "verify";

    public string Kind => KindName;

    public async Task<object> RunAsync(JobRun run, CancellationToken ct)
    {
        var result = await verifier.VerifyAsync(run.Tenant, run.Progress, ct);
        if (!result.Intact) LogNotIntact(run.Tenant, result.Found, result.Findings[0].Kind, result.Findings[0].Position);
        return result;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The record of tenant {Tenant} is not as it was written: {Found} findings, the first {Kind} at {Position}")]
    private partial void LogNotIntact(string tenant, long found, string kind, long? position);
}
