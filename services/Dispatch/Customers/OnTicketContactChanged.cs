using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Customers;

/// <summary>A ticket whose contact was corrected: board and cards show the right one from now on. Triage and clocks stay until somebody triages again.</summary>
internal sealed class OnTicketContactChanged : IHandle<TicketContactChanged>
{
    public async Task HandleAsync(TicketContactChanged e, Work work, CancellationToken ct)
    {
        var before = await TicketStore.LockAsync(work, e, ct);
        var after = before with
        {
            CustomerId = e.CustomerId, CustomerName = e.CustomerName, ContactId = e.ContactId, ContactName = e.ContactName, ContactEmail = e.ContactEmail, Language = e.Language,
            AssetId = e.AssetId, ContractId = e.ContractId, ServiceLevel = e.ServiceLevel, UpdatedAt = TicketStore.Now(work, before), Version = before.Version + 1,
        };
        work.Db<DispatchDb>().Entry(before).CurrentValues.SetValues(after);
        work.Touched(e.Tenant, e.AggregateId);
    }
}
