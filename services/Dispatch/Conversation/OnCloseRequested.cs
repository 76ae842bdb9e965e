using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Records;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Conversation;

/// <summary>The customer says that the ticket may be closed.</summary>
internal sealed class OnCloseRequested(DispatchOptions options) : IHandle<CloseRequested>
{
    public async Task HandleAsync(CloseRequested e, Work work, CancellationToken ct)
    {
        var ticket = await TicketStore.LockAsync(work, e, ct);
        // What the customer calls done is resolved by that.
        var missing = await TicketRecord.MissingAsync(work, ticket with { Resolution = ticket.Resolution ?? "" }, ct);
        var decision = TicketMachine.Decide(ticket, new CloseRequestCommand(e.By, e.OccurredAt) { Missing = missing }, TicketStore.Now(work, ticket), options.Terms);
        await TicketStore.StoreAsync(work, ticket, decision, options, ct);
    }
}
