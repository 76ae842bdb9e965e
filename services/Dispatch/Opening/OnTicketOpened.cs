using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Domain.Triage;
using ServiceMesh.Dispatch.Engineers;
using ServiceMesh.Dispatch.Maintenance;
using ServiceMesh.Dispatch.Offers;
using ServiceMesh.Dispatch.Paging;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Records;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Dispatch.Triage;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Opening;

/// <summary>
/// The hot path: triage and automatic assignment in one commit, with two round trips before it. A ticket that is there already
/// changes nothing.
/// </summary>
internal sealed class OnTicketOpened(Router router, TriageBooks books) : IHandle<TicketOpened>
{
    public async Task HandleAsync(TicketOpened e, Work work, CancellationToken ct)
    {
        var facts = TriageFacts.Of(e);
        var book = await books.KnownAsync(work, e.Tenant, ct);
        var triage = book.Machine.Decide(facts);
        var route = await RouteAsync(work, e, triage, ct);
        if (route.TriageVersion != book.Version || route.Zone != book.Zone)
        {
            // Somebody changed the rules since this instance read them.
            book = await books.CurrentAsync(work, e.Tenant, ct);
            triage = book.Machine.Decide(facts);
            route = await RouteAsync(work, e, triage, ct);
        }

        var (team, choice, offer) = await ChooseAsync(work, e, route, triage, ct);
        var decision = Registration.Decide(e, triage, book.Version, team, choice, offer, work.Now);
        var tie = Backstop.Tie(decision.Ticket);
        if (!await TicketInsert.TryAsync(work, decision.Ticket, facts, RankingRow.Of(decision.Ticket, choice, route.Settings.Weights), ct, tie))
            return;
        if (decision.Events.OfType<TicketOffered>().FirstOrDefault() is { } offered)
            OfferBook.Add(work, work.Db<DispatchDb>(), decision.Ticket, offered, round: 1);
        foreach (var published in decision.Events)
            work.Publish(published);
        QueueAlarm.Watch(work, decision.Ticket);
        await Backstop.TellAsync(work, decision.Ticket, tie, ct);
        if (decision.Ticket is { FaultClass: not null, AssetId: not null })
            await SecondRepairs.LookAsync(work, decision.Ticket, book.Book.SecondRepairDays, ct);
    }

    /// <summary>Whoever answered the call has its ticket, whatever the ranking would say; else the best of the team, at once or by an offer.</summary>
    private async Task<(TeamRef Team, Choice Choice, OfferTo? Offer)> ChooseAsync(
        Work work, TicketOpened e, Assignment.Route route, TriageResult triage, CancellationToken ct)
    {
        if (e.AnsweredById is { } id && await Answering.FindAsync(work, e.Tenant, id, ct) is { } engineer)
            return (await Answering.TeamAsync(work, engineer, route.Team, ct), new Choice(engineer.Ref, AnsweredCall.Why(engineer.Ref)), null);
        var choice = await router.ChooseAsync(work, e.Tenant, e.AggregateId, route, Demand.Of(e, triage), work.Now, ct, wait: true);
        return (route.Team, choice, Placing.Offer(await Router.WithCalendarAsync(work, e.Tenant, route, ct), choice, work.Now));
    }

    private async Task<Assignment.Route> RouteAsync(Work work, TicketOpened e, TriageResult triage, CancellationToken ct)
    {
        var demand = Demand.Of(e, triage);
        if (triage.TeamId is { } team && await router.ForTeamAsync(work, e.Tenant, team, demand, ct) is { } ruled)
            return ruled with { Rule = triage.TeamRule };
        if (await router.ForDemandAsync(work, e.Tenant, demand, ct) is { } route) return route;
        await DefaultTeam.EnsureAsync(work, e.Tenant, ct);
        return await router.ForDemandAsync(work, e.Tenant, demand, ct) ?? throw new InvalidOperationException("A tenant has a default team.");
    }
}
