using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Customers;

/// <summary>
/// A ticket whose asset or contract staff named later. Severity and hands stay; an unfinished ticket is told once more as it is triaged, so that its clocks, and what it
/// costs, are those of the contract that covers it now.
/// </summary>
internal sealed class OnTicketCoverChanged : IHandle<TicketCoverChanged>
{
    public async Task HandleAsync(TicketCoverChanged e, Work work, CancellationToken ct)
    {
        var before = await TicketStore.LockAsync(work, e, ct);
        var now = TicketStore.Now(work, before);
        var after = before with
        {
            CustomerId = e.CustomerId ?? before.CustomerId, CustomerName = e.CustomerName ?? before.CustomerName, AssetId = e.AssetId,
            ProductId = e.ProductId, ProductName = e.ProductName, Module = e.ProductId == before.ProductId ? before.Module : null,
            ContractId = e.ContractId, ServiceLevel = e.ServiceLevel, UpdatedAt = now, Version = before.Version + 1,
        };
        work.Db<DispatchDb>().Entry(before).CurrentValues.SetValues(after);
        if (after is { Merged: null, State: not (TicketState.Resolved or TicketState.Closed or TicketState.Cancelled) })
            work.Publish(new Change(after, e.By, now, Effect.Keeps).Triaged(after, after.Severity, e.Reason) with { Entitlement = e.Entitlement });
        work.Touched(e.Tenant, e.AggregateId);
    }
}
