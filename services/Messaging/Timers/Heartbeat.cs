using ServiceMesh.Contracts;

namespace ServiceMesh.Messaging;

/// <summary>
/// A durable timer that arms itself again: each firing says through outbox and broker that this service's timers fire, and how late the
/// latest is. Insight raises the alarm when it hears nothing. Without a broker nobody would hear it, so nothing is armed.
/// </summary>
internal sealed class Heartbeat(WorkServices services) : ITimerHandler
{
    public const string Kind = "messaging.heartbeat";

    /// <summary>One for all instances of a service: what counts is that somebody fires.</summary>
    private const string Key = "engine";

    private static readonly string s_instance = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>Arms the first one, due at once: a start is worth saying.</summary>
    public static async Task StartAsync(WorkServices services, CancellationToken ct)
    {
        await using var work = await Work.BeginAsync(services, ct);
        if (IsWanted(services.Options)) work.Arm(At(work.Now));
        else work.Cancel(Kind, Key);
        await work.CommitAsync(ct);
    }

    /// <inheritdoc />
    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        if (!IsWanted(services.Options)) return;
        work.Publish(new EngineHeartbeat
        {
            Tenant = t.Tenant,
            OccurredAt = work.Now,
            Service = services.Publisher,
            Instance = s_instance,
            LatenessSeconds = (await TimerTable.LatenessAsync(work, ct)).TotalSeconds,
        });
        work.Arm(At(Next(work.Now, TimeSpan.FromSeconds(services.Options.HeartbeatSeconds))));
    }

    /// <summary>All services beat at the same instants, so that between them the system is at rest.</summary>
    internal static DateTimeOffset Next(DateTimeOffset now, TimeSpan every) => new(now.UtcTicks - now.UtcTicks % every.Ticks + every.Ticks, TimeSpan.Zero);

    private static bool IsWanted(MessagingOptions options) => options is { HeartbeatSeconds: > 0, Transport: not "none" };

    private static TimerRequest At(DateTimeOffset due) => new(Kind, Key, due, "default");
}
