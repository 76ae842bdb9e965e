using System.Globalization;
using ServiceMesh.Contracts;

namespace ServiceMesh.Messaging;

/// <summary>
/// A durable timer in each lane that arms itself again: each firing says through outbox and broker that this lane's timers fire, and how late
/// the latest of all is. Insight raises the alarm when it hears nothing of one. Without a broker nobody would hear it, so nothing is armed.
/// </summary>
internal sealed class Heartbeat(WorkServices services) : ITimerHandler
{
    public const string Kind = "messaging.heartbeat";

    /// <summary>The key from before each lane had one: it would beat for the lane into which it falls.</summary>
    private const string OldKey = "engine";

    private static readonly string s_instance = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>Arms the first one, due at once: a start is worth saying.</summary>
    public static async Task StartAsync(WorkServices services, CancellationToken ct)
    {
        await using var work = await Work.BeginAsync(services, ct);
        for (var lane = 0; lane < Lanes.Count; lane++)
        {
            if (IsWanted(services.Options)) work.Arm(At(lane, work.Now));
            else work.Cancel(Kind, KeyOf(lane));
        }

        work.Cancel(Kind, OldKey);
        await work.CommitAsync(ct);
    }

    /// <inheritdoc />
    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        if (!IsWanted(services.Options) || t.Key == OldKey) return;
        var lane = Lanes.Of(t.Key);
        work.Publish(new EngineHeartbeat
        {
            Tenant = t.Tenant,
            OccurredAt = work.Now,
            Service = services.Publisher,
            Instance = s_instance,
            Lane = lane,
            Lanes = Lanes.Count,
            LatenessSeconds = (await TimerTable.LatenessAsync(work, ct)).TotalSeconds,
        });
        work.Arm(At(lane, Next(work.Now, TimeSpan.FromSeconds(services.Options.HeartbeatSeconds))));
    }

    /// <summary>All services beat at the same instants, so that between them the system is at rest.</summary>
    internal static DateTimeOffset Next(DateTimeOffset now, TimeSpan every) => new(now.UtcTicks - now.UtcTicks % every.Ticks + every.Ticks, TimeSpan.Zero);

    private static bool IsWanted(MessagingOptions options) => options is { HeartbeatSeconds: > 0, Transport: not "none" };

    /// <summary>One for all instances of a service: what counts is that somebody fires. A lane follows from a key's last character.</summary>
    internal static string KeyOf(int lane) => string.Create(CultureInfo.InvariantCulture, $"engine-{lane}");

    private static TimerRequest At(int lane, DateTimeOffset due) => new(Kind, KeyOf(lane), due, "default");
}
