using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Domain.Rosters;
using ServiceMesh.Dispatch.Offers;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Teams;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Assignment;

/// <summary>Gives waiting tickets to people: from the queue, after an offer that came to nothing, at the end of a shift.</summary>
internal sealed class Placing(Router router, DispatchOptions options)
{
    private const int AtATime = 50;

    /// <summary>What the best choice becomes by the team's mode.</summary>
    public static OfferTo? Offer(Route route, Choice choice, DateTimeOffset now)
    {
        if (route.Settings.Mode != AssignmentMode.Offer || choice.Engineer is not { } engineer) return null;
        var expires = now.AddMinutes(route.Settings.OfferMinutes);
        if (route.Settings.OfferEndsWithShift && choice.ShiftEndsAt < expires) expires = choice.ShiftEndsAt.Value;
        return new OfferTo(engineer, Guid.CreateVersion7(now), expires, choice.Explanation);
    }

    /// <summary>Tries a team's queue from its head. Who cannot be placed now keeps the place.</summary>
    public async Task FillAsync(Work work, string tenant, Guid team, CancellationToken ct)
    {
        var db = work.Db<DispatchDb>();
        var waiting = await db.Tickets.FromSql($"""
            SELECT * FROM tickets WHERE tenant = {tenant} AND team_id = {team} AND queued_at IS NOT NULL
            ORDER BY severity, opened_at, id LIMIT {AtATime} FOR UPDATE SKIP LOCKED
            """).ToListAsync(ct);
        var placed = 0;
        foreach (var ticket in waiting.OrderBy(t => t.Severity).ThenBy(t => t.OpenedAt).ThenBy(t => t.Id))
            if (await TryAsync(work, ticket, ct))
                placed++;
        if (placed == AtATime) work.Arm(new TimerRequest(Queue.Timer, team.ToString(), work.Now, tenant));
    }

    /// <summary>After a refusal or a time-out: the next one is asked, and when there is none the ticket waits in the queue.</summary>
    public async Task<Command> NextAsync(Work work, Ticket ticket, Func<OfferTo?, string, Command> command, CancellationToken ct)
    {
        var demand = Demand.Of(ticket);
        var route = await router.ForTeamAsync(work, ticket.Tenant, ticket.TeamId, demand, ct)
            ?? throw new InvalidOperationException("A ticket's team exists.");
        var now = TicketStore.Now(work, ticket);
        var choice = router.Choose(ticket.Id, route, demand, now, await AskedAsync(work, ticket, ct));
        return command(Offer(route with { Settings = route.Settings with { Mode = AssignmentMode.Offer } }, choice, now), choice.Explanation);
    }

    /// <summary>Tickets of people who have gone off shift go to those who are there; where nobody is, they stay.</summary>
    public async Task RedispatchAsync(Work work, Team team, Roster roster, IReadOnlySet<Guid> onShift, CancellationToken ct)
    {
        var rule = team.Settings?.Assignment.OffShift ?? OffShift.NotStarted;
        List<Guid> gone = [.. roster.Rotations.Where(r => r.Kind == DutyKind.Shift).SelectMany(r => r.Participants).Distinct().Where(p => !onShift.Contains(p))];
        if (rule == OffShift.Keep || gone.Count == 0) return;
        List<string> states = rule == OffShift.All ? ["assigned", "inProgress"] : ["assigned"];
        var left = await work.Db<DispatchDb>().Tickets.FromSql($"""
            SELECT * FROM tickets WHERE tenant = {team.Tenant} AND team_id = {team.Id} AND is_open AND engineer_id = ANY({gone}) AND state = ANY({states})
            ORDER BY severity, opened_at, id LIMIT 500 FOR UPDATE SKIP LOCKED
            """).ToListAsync(ct);
        foreach (var ticket in left.OrderBy(t => t.Severity).ThenBy(t => t.OpenedAt).ThenBy(t => t.Id))
            await TryAsync(work, ticket, ct);
    }

    /// <summary>Gives or offers a ticket to the best; false when there is nobody.</summary>
    private async Task<bool> TryAsync(Work work, Ticket ticket, CancellationToken ct)
    {
        var demand = Demand.Of(ticket);
        if (await router.ForTeamAsync(work, ticket.Tenant, ticket.TeamId, demand, ct) is not { } route) return false;
        var now = TicketStore.Now(work, ticket);
        var owned = ticket.EngineerId is { } owner ? new HashSet<Guid> { owner } : null;
        var choice = router.Choose(ticket.Id, route, demand, now, owned ?? await AskedAsync(work, ticket, ct));
        if (choice.Engineer is null) return false;
        // Who has a ticket keeps it until somebody else has it: only what nobody has is offered.
        Command command = ticket.EngineerId is null && Offer(route, choice, now) is { } offer
            ? new OfferCommand(Actor.System, offer)
            : new AssignCommand(Actor.System, route.Team, choice.Engineer, "automatic", choice.Explanation);
        var decision = TicketMachine.Decide(ticket, command, now, options.Terms);
        if (!decision.Changed) return false;
        await TicketStore.StoreAsync(work, ticket, decision, options, ct);
        var db = work.Db<DispatchDb>();
        db.Rankings.Add(RankingRow.Of(decision.Ticket, choice, route.Settings.Weights));
        // The next choice counts this one.
        await db.SaveChangesAsync(ct);
        return true;
    }

    /// <summary>Who refused it in this cycle; and, while it goes through the team, who was asked in this round.</summary>
    private static async Task<HashSet<Guid>> AskedAsync(Work work, Ticket ticket, CancellationToken ct)
    {
        var offers = await work.Db<DispatchDb>().Offers.AsNoTracking().Where(o => o.TicketId == ticket.Id && o.Cycle == ticket.Cycle).ToListAsync(ct);
        var round = offers.Find(o => o.Id == ticket.OfferId)?.Round;
        return [.. offers.Where(o => o.State == OfferState.Refused || o.Round == round).Select(o => o.EngineerId)];
    }
}

/// <summary>Somebody became free: the team's queue is tried.</summary>
internal sealed class FillQueue(Placing placing) : ITimerHandler
{
    public Task FireAsync(FiredTimer t, Work work, CancellationToken ct) => placing.FillAsync(work, t.Tenant, Guid.Parse(t.Key), ct);
}
