using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain.Maintenance;
using ServiceMesh.Dispatch.Persistence;

namespace ServiceMesh.Dispatch.Maintenance;

/// <summary>The names beside a run's ids, as they are now.</summary>
public sealed record RunNames
{
    public required string Plan { get; init; }
    public required string Contract { get; init; }
    public string? Customer { get; init; }
    public required string Team { get; init; }
    public string? Engineer { get; init; }
    public string? EngineerEmail { get; init; }
    public string? EngineerLanguage { get; init; }

    /// <summary>What an event tells of a run.</summary>
    internal MaintenanceRunCard Card(MaintenanceRun r) => new()
    {
        RunId = r.Id, PlanId = r.PlanId, PlanName = Plan, Kind = r.Kind, ContractId = r.ContractId, ContractNumber = Contract, CustomerId = r.CustomerId,
        CustomerName = Customer, ProductId = r.ProductId, AssetId = r.AssetId, OccursOn = r.OccursOn, From = r.From, To = r.Until, Zone = r.Zone, DueAt = r.DueAt,
        Cover = r.Cover, OverdueAt = r.OverdueAt, TeamId = r.TeamId, TeamName = Team, EngineerId = r.EngineerId, EngineerName = Engineer, EngineerEmail = EngineerEmail,
        EngineerLanguage = EngineerLanguage,
    };

    internal static Task<RunNames> OfAsync(DispatchDb db, MaintenanceRun run, CancellationToken ct) =>
        OfAsync(db, run.PlanId, run.ContractId, run.CustomerId, run.TeamId, run.EngineerId, ct);

    internal static Task<RunNames> OfAsync(DispatchDb db, MaintenancePlan plan, CancellationToken ct) =>
        OfAsync(db, plan.Id, plan.ContractId, plan.CustomerId, plan.TeamId, plan.EngineerId, ct);

    private static Task<RunNames> OfAsync(DispatchDb db, Guid plan, Guid contract, Guid customer, Guid team, Guid? engineer, CancellationToken ct) => (
        from p in db.MaintenancePlans.AsNoTracking().Where(p => p.Id == plan)
        from k in db.ServiceContracts.Where(k => k.Id == contract)
        from t in db.Teams.Where(t => t.Id == team)
        from c in db.Customers.Where(c => c.Id == customer).DefaultIfEmpty()
        from e in db.Engineers.Where(e => e.Id == engineer).DefaultIfEmpty()
        select new RunNames
        {
            Plan = p.Name, Contract = k.Number, Customer = c!.Name, Team = t.Name, Engineer = e!.Name, EngineerEmail = e.Email, EngineerLanguage = e.Language,
        }).SingleAsync(ct);
}
