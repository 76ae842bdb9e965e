using ServiceMesh.Messaging;

namespace ServiceMesh.Sla.WhatIf;

/// <summary>Works on a what-if chunk by chunk, each a commit of its own, resting at least as long as it worked: it survives a crash and slows nobody.</summary>
internal sealed class WhatIfTimer(WhatIfRunner runner, TimeProvider time) : ITimerHandler
{
    public const string Kind = "sla-what-if";

    private static readonly TimeSpan _leastRest = TimeSpan.FromMilliseconds(10);

    /// <summary>Arms it.</summary>
    public static TimerRequest For(string tenant, Guid job, DateTimeOffset at) => new(Kind, KeyOf(tenant, job), at, tenant, Payload: job);

    /// <summary>Its key.</summary>
    public static string KeyOf(string tenant, Guid job) => $"{tenant}/{job}";

    /// <inheritdoc />
    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        var (job, began) = (t.Read<Guid>(), time.GetTimestamp());
        if (await runner.RunChunkAsync(work, t.Tenant, job, ct))
        {
            var worked = time.GetElapsedTime(began);
            work.Arm(For(t.Tenant, job, work.Now + worked + (worked > _leastRest ? worked : _leastRest)));
        }
    }
}
