using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Domain.Maintenance;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Maintenance;

/// <summary>
/// Who does a run: by hand, or by the same ranking as tickets get, as background work. The kind of maintenance counts as its category, so
/// a team asks for skills and certificates by it (<c>backupDrill</c>, <c>upgrade</c> ...).
/// </summary>
internal sealed class RunAssigning(Router router)
{
    /// <summary>The best of a team now; nobody when none is able and free.</summary>
    /// <exception cref="ProblemException">404 <c>team.not-found</c>.</exception>
    public async Task<AssignRun> ChooseAsync(Work work, MaintenanceRun run, Guid team, Actor by, CancellationToken ct)
    {
        var demand = new Demand(EnumText.Of(run.Kind), run.ProductId, null, run.CustomerId, run.AssetId, null, Channel.Api, WorkType.Maintenance);
        var route = await router.ForTeamAsync(work, run.Tenant, team, demand, ct) ?? throw Problems.NotFound("team.not-found");
        var choice = await router.ChooseAsync(work, run.Tenant, run.Id, route, demand, work.Now, ct);
        return new AssignRun(by, team, choice.Engineer?.Id, choice.Engineer?.Name, choice.Explanation) { Why = choice.Why };
    }

    /// <exception cref="ProblemException">404 <c>team.not-found</c> or <c>engineer.not-found</c>, 409 <c>engineer.inactive</c>.</exception>
    public async Task<RunCommand> ByHandAsync(Work work, MaintenanceRun run, Caller caller, AssignRunRequest r, CancellationToken ct)
    {
        var db = work.Db<DispatchDb>();
        var team = r.TeamId ?? run.TeamId;
        if (r.EngineerId is not { } id) return await ChooseAsync(work, run, team, caller.Actor, ct);
        await CheckAsync(db, caller.Tenant, team, id, ct);
        var name = await db.Engineers.Where(e => e.Id == id).Select(e => e.Name).SingleAsync(ct);
        var why = new AssignmentReason { Code = "byHand", Engineer = name, Note = string.IsNullOrWhiteSpace(r.Reason) ? null : r.Reason.Trim() };
        return new AssignRun(caller.Actor, team, id, name, AssignmentReasonWords.Say(why, "en")) { Why = why };
    }

    /// <exception cref="ProblemException">404 <c>team.not-found</c> or <c>engineer.not-found</c>, 409 <c>engineer.inactive</c>.</exception>
    public static async Task CheckAsync(DispatchDb db, string tenant, Guid team, Guid? engineer, CancellationToken ct)
    {
        if (!await db.Teams.AnyAsync(t => t.Tenant == tenant && t.Id == team, ct)) throw Problems.NotFound("team.not-found");
        if (engineer is not { } id) return;
        var active = await db.Engineers.Where(e => e.Tenant == tenant && e.Id == id).Select(e => (bool?)e.Active).SingleOrDefaultAsync(ct)
            ?? throw Problems.NotFound("engineer.not-found");
        if (!active) throw Problems.Conflict("engineer.inactive", "The engineer gets no work.");
    }
}
