using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Conversation;

/// <summary>A customer's answer resumes a ticket that waits for it.</summary>
internal sealed class OnCustomerMessageReceived(DispatchOptions options) : IHandle<CustomerMessageReceived>
{
    public async Task HandleAsync(CustomerMessageReceived e, Work work, CancellationToken ct)
    {
        var ticket = await TicketStore.LockAsync(work, e, ct);
        var decision = TicketMachine.Decide(ticket, new CustomerReplyCommand(e.By, e.OccurredAt), TicketStore.Now(work, ticket), options.Terms);
        await TicketStore.StoreAsync(work, ticket, decision, options, ct);
        if (ticket.LastCustomerMessageAt >= e.OccurredAt) return;
        work.Db<DispatchDb>().Entry(ticket).Property(t => t.LastCustomerMessageAt).CurrentValue = e.OccurredAt.ToUniversalTime();
        work.Touched(e.Tenant, e.AggregateId);
    }
}
