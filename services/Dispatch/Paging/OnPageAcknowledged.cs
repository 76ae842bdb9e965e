using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain.Paging;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Paging;

/// <summary>Who was paged by a call pressed the key: that acknowledges the paging of that page, as the person paged. A paging that has ended, or another one, stays as it is.</summary>
internal sealed class OnPageAcknowledged : IHandle<PageAcknowledged>
{
    public async Task HandleAsync(PageAcknowledged e, Work work, CancellationToken ct)
    {
        var ticket = await TicketStore.LockAsync(work, e, ct);
        var db = work.Db<DispatchDb>();
        var page = await db.Pages.AsNoTracking()
            .SingleOrDefaultAsync(p => p.Tenant == e.Tenant && p.TicketId == ticket.Id && p.PagingId == e.PagingId && p.Id == e.PageId, ct);
        if (page is null || !await db.Pagings.AnyAsync(p => p.Id == page.PagingId && p.State == PagingState.Active, ct)) return;
        var by = new Actor(ActorKind.Staff, (page.AccountId ?? page.PersonId).ToString(), page.PersonName);
        await Pager.AcknowledgeAsync(work, ticket, by, "keypress", TicketStore.Now(work, ticket), ct);
    }
}
