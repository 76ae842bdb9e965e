using ServiceMesh.Messaging;

namespace ServiceMesh.Sla.Reprocess;

/// <summary>Keeps a re-process going: due again and again until it is over, whatever happens to the process that works on it.</summary>
internal sealed class ReprocessTimer(ReprocessRunner runner) : ITimerHandler
{
    public const string Kind = "sla-reprocess";

    private static readonly TimeSpan _lookAgain = TimeSpan.FromSeconds(5);

    /// <summary>Arms it.</summary>
    public static TimerRequest For(string tenant, Guid job, DateTimeOffset at) => new(Kind, KeyOf(tenant, job), at, tenant, Payload: job);

    /// <summary>Its key.</summary>
    public static string KeyOf(string tenant, Guid job) => $"{tenant}/{job}";

    /// <inheritdoc />
    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        var job = t.Read<Guid>();
        if (await ReprocessStore.IsOpenAsync(work, t.Tenant, job, ct))
        {
            runner.Wake(t.Tenant, job);
            work.Arm(For(t.Tenant, job, work.Now + _lookAgain));
        }
    }
}
