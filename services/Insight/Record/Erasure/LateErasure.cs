using ServiceMesh.Messaging;

namespace ServiceMesh.Insight.Record.Erasure;

/// <summary>
/// Erases once more what was still on its way when a person was erased: an hour and a day later. What happened after the request is not
/// touched.
/// </summary>
internal sealed class LateErasure : ITimerHandler
{
    public const string Kind = "insight-erase-again";

    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        var asked = t.Read<Asked>();
        await PersonEraser.EraseAsync(t.Tenant, asked.ContactId, asked.At, work, ct);
    }

    public static void Arm(Work work, string tenant, Guid erasure, Guid contact, DateTimeOffset at)
    {
        foreach (var wait in (TimeSpan[])[s_hour, s_day])
            work.Arm(new TimerRequest(Kind, $"{erasure:N}-{wait.TotalHours:0}", at + wait, tenant, null, new Asked(contact, at)));
    }

    internal sealed record Asked(Guid ContactId, DateTimeOffset At);
}
