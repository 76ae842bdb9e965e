using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Dispatch.Domain.Maintenance;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.ServiceContracts;
using ServiceMesh.Dispatch.Tenants;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Maintenance;

/// <summary>What is to be done for contracts again and again.</summary>
internal static class PlanEndpoints
{
    private const int PreviewedWindows = 24;

    public static IEndpointRouteBuilder MapMaintenancePlans(this IEndpointRouteBuilder app)
    {
        var plans = app.MapGroup("/api/v1/maintenance/plans").WithTags("maintenance");
        plans.MapGet("", ListAsync).RequireRoles(Roles.Staff)
            .WithSummary("Plans in the order they were made; ended ones only with ended=true. limit is 1 to 200, 50 if not given.");
        plans.MapGet("/{id:guid}", GetAsync).RequireRoles(Roles.Staff).WithSummary("A plan. 404 maintenance-plan.not-found.");
        var change = plans.MapGroup("").RequireRoles(Roles.Dispatcher, Roles.Manager, Roles.Admin);
        change.MapPost("/preview", PreviewAsync)
            .WithSummary("The next windows of a plan that is not saved, 24 at most. 400 naming the field for what cannot be.");
        change.MapPost("", (PlanRequest r, Caller caller, HttpContext http, IIdempotentWork idempotent, RunAssigning assigning) =>
                idempotent.RunAsync(http, caller, (work, ct) => CreateAsync(r, caller, work, assigning, ct)))
            .WithSummary("Makes a plan and its runs of the next 400 days. 400 naming the field for what cannot be; 404 contract.not-found, team.not-found or engineer.not-found; 409 maintenance.not-covered without a manager's coverReason, assignment.* when the engineer named lacks what it asks for.");
        change.MapPut("/{id:guid}", UpdateAsync)
            .WithSummary("Replaces a plan's values; runs that have not begun follow, moved ones stay. 404 as above, 409 maintenance.plan-ended, maintenance.kind-fixed, maintenance.other-customer, maintenance.not-covered.");
        change.MapPost("/{id:guid}/end", (Guid id, EndPlanRequest r, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
                idempotent.RunAsync(http, caller, (work, ct) => EndAsync(id, r, caller, work, ct)))
            .WithSummary("Ends a plan: what has not come due is cancelled. 404 maintenance-plan.not-found, 409 maintenance.plan-ended.");
        return app;
    }

    private static async Task<PlanPage> ListAsync(
        Caller caller, DispatchDb db, DatabaseClock clock, CancellationToken ct, Guid? customerId = null, Guid? contractId = null, MaintenanceKind? kind = null, bool ended = false,
        [Range(1, 200)] int limit = 50, [MaxLength(64)] string? cursor = null)
    {
        var plans = db.MaintenancePlans.AsNoTracking().Where(p => p.Tenant == caller.Tenant && p.EndedAt == null != ended);
        if (customerId is { } customer) plans = plans.Where(p => p.CustomerId == customer);
        if (contractId is { } contract) plans = plans.Where(p => p.ContractId == contract);
        if (kind is { } one) plans = plans.Where(p => p.Kind == one);
        if (RunCursor.ReadId(cursor) is { } after) plans = plans.Where(p => p.Id > after);
        var page = await plans.OrderBy(p => p.Id).Take(limit + 1).ToListAsync(ct);
        List<PlanView> items = [];
        foreach (var plan in page.Take(limit)) items.Add(await ViewAsync(db, plan, clock.Now, ct));
        return new PlanPage(items, page.Count > limit ? RunCursor.Of(page[limit - 1].Id) : null);
    }

    private static async Task<PlanView> GetAsync(Guid id, Caller caller, DispatchDb db, DatabaseClock clock, CancellationToken ct) => await ViewAsync(
        db, await db.MaintenancePlans.AsNoTracking().SingleOrDefaultAsync(p => p.Tenant == caller.Tenant && p.Id == id, ct) ?? throw Problems.NotFound("maintenance-plan.not-found"), clock.Now, ct);

    private static async Task<PreviewView> PreviewAsync(PlanRequest r, Caller caller, DispatchDb db, DatabaseClock clock, CancellationToken ct)
    {
        var zone = await TenantZone.OfAsync(db, caller.Tenant, ct);
        var schedule = r.Check(zone.Id);
        var now = Instant.FromDateTimeOffset(clock.Now);
        var windows = schedule.Windows(now.InZone(schedule.Zone).Date, NodaTime.LocalDate.FromDateOnly(new DateOnly(2200, 12, 31))).Where(w => w.From > now);
        return new PreviewView(schedule.Rule.ToString(), [.. windows.Take(PreviewedWindows).Select(WindowView.Of)]);
    }

    private static async Task<Reply> CreateAsync(PlanRequest r, Caller caller, Work work, RunAssigning assigning, CancellationToken ct)
    {
        var db = work.Db<DispatchDb>();
        var tenantZone = await TenantZone.OfAsync(db, caller.Tenant, ct);
        var schedule = r.Check(tenantZone.Id);
        var contract = await ContractAsync(db, caller.Tenant, r.ContractId, ct);
        var team = await TeamAsync(work, caller, r, contract.CustomerId, assigning, ct);
        CheckCover(r, contract, tenantZone, caller, work.Now);
        var plan = new MaintenancePlan
        {
            Id = Guid.CreateVersion7(work.Now), Tenant = caller.Tenant, Name = "", Kind = r.Kind, ContractId = contract.Id, CustomerId = contract.CustomerId, Zone = "",
            StartsOn = r.StartsOn, At = r.At, Minutes = r.Minutes, Rule = "", GraceHours = r.GraceHours, AnnounceDays = r.AnnounceDays, TeamId = team, UpdatedAt = work.Now,
        };
        Fill(plan, r, schedule, team, work.Now);
        db.MaintenancePlans.Add(plan);
        await db.SaveChangesAsync(ct);
        await Planning.ExtendAsync(work, plan, caller.Actor, ct);
        return new Reply(StatusCodes.Status201Created, await ViewAsync(db, plan, work.Now, ct), $"/api/v1/maintenance/plans/{plan.Id}");
    }

    private static async Task<PlanView> UpdateAsync(Guid id, PlanRequest r, Caller caller, IWorkFactory works, RunAssigning assigning, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<DispatchDb>();
        var plan = await FindAsync(work, caller, id, ct);
        var tenantZone = await TenantZone.OfAsync(db, caller.Tenant, ct);
        var schedule = r.Check(tenantZone.Id);
        if (r.Kind != plan.Kind) throw Problems.Conflict("maintenance.kind-fixed", "A plan keeps its kind. End it and make another.");
        var contract = await ContractAsync(db, caller.Tenant, r.ContractId, ct);
        if (contract.CustomerId != plan.CustomerId) throw Problems.Conflict("maintenance.other-customer", "That is another customer's contract.");
        var team = await TeamAsync(work, caller, r, contract.CustomerId, assigning, ct);
        if (r.CoverReason != plan.CoverReason || r.ContractId != plan.ContractId || r.ProductId != plan.ProductId) CheckCover(r, contract, tenantZone, caller, work.Now);
        plan.ContractId = contract.Id;
        Fill(plan, r, schedule, team, work.Now);
        await db.SaveChangesAsync(ct);
        await Planning.FollowAsync(work, plan, caller.Actor, ct);
        var view = await ViewAsync(db, plan, work.Now, ct);
        await work.CommitAsync(ct);
        return view;
    }

    private static async Task<Reply> EndAsync(Guid id, EndPlanRequest r, Caller caller, Work work, CancellationToken ct)
    {
        var plan = await FindAsync(work, caller, id, ct);
        (plan.EndedAt, plan.EndReason, plan.UpdatedAt) = (work.Now, r.Reason.Trim(), work.Now);
        await Planning.EndAsync(work, plan, caller.Actor, ct);
        return new Reply(StatusCodes.Status200OK, await ViewAsync(work.Db<DispatchDb>(), plan, work.Now, ct));
    }

    private static void Fill(MaintenancePlan plan, PlanRequest r, MaintenanceSchedule schedule, Guid team, DateTimeOffset now)
    {
        plan.Name = r.Name.Trim();
        (plan.ProductId, plan.AssetId) = (r.ProductId, r.AssetId);
        (plan.Zone, plan.StartsOn, plan.EndsOn, plan.At, plan.Minutes) = (schedule.Zone.Id, r.StartsOn, r.EndsOn, r.At, r.Minutes);
        // As it is understood: a text that clamps without saying so is not read as one that says so.
        plan.Rule = schedule.Rule.Clamps ? schedule.Rule.ToString() : $"{schedule.Rule};SKIP=OMIT";
        (plan.GraceHours, plan.AnnounceDays, plan.TeamId, plan.EngineerId) = (r.GraceHours, r.AnnounceDays, team, r.EngineerId);
        (plan.RtoMinutes, plan.RpoMinutes) = (r.RtoMinutes, r.RpoMinutes);
        (plan.Checklist, plan.Note, plan.CoverReason, plan.UpdatedAt) = (PlanRequest.ReadList(r.Checklist), r.Note, r.CoverReason, now);
    }

    private static void CheckCover(PlanRequest r, ContractRow contract, DateTimeZone zone, Caller caller, DateTimeOffset now)
    {
        if (!string.IsNullOrWhiteSpace(r.CoverReason))
        {
            RunEndpoints.RequireManager(caller);
            return;
        }

        var cover = CoverNow(contract, r.Kind, r.ProductId, r.StartsOn, zone, now);
        if (cover is not (MaintenanceCover.Covered or MaintenanceCover.NotStarted))
            throw Problems.Conflict("maintenance.not-covered", $"Contract {contract.Number} does not cover it ({EnumText.Of(cover)}). A manager may plan it with a coverReason.");
    }

    /// <summary>Today, or on the first day if that is to come.</summary>
    private static MaintenanceCover CoverNow(ContractRow contract, MaintenanceKind kind, Guid? product, DateOnly startsOn, DateTimeZone zone, DateTimeOffset now)
    {
        var today = TenantZone.Today(zone, now);
        return contract.Terms.Of(kind, product, startsOn > today ? startsOn : today);
    }

    private static async Task<Guid> TeamAsync(Work work, Caller caller, PlanRequest r, Guid customer, RunAssigning assigning, CancellationToken ct)
    {
        if (r.TeamId is null) await DefaultTeam.EnsureAsync(work, caller.Tenant, ct);
        var team = r.TeamId ?? await work.Db<DispatchDb>().Teams.Where(t => t.Tenant == caller.Tenant && t.IsDefault).Select(t => t.Id).SingleAsync(ct);
        await assigning.CheckNamedAsync(work, caller, r, customer, team, ct);
        return team;
    }

    private static async Task<ContractRow> ContractAsync(DispatchDb db, string tenant, Guid id, CancellationToken ct) =>
        await db.ServiceContracts.AsNoTracking().SingleOrDefaultAsync(c => c.Tenant == tenant && c.Id == id, ct) ?? throw Problems.NotFound("contract.not-found");

    private static async Task<MaintenancePlan> FindAsync(Work work, Caller caller, Guid id, CancellationToken ct)
    {
        var plan = await Planning.LockAsync(work, caller.Tenant, id, ct) ?? throw Problems.NotFound("maintenance-plan.not-found");
        return plan.EndedAt is null ? plan : throw Problems.Conflict("maintenance.plan-ended", "The plan has ended.");
    }

    private static async Task<PlanView> ViewAsync(DispatchDb db, MaintenancePlan plan, DateTimeOffset now, CancellationToken ct)
    {
        var contract = await db.ServiceContracts.AsNoTracking().SingleAsync(c => c.Tenant == plan.Tenant && c.Id == plan.ContractId, ct);
        var zone = await TenantZone.OfAsync(db, plan.Tenant, ct);
        return PlanView.Of(plan, await RunNames.OfAsync(db, plan, ct), CoverNow(contract, plan.Kind, plan.ProductId, plan.StartsOn, zone, now));
    }
}
