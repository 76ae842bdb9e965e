using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain.Maintenance;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Maintenance;

/// <summary>What to list. Everything given must fit.</summary>
/// <param name="Engineer"><c>me</c> or an id.</param>
/// <param name="Overdue">Those that were not completed by their due instant and still are not.</param>
internal sealed record RunFilter(
    DateTimeOffset? From = null, DateTimeOffset? Until = null, RunState? State = null, MaintenanceKind? Kind = null, Guid? CustomerId = null, Guid? ContractId = null,
    Guid? PlanId = null, Guid? TeamId = null, string? Engineer = null, bool Open = false, bool Overdue = false, int Limit = 100, string? Cursor = null);

/// <summary>Finds runs.</summary>
internal static class RunList
{
    private static readonly TimeSpan s_week = TimeSpan.FromDays(7);

    public static Task<RunPage> GetAsync(
        Caller caller, DispatchDb db, DatabaseClock clock, CancellationToken ct, DateTimeOffset? from = null, DateTimeOffset? until = null, RunState? state = null,
        MaintenanceKind? kind = null, Guid? customerId = null, Guid? contractId = null, Guid? planId = null, Guid? teamId = null, [MaxLength(36)] string? engineer = null,
        bool open = false, bool overdue = false, [Range(1, 500)] int limit = 100, [MaxLength(100)] string? cursor = null) =>
        ListAsync(new RunFilter(from, until, state, kind, customerId, contractId, planId, teamId, engineer, open, overdue, limit, cursor), caller, db, clock, ct);

    private static async Task<RunPage> ListAsync(RunFilter filter, Caller caller, DispatchDb db, DatabaseClock clock, CancellationToken ct)
    {
        if (filter is { From: { } from, Until: { } until } && until <= from) throw Problems.InvalidField("until", "It lies after from.");
        var runs = await FilteredAsync(db.MaintenanceRuns.AsNoTracking().Where(r => r.Tenant == caller.Tenant), filter, caller, db, ct);
        if (RunCursor.Read(filter.Cursor) is { } after) runs = runs.Where(r => r.From > after.At || (r.From == after.At && r.Id > after.Id));
        var page = await NamedAsync(db, runs.OrderBy(r => r.From).ThenBy(r => r.Id).Take(filter.Limit + 1), ct);
        var next = page.Count > filter.Limit ? new RunCursor(page[filter.Limit - 1].From, page[filter.Limit - 1].Id).Write() : null;
        return new RunPage([.. page.Take(filter.Limit)], next, await CountAsync(db, caller.Tenant, clock.Now, ct));
    }

    public static Task<MaintenanceRun?> FindAsync(DispatchDb db, string tenant, Guid id, CancellationToken ct) =>
        db.MaintenanceRuns.AsNoTracking().SingleOrDefaultAsync(r => r.Tenant == tenant && r.Id == id, ct);

    /// <summary>Runs with the names beside their ids, in one query.</summary>
    public static async Task<List<RunView>> NamedAsync(DispatchDb db, IQueryable<MaintenanceRun> runs, CancellationToken ct)
    {
        var rows = await (
            from r in runs
            join p in db.MaintenancePlans on r.PlanId equals p.Id
            join k in db.ServiceContracts on r.ContractId equals k.Id
            join t in db.Teams on r.TeamId equals t.Id
            from c in db.Customers.Where(c => c.Id == r.CustomerId).DefaultIfEmpty()
            from e in db.Engineers.Where(e => e.Id == r.EngineerId).DefaultIfEmpty()
            orderby r.From, r.Id
            select new { Run = r, Plan = p.Name, Contract = k.Number, Customer = c!.Name, Team = t.Name, Engineer = e!.Name }).ToListAsync(ct);
        return [.. rows.Select(r => RunView.Of(r.Run, new RunNames { Plan = r.Plan, Contract = r.Contract, Customer = r.Customer, Team = r.Team, Engineer = r.Engineer }))];
    }

    private static async Task<IQueryable<MaintenanceRun>> FilteredAsync(
        IQueryable<MaintenanceRun> runs, RunFilter filter, Caller caller, DispatchDb db, CancellationToken ct)
    {
        if (filter.From?.ToUniversalTime() is { } from) runs = runs.Where(r => r.Until > from);
        if (filter.Until?.ToUniversalTime() is { } until) runs = runs.Where(r => r.From < until);
        if (filter.State is { } state) runs = runs.Where(r => r.State == state);
        if (filter.Kind is { } kind) runs = runs.Where(r => r.Kind == kind);
        if (filter.CustomerId is { } customer) runs = runs.Where(r => r.CustomerId == customer);
        if (filter.ContractId is { } contract) runs = runs.Where(r => r.ContractId == contract);
        if (filter.PlanId is { } plan) runs = runs.Where(r => r.PlanId == plan);
        if (filter.TeamId is { } team) runs = runs.Where(r => r.TeamId == team);
        if (filter.Open) runs = runs.Where(r => r.State != RunState.Completed && r.State != RunState.Cancelled);
        if (filter.Overdue) runs = runs.Where(r => r.OverdueAt != null && r.State != RunState.Completed && r.State != RunState.Cancelled);
        if (string.IsNullOrEmpty(filter.Engineer)) return runs;
        Guid? engineer = filter.Engineer == "me" ? (await Assigning.FindByAccountAsync(db, caller, ct))?.Id ?? Guid.Empty
            : Guid.TryParse(filter.Engineer, out var id) ? id : throw Problems.InvalidField("engineer", "It is me or an id.");
        return runs.Where(r => r.EngineerId == engineer);
    }

    private static async Task<RunCounts> CountAsync(DispatchDb db, string tenant, DateTimeOffset now, CancellationToken ct)
    {
        var week = now + s_week;
        var states = await db.MaintenanceRuns.Where(r => r.Tenant == tenant && r.From < week && r.State != RunState.Completed && r.State != RunState.Cancelled)
            .GroupBy(r => new { r.State, Overdue = r.OverdueAt != null }).Select(g => new { g.Key.State, g.Key.Overdue, Count = g.Count() }).ToListAsync(ct);
        int Of(RunState state) => states.Where(s => s.State == state).Sum(s => s.Count);
        return new RunCounts(Of(RunState.Scheduled), Of(RunState.Due), Of(RunState.InProgress), states.Where(s => s.Overdue).Sum(s => s.Count));
    }
}
