using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Engineers;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Tickets;

/// <summary>Makes assignments and claims out of ids: whoever is named must be there, in this tenant, and active.</summary>
internal sealed class Assigning(Router router)
{
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
            return AssignCommand.For(caller.Actor, team, engineer.Ref, "manual", new AssignmentReason { Code = "byHand", Engineer = engineer.Name, Note = Written(request.Reason) });
        }

        var demand = Demand.Of(ticket);
        var route = await router.ForTeamAsync(work, caller.Tenant, request.TeamId ?? ticket.TeamId, demand, ct)
            ?? throw Problems.NotFound("team.not-found");
        var choice = await router.ChooseAsync(work, caller.Tenant, ticket.Id, route, demand, TicketStore.Now(work, ticket), ct);
        db.Rankings.Add(RankingRow.Of(ticket with { Version = ticket.Version + 1 }, choice, route.Settings.Weights));
        return AssignCommand.For(caller.Actor, route.Team, choice.Engineer, "manual", choice.Why with { Note = Written(request.Reason) }, choice.Waits);
    }

    public static async Task<Command> ClaimAsync(Work work, Caller caller, CancellationToken ct)
    {
        var engineer = await FindByAccountAsync(work.Db<DispatchDb>(), caller, ct);
        if (engineer is not { Active: true })
            throw Problems.Forbidden("engineer.not-linked", "Only an active engineer can claim, and no such engineer belongs to this account.");
        return new ClaimCommand(caller.Actor, engineer.Ref);
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
