using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Conversation;

/// <summary>The customer says that a resolved or closed ticket is not solved.</summary>
internal sealed class OnReopenRequested(TicketReopening reopening) : IHandle<ReopenRequested>
{
    public async Task HandleAsync(ReopenRequested e, Work work, CancellationToken ct)
    {
        var ticket = await TicketStore.LockAsync(work, e, ct);
        await reopening.RunAsync(work, ticket, new ReopenRequestCommand(e.By, e.OccurredAt, e.Reason), ct);
    }
}
