using ServiceMesh.Contracts;
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
        if (asked.TicketId is not { } ticket)
        {
            await PersonEraser.EraseAsync(t.Tenant, asked.ContactId, asked.At, work, ct);
            return;
        }

        // Only what somebody asked for here is erased, and up to the instant of that: whoever verifies the record finds it by that.
        if (await PersonEraser.LastAskedAsync(t.Tenant, asked.ContactId, work, ct) is not { } until) return;
        // Of a ticket that the record knew to be theirs nothing is left by now.
        var erased = await PersonEraser.EraseTicketsAsync(t.Tenant, asked.ContactId, [ticket], until, work, ct);
        if (erased > 0 && t.Key == KeyOf(ticket, TimeSpan.Zero)) ArmAll(work, t.Tenant, ticket, asked, [s_hour, s_day]);
    }

    public static void Arm(Work work, string tenant, Guid erasure, Guid contact, DateTimeOffset at) => ArmAll(work, tenant, erasure, new Asked(contact, at), [s_hour, s_day]);

    /// <summary>
    /// Who keeps tickets may know one to be the person's that the record does not: nobody was recognised in it, but it holds their address. It is erased here as well.
    /// </summary>
    public static void Arm(Work work, TicketErased e) => ArmAll(work, e.Tenant, e.AggregateId, new Asked(e.ContactId, e.OccurredAt, e.AggregateId), [TimeSpan.Zero]);

    private static void ArmAll(Work work, string tenant, Guid what, Asked asked, TimeSpan[] waits)
    {
        foreach (var wait in waits) work.Arm(new TimerRequest(Kind, KeyOf(what, wait), asked.At + wait, tenant, null, asked));
    }

    private static string KeyOf(Guid what, TimeSpan wait) => $"{what:N}-{wait.TotalHours:0}";

    /// <param name="TicketId">The one ticket that is erased; null for all that the record knows to be theirs.</param>
    internal sealed record Asked(Guid ContactId, DateTimeOffset At, Guid? TicketId = null);
}
