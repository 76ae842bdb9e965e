using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Dispatch.Closing;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Offers;
using ServiceMesh.Dispatch.Paging;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Merges;

/// <summary>A merged ticket leaves board, queue and hands; whoever had it has a place free.</summary>
internal sealed class OnTicketsMerged : IHandle<TicketsMerged>
{
    public async Task HandleAsync(TicketsMerged e, Work work, CancellationToken ct)
    {
        var before = await TicketStore.LockAsync(work, e, ct);
        if (before.Merged is not null) return;
        var now = TicketStore.Now(work, before);
        var (offer, owner) = (before.OfferId, before.EngineerId);
        var after = Domain.Merging.Merge(before, e.IntoTicketId, e.IntoNumber, e.OccurredAt.ToUniversalTime(), now);
        var db = work.Db<DispatchDb>();
        db.Entry(before).CurrentValues.SetValues(after);
        await OfferBook.FollowAsync(work, db, offer, after, [], ct);
        await db.Pauses.Where(p => p.TicketId == after.Id && p.EndedAt == null)
            .ExecuteUpdateAsync(p => p.SetProperty(x => x.EndedAt, now).SetProperty(x => x.EndedBy, "merged"), ct);
        await Pager.StopAsync(work, after.Id, now, "merged", ct);
        AutoClose.Cancel(work, after.Id);
        if (owner is { } freed) await Queue.FreedAsync(work, after.Tenant, freed, ct);
        work.Touched(e.Tenant, e.AggregateId);
    }
}

/// <summary>It stands for itself again: back on the board, with whoever had it, else in the queue.</summary>
internal sealed class OnTicketsUnmerged(TicketReopening reopening, DispatchOptions options) : IHandle<TicketsUnmerged>
{
    public async Task HandleAsync(TicketsUnmerged e, Work work, CancellationToken ct)
    {
        var before = await TicketStore.LockAsync(work, e, ct);
        if (before.Merged is null) throw new NotYetException("The merge that is taken back has not arrived.");
        var after = Domain.Merging.Unmerge(before, TicketStore.Now(work, before));
        var db = work.Db<DispatchDb>();
        db.Entry(before).CurrentValues.SetValues(after);
        if (after.State == TicketState.Resolved) AutoClose.Arm(work, after.Tenant, after.Id, after.ResolvedAt ?? after.UpdatedAt, options);
        if (after.State is TicketState.Assigned or TicketState.InProgress) await reopening.ReassignAsync(work, before, ct);
        await db.SaveChangesAsync(ct);
        if (after.State == TicketState.Open) await Queue.WakeAsync(work, after.Tenant, [after.TeamId], ct);
        QueueAlarm.Watch(work, after);
        work.Touched(e.Tenant, e.AggregateId);
    }
}
