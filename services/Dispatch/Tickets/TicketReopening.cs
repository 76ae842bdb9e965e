using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Teams;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Tickets;

/// <summary>
/// A reopened ticket goes back to its engineer, or to whoever the ranking finds: as the team has set, and whenever he is no longer active, or
/// lacks a certificate by now.
/// </summary>
internal sealed class TicketReopening(Router router, Hands hands, DispatchOptions options)
{
    /// <summary>Runs a command that may reopen; stores it unless it was refused.</summary>
    public async Task<Decision> RunAsync(Work work, Ticket ticket, Command command, CancellationToken ct)
    {
        var decision = TicketMachine.Decide(ticket, command, TicketStore.Now(work, ticket), options.Terms);
        if (decision.Changed && !await StaysAsync(work, ticket, ct))
            decision = await AssignAsync(work, decision, ct);
        await TicketStore.StoreAsync(work, ticket, decision, options, ct);
        return decision;
    }

    /// <summary>Gives a locked ticket whose engineer may not have it any more to somebody who may; else nothing changes.</summary>
    public async Task ReassignAsync(Work work, Ticket ticket, CancellationToken ct)
    {
        if (await KeepsItsEngineerAsync(work, ticket, ct)) return;
        await TicketStore.StoreAsync(work, ticket, await AssignAsync(work, new Decision(ticket, []), ct), options, ct);
    }

    private async Task<bool> StaysAsync(Work work, Ticket ticket, CancellationToken ct) =>
        ticket.EngineerId is { } owner && await OnDuty.OfAsync(work, ticket.Tenant, ticket.TeamId, owner, ct) is { } his
        && (his.To == ReopenedTo.Owner || (his.To == ReopenedTo.OwnerOnDuty && his.OnDuty))
        && await KeepsItsEngineerAsync(work, ticket, ct);

    private async Task<bool> KeepsItsEngineerAsync(Work work, Ticket ticket, CancellationToken ct)
    {
        if (ticket.EngineerId is not { } id) return false;
        var engineer = await work.Db<DispatchDb>().Engineers.AsNoTracking().SingleOrDefaultAsync(e => e.Tenant == ticket.Tenant && e.Id == id && e.Active, ct);
        if (engineer is null) return false;
        var against = await hands.AgainstAsync(work, engineer, new HandWork(ticket.Tenant, ticket.TeamId, Demand.Of(ticket), TakesPlace: false), ct);
        return against.All(ByHand.MayBePassedOver);
    }

    private async Task<Decision> AssignAsync(Work work, Decision reopened, CancellationToken ct)
    {
        var ticket = reopened.Ticket;
        var demand = Demand.Of(ticket);
        var route = await router.ForTeamAsync(work, ticket.Tenant, ticket.TeamId, demand, ct);
        if (route is null) return reopened;
        var now = TicketStore.Now(work, ticket);
        var choice = await router.ChooseAsync(work, ticket.Tenant, ticket.Id, route, demand, now, ct);
        var offer = Placing.Offer(await Router.WithCalendarAsync(work, ticket.Tenant, route, ct), choice, now);
        var assigned = TicketMachine.Decide(
            ticket, AssignCommand.For(Actor.System, route.Team, offer is null ? choice.Engineer : null, "automatic", choice.Why, choice.Waits), now, options.Terms);
        var placed = offer is null ? assigned : TicketMachine.Decide(assigned.Ticket, new OfferCommand(Actor.System, offer), now, options.Terms);
        if (placed.Changed)
            work.Db<DispatchDb>().Rankings.Add(RankingRow.Of(placed.Ticket, choice, route.Settings.Weights));
        return new Decision(placed.Ticket, [.. reopened.Events, .. assigned.Events, .. offer is null ? [] : placed.Events]);
    }
}
