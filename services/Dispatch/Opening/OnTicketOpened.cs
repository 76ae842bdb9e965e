using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Offers;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Opening;

/// <summary>
/// The hot path: triage and automatic assignment in one commit, with two round trips before it. A ticket that is there already
/// changes nothing.
/// </summary>
internal sealed class OnTicketOpened(Router router) : IHandle<TicketOpened>
{
    public async Task HandleAsync(TicketOpened e, Work work, CancellationToken ct)
    {
        var demand = Demand.Of(e);
        var route = await router.ForDemandAsync(work, e.Tenant, demand, ct);
        if (route is null)
        {
            await DefaultTeam.EnsureAsync(work, e.Tenant, ct);
            route = await router.ForDemandAsync(work, e.Tenant, demand, ct)
                ?? throw new InvalidOperationException("A tenant has a default team.");
        }

        var choice = router.Choose(e.AggregateId, route, demand, work.Now);
        var offer = Placing.Offer(route, choice, work.Now);
        var decision = Registration.Decide(e, route.Team, choice, offer, work.Now);
        if (!await TicketInsert.TryAsync(work, decision.Ticket, RankingRow.Of(decision.Ticket, choice, route.Settings.Weights), ct))
            return;
        if (decision.Events.OfType<TicketOffered>().FirstOrDefault() is { } offered)
            OfferBook.Add(work, work.Db<DispatchDb>(), decision.Ticket, offered, round: 1);
        foreach (var published in decision.Events)
            work.Publish(published);
    }
}
