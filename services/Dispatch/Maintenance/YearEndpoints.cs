using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain.Maintenance;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Tenants;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Maintenance;

/// <summary>A run of a year's plan.</summary>
/// <param name="RunId">Null beyond the 400 days for which runs are made: then it is what the plan says as it stands.</param>
public sealed record YearRun(
    Guid? RunId, Guid PlanId, DateOnly OccursOn, DateTimeOffset From, DateTimeOffset To, RunState State, MaintenanceCover Cover, bool Overdue, MaintenanceVerdict? Verdict,
    string? EngineerName, int Reschedules);

/// <summary>A plan of a year's plan.</summary>
public sealed record YearPlan(
    Guid PlanId, string Name, MaintenanceKind Kind, string ContractNumber, Guid CustomerId, string? CustomerName, string Zone, string Rule, string TeamName, bool Ended,
    IReadOnlyList<YearRun> Runs);

/// <summary>What is planned for a year, as a customer gets it.</summary>
public sealed record YearView(int Year, IReadOnlyList<YearPlan> Plans, string? Next = null);

/// <summary>The yearly plan.</summary>
internal static class YearEndpoints
{
    private const int MostPlans = 200;

    public static IEndpointRouteBuilder MapMaintenanceYear(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/maintenance/year", GetAsync).RequireRoles(Roles.Staff).WithTags("maintenance")
            .WithSummary("All windows that open in a year, by the local dates of each plan's zone, for a customer or a contract or all (200 plans at most). 400 for years before 2000 or after 2199.");
        return app;
    }

    private static async Task<YearView> GetAsync(int year, Caller caller, DispatchDb db, CancellationToken ct, Guid? customerId = null, Guid? contractId = null)
    {
        if (year is < 2000 or > 2199) throw Problems.InvalidField("year", "It lies in 2000 to 2199.");
        var (first, next) = (new LocalDate(year, 1, 1), new LocalDate(year + 1, 1, 1));
        var plans = db.MaintenancePlans.AsNoTracking().Where(p => p.Tenant == caller.Tenant);
        if (customerId is { } customer) plans = plans.Where(p => p.CustomerId == customer);
        if (contractId is { } contract) plans = plans.Where(p => p.ContractId == contract);
        var found = await plans.OrderBy(p => p.CustomerId).ThenBy(p => p.Id).Take(MostPlans).ToListAsync(ct);
        var zone = await TenantZone.OfAsync(db, caller.Tenant, ct);
        List<YearPlan> all = [];
        foreach (var plan in found)
        {
            var runs = await RunsAsync(db, plan, first, next, zone, ct);
            if (runs.Count == 0) continue;
            var n = await RunNames.OfAsync(db, plan, ct);
            all.Add(new YearPlan(plan.Id, plan.Name, plan.Kind, n.Contract, plan.CustomerId, n.Customer, plan.Zone, plan.Rule, n.Team, plan.EndedAt is not null, runs));
        }

        return new YearView(year, all);
    }

    /// <summary>What there is of the year, moved into it included, and what will be.</summary>
    private static async Task<List<YearRun>> RunsAsync(DispatchDb db, MaintenancePlan plan, LocalDate first, LocalDate next, DateTimeZone tenant, CancellationToken ct)
    {
        var schedule = plan.Schedule;
        var (begin, end) = (first.AtStartOfDayInZone(schedule.Zone).ToDateTimeOffset().ToUniversalTime(), next.AtStartOfDayInZone(schedule.Zone).ToDateTimeOffset().ToUniversalTime());
        var made = await (
            from r in db.MaintenanceRuns.AsNoTracking().Where(r => r.PlanId == plan.Id && r.From >= begin && r.From < end)
            where r.State != RunState.Cancelled || (r.CancelReason != RunReasons.PlanChanged && r.CancelReason != RunReasons.PlanEnded)
            from e in db.Engineers.Where(e => e.Id == r.EngineerId).DefaultIfEmpty()
            orderby r.From
            select new YearRun(r.Id, r.PlanId, r.OccursOn, r.From, r.Until, r.State, r.Cover, r.OverdueAt != null, r.Verdict, e!.Name, r.Reschedules)).ToListAsync(ct);
        if (plan.EndedAt is not null || plan.PlannedUntil is not { } planned) return made;
        var terms = (await db.ServiceContracts.AsNoTracking().SingleAsync(c => c.Id == plan.ContractId, ct)).Terms;
        var later = LocalDate.Max(first, LocalDate.FromDateOnly(planned).PlusDays(1));
        return
        [
            .. made,
            .. schedule.Windows(later, next).Select(w => new YearRun(
                null, plan.Id, w.On.ToDateOnly(), w.From.ToDateTimeOffset(), w.Until.ToDateTimeOffset(), RunState.Scheduled,
                Covering.Of(terms, plan.Kind, plan.ProductId, w.From, tenant), false, null, null, 0)),
        ];
    }
}
