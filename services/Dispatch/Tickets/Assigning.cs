using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Engineers;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Visits;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Tickets;

/// <summary>Makes assignments, claims and acceptances out of ids: whoever is named must be there, in this tenant, active, able and allowed.</summary>
internal sealed class Assigning(Router router, Hands hands, VisitRules visits)
{
    /// <exception cref="ProblemException">404, 409 <c>engineer.inactive</c> or what speaks against the engineer, see <see cref="ByHand"/>; 403 or 400 for who may not pass over it.</exception>
    public async Task<Command> AssignAsync(Work work, Caller caller, Ticket ticket, AssignRequest request, CancellationToken ct)
    {
        var db = work.Db<DispatchDb>();
        if (request.EngineerId is { } engineerId)
        {
            var engineer = await db.Engineers.AsNoTracking().Include(e => e.Teams)
                .SingleOrDefaultAsync(e => e.Tenant == caller.Tenant && e.Id == engineerId, ct) ?? throw Problems.NotFound("engineer.not-found");
            if (!engineer.Active)
                throw Problems.Conflict("engineer.inactive", "The engineer gets no tickets.");
            var team = await TeamAsync(db, caller.Tenant, request.TeamId ?? OwnTeam(engineer, ticket), ct);
            var against = await AgainstAsync(work, ticket, engineer, team.Id, ct);
            var passed = Hands.Settle(against, engineer.Name, caller, new PassOver(request.Override, request.Reason));
            return AssignCommand.For(
                caller.Actor, team, engineer.Ref, engineer.IsOf(caller.AccountId) ? "claimed" : "manual", new AssignmentReason { Code = "byHand", Engineer = engineer.Name, PassedOver = passed, Note = Written(request.Reason) });
        }

        var demand = Demand.Of(ticket);
        var route = await router.ForTeamAsync(work, caller.Tenant, request.TeamId ?? ticket.TeamId, demand, ct)
            ?? throw Problems.NotFound("team.not-found");
        var now = TicketStore.Now(work, ticket);
        var choice = await router.ChooseAsync(work, caller.Tenant, ticket.Id, route, demand, now, ct);
        db.Rankings.Add(RankingRow.Of(ticket with { Version = ticket.Version + 1, UpdatedAt = now }, choice, route.Settings.Weights));
        return AssignCommand.For(caller.Actor, route.Team, choice.Engineer, "manual", choice.Why with { Note = Written(request.Reason) }, choice.Waits);
    }

    /// <exception cref="ProblemException">403 <c>engineer.not-linked</c>, 409 with what speaks against it: only who gives work to others may pass over that.</exception>
    public async Task<Command> ClaimAsync(Work work, Caller caller, Ticket ticket, CancellationToken ct)
    {
        var engineer = await FindByAccountAsync(work.Db<DispatchDb>(), caller, ct);
        if (engineer is not { Active: true })
            throw Problems.Forbidden("engineer.not-linked", "Only an active engineer can claim, and no such engineer belongs to this account.");
        // Whether the ticket is to be had at all comes first: that is what the state machine says.
        if (ticket.EngineerId is null) Hands.Settle(await AgainstAsync(work, ticket, engineer, ticket.TeamId, ct), engineer.Name, caller, PassOver.Not);
        return new ClaimCommand(caller.Actor, engineer.Ref);
    }

    /// <summary>The engineer asked takes it: able and allowed then too, whatever became of the ticket since.</summary>
    /// <exception cref="ProblemException">409 with what speaks against it.</exception>
    public async Task<Command> AcceptAsync(Work work, Caller caller, Ticket ticket, Engineer me, CancellationToken ct)
    {
        if (ticket.OfferedTo == me.Id) Hands.Settle(await AgainstAsync(work, ticket, me, ticket.TeamId, ct), me.Name, caller, PassOver.Not);
        return new AcceptCommand(caller.Actor, me.Ref);
    }

    /// <summary>What speaks against giving a ticket to somebody by hand, and its agreed visits with it. What is offered to him, or with him already, takes no further place.</summary>
    public async Task<IReadOnlyList<Exclusion>> AgainstAsync(Work work, Ticket ticket, Engineer engineer, Guid team, CancellationToken ct)
    {
        var takes = ticket.State is TicketState.Open or TicketState.Assigned or TicketState.InProgress && ticket.EngineerId != engineer.Id && ticket.OfferedTo != engineer.Id;
        var against = await hands.AgainstAsync(work, engineer, new HandWork(ticket.Tenant, team, Demand.Of(ticket), takes), ct);
        var visiting = await visits.AgainstMovingAsync(work, ticket, engineer.Id, team, ct);
        return [.. against.Concat(visiting).Distinct().OrderBy(ByHand.MayBePassedOver)];
    }

    /// <summary>The engineer who signs in with the caller's account; null when there is none.</summary>
    public static async Task<Engineer?> FindByAccountAsync(DispatchDb db, Caller caller, CancellationToken ct) =>
        Guid.TryParse(caller.AccountId, out var account)
            ? await db.Engineers.AsNoTracking().SingleOrDefaultAsync(e => e.Tenant == caller.Tenant && e.AccountId == account, ct)
            : null;

    private static Guid OwnTeam(Engineer engineer, Ticket ticket) =>
        engineer.Teams.Count == 0 || engineer.Teams.Any(m => m.TeamId == ticket.TeamId)
            ? ticket.TeamId
            : engineer.Teams.MinBy(m => m.TeamId)!.TeamId;

    private static async Task<TeamRef> TeamAsync(DispatchDb db, string tenant, Guid id, CancellationToken ct) =>
        await db.Teams.Where(t => t.Tenant == tenant && t.Id == id).Select(t => new TeamRef(t.Id, t.Name)).SingleOrDefaultAsync(ct)
        ?? throw Problems.NotFound("team.not-found");

    private static string? Written(string? reason) => string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
}
