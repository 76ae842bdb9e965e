using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain.Paging;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Paging;

/// <summary>A level of a clock's ladder is reached: Sla says which role, Dispatch finds the persons.</summary>
internal sealed class OnSlaEscalated(Pager pager) : IHandle<SlaEscalated>
{
    public async Task HandleAsync(SlaEscalated e, Work work, CancellationToken ct)
    {
        if (Targets.OfRole(e.Role) is not { } target) return;
        var ticket = await TicketStore.LockAsync(work, e, ct);
        // Of an earlier cycle: what it was about ended with that. Events from before the cycle was told have it only for clocks that do not recur.
        if (e.ServiceCycle is { } cycle ? cycle < ticket.Cycle : e.Cycle < ticket.Cycle) return;
        var key = AlarmKeys.OfLevel(e.Clock, e.Cycle, e.Level);
        if (ticket.ClocksSequence > e.Stream?.Sequence && AlarmKeys.AreOver([key], ticket.Clocks)) return;
        var alarm = new Alarm(key, target, e.Level, e.Clock, null, e.DueAt.ToUniversalTime());
        await pager.AlarmAsync(work, ticket, alarm, work.Now, ct);
    }
}

/// <summary>Nobody has acknowledged in time.</summary>
internal sealed class PagingTimer(Pager pager) : ITimerHandler
{
    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        if (t.TicketId is { } id && await TicketStore.LockAsync(work, t.Tenant, id, ct) is { } ticket)
            await pager.TimedOutAsync(work, ticket, work.Now, ct);
    }
}
