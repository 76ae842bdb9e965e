using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Domain.Maintenance;
using ServiceMesh.Dispatch.Engineers;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Tenants;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Maintenance;

/// <summary>
/// Who does a run: by hand, or by the same ranking as tickets get, as background work. The kind of maintenance counts as its category, so
/// a team asks for skills and certificates by it (<c>backupDrill</c>, <c>upgrade</c> ...).
/// </summary>
internal sealed class RunAssigning(Router router, Hands hands)
{
    /// <summary>So many are looked at in one transaction.</summary>
    private const int AtATime = 200;

    /// <summary>Gives what is due and has nobody to the best who is free now, the earliest window first. What nobody can take is tried again.</summary>
    public async Task FillAsync(Work work, string tenant, Guid team, CancellationToken ct)
    {
        var db = work.Db<DispatchDb>();
        var waiting = await db.MaintenanceRuns.FromSql($"""
            SELECT * FROM maintenance_runs WHERE tenant = {tenant} AND team_id = {team} AND engineer_id IS NULL AND state IN ('due', 'overdue')
            ORDER BY from_at, id LIMIT {AtATime} FOR UPDATE SKIP LOCKED
            """).ToListAsync(ct);
        var waits = false;
        foreach (var run in waiting)
        {
            var choice = await ChooseAsync(work, run, team, Actor.System, ct);
            waits |= choice.EngineerId is null;
            if (choice.EngineerId is null) continue;
            await RunStore.StoreAsync(work, run, RunMachine.Decide(run, choice, RunStore.Now(work, run)), ct);
            // The next choice counts it.
            await db.SaveChangesAsync(ct);
        }

        if (waits) RunBeat.Arm(work, tenant, team);
    }

    /// <summary>The best of a team now; nobody when none is able and free.</summary>
    /// <exception cref="ProblemException">404 <c>team.not-found</c>.</exception>
    public async Task<AssignRun> ChooseAsync(Work work, MaintenanceRun run, Guid team, Actor by, CancellationToken ct)
    {
        var demand = DemandOf(run.Kind, run.ProductId, run.CustomerId, run.AssetId);
        var route = await router.ForTeamAsync(work, run.Tenant, team, demand, ct) ?? throw Problems.NotFound("team.not-found");
        var choice = await router.ChooseAsync(work, run.Tenant, run.Id, route, demand, work.Now, ct);
        return new AssignRun(by, team, choice.Engineer?.Id, choice.Engineer?.Name, choice.Explanation) { Why = choice.Why };
    }

    /// <exception cref="ProblemException">
    /// 404 <c>team.not-found</c> or <c>engineer.not-found</c>, 409 <c>engineer.inactive</c> or what speaks against the engineer, see <see cref="ByHand"/>;
    /// 403 or 400 for who may not pass over it.
    /// </exception>
    public async Task<RunCommand> ByHandAsync(Work work, MaintenanceRun run, Caller caller, AssignRunRequest r, CancellationToken ct)
    {
        var db = work.Db<DispatchDb>();
        var team = r.TeamId ?? run.TeamId;
        if (r.EngineerId is not { } id) return await ChooseAsync(work, run, team, caller.Actor, ct);
        await CheckAsync(db, caller.Tenant, team, id, ct);
        var engineer = await db.Engineers.AsNoTracking().SingleAsync(e => e.Id == id, ct);
        var passed = Hands.Settle(await AgainstAsync(work, run, engineer, team, ct), engineer.Name, caller, new PassOver(r.Override, r.Reason));
        var why = new AssignmentReason { Code = "byHand", Engineer = engineer.Name, PassedOver = passed, Note = string.IsNullOrWhiteSpace(r.Reason) ? null : r.Reason.Trim() };
        return new AssignRun(caller.Actor, team, id, engineer.Name, AssignmentReasonWords.Say(why, "en"))
        {
            Why = why, Claimed = engineer.IsOf(caller.AccountId),
        };
    }

    /// <summary>What speaks against giving a run to somebody: certificates by the day of its window, places once it is due.</summary>
    public async Task<IReadOnlyList<Exclusion>> AgainstAsync(Work work, MaintenanceRun run, Engineer engineer, Guid team, CancellationToken ct)
    {
        var takes = run.State is RunState.Due or RunState.InProgress or RunState.Overdue && run.EngineerId != engineer.Id;
        var day = TenantZone.Today(await TenantZone.OfAsync(work.Db<DispatchDb>(), run.Tenant, ct), run.From > work.Now ? run.From : work.Now);
        return await hands.AgainstAsync(work, engineer, new HandWork(run.Tenant, team, DemandOf(run.Kind, run.ProductId, run.CustomerId, run.AssetId), takes, day), ct);
    }

    /// <summary>Whether whoever was named for a run may still do it, now that it is due: a certificate may have ended since. What was passed over by hand stays so.</summary>
    public async Task<bool> MayStillAsync(Work work, MaintenanceRun run, CancellationToken ct)
    {
        var engineer = await work.Db<DispatchDb>().Engineers.AsNoTracking().SingleOrDefaultAsync(e => e.Tenant == run.Tenant && e.Id == run.EngineerId && e.Active, ct);
        if (engineer is null) return false;
        var against = await hands.AgainstAsync(work, engineer, new HandWork(run.Tenant, run.TeamId, DemandOf(run.Kind, run.ProductId, run.CustomerId, run.AssetId), TakesPlace: false), ct);
        return !against.Except(run.Why?.PassedOver ?? []).Any();
    }

    /// <summary>Whether a plan may name somebody: nothing but places, which only runs that are due take. Nothing is passed over for all runs to come.</summary>
    /// <exception cref="ProblemException">As <see cref="CheckAsync"/>; 409 with what speaks against the engineer.</exception>
    public async Task CheckNamedAsync(Work work, Caller caller, PlanRequest r, Guid customer, Guid team, CancellationToken ct)
    {
        var db = work.Db<DispatchDb>();
        await CheckAsync(db, caller.Tenant, team, r.EngineerId, ct);
        if (r.EngineerId is not { } id) return;
        var engineer = await db.Engineers.AsNoTracking().SingleAsync(e => e.Id == id, ct);
        Hands.Settle(
            await hands.AgainstAsync(work, engineer, new HandWork(caller.Tenant, team, DemandOf(r.Kind, r.ProductId, customer, r.AssetId), TakesPlace: false), ct),
            engineer.Name, caller, PassOver.Not);
    }

    private static Demand DemandOf(MaintenanceKind kind, Guid? product, Guid customer, Guid? asset) =>
        new(EnumText.Of(kind), product, null, customer, asset, null, Channel.Api, WorkType.Maintenance);

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
