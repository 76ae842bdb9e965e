using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain.Maintenance;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Tenants;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Maintenance;

/// <summary>Whether contracts pay for what is planned. Their days are the tenant's.</summary>
internal static class Covering
{
    public static MaintenanceCover Of(ContractTerms terms, MaintenanceKind kind, Guid? product, Instant from, DateTimeZone tenant) =>
        terms.Of(kind, product, from.InZone(tenant).Date.ToDateOnly());

    /// <summary>A contract was changed: what has not begun is judged anew.</summary>
    public static async Task LookAgainAsync(Work work, string tenant, Guid contract, CancellationToken ct)
    {
        var db = work.Db<DispatchDb>();
        var runs = await db.MaintenanceRuns.FromSql($"""
            SELECT * FROM maintenance_runs WHERE tenant = {tenant} AND contract_id = {contract} AND state IN ('scheduled', 'due', 'overdue') ORDER BY id FOR UPDATE
            """).ToListAsync(ct);
        if (runs.Count == 0) return;
        var terms = (await db.ServiceContracts.AsNoTracking().SingleAsync(c => c.Tenant == tenant && c.Id == contract, ct)).Terms;
        var zone = await TenantZone.OfAsync(db, tenant, ct);
        foreach (var run in runs)
        {
            var cover = Of(terms, run.Kind, run.ProductId, Instant.FromDateTimeOffset(run.From), zone);
            if (cover != run.Cover) db.Entry(run).CurrentValues.SetValues(run with { Cover = cover, UpdatedAt = work.Now });
        }

        await db.SaveChangesAsync(ct);
    }
}
