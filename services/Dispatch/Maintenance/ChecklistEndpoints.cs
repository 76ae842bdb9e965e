using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain.Maintenance;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Maintenance;

/// <summary>A kind of maintenance: the tenant's list for it, and the evidence it asks for.</summary>
/// <param name="Own">The tenant changed the list.</param>
public sealed record KindView(MaintenanceKind Kind, Checklist Checklist, bool Own, IReadOnlyList<EvidenceField> Evidence, bool KeepsToWindow);

/// <summary>All kinds; there is never a next page.</summary>
public sealed record KindList(IReadOnlyList<KindView> Items, string? Next = null);

/// <summary>What each kind of maintenance asks for.</summary>
internal static class ChecklistEndpoints
{
    public static IEndpointRouteBuilder MapMaintenanceKinds(this IEndpointRouteBuilder app)
    {
        var kinds = app.MapGroup("/api/v1/maintenance/kinds").WithTags("maintenance");
        kinds.MapGet("", ListAsync).RequireRoles(Roles.Staff).WithSummary("All kinds with checklist and evidence.");
        kinds.MapPut("/{kind}/checklist", SaveAsync).RequireRoles(Roles.Manager, Roles.Admin)
            .WithSummary("Replaces the tenant's list for a kind; runs that have started keep theirs. 400 naming the field.");
        kinds.MapDelete("/{kind}/checklist", DeleteAsync).RequireRoles(Roles.Manager, Roles.Admin).WithSummary("Back to the list there is from the beginning.");
        return app;
    }

    private static async Task<KindList> ListAsync(Caller caller, DispatchDb db, CancellationToken ct)
    {
        var own = await db.MaintenanceChecklists.AsNoTracking().Where(c => c.Tenant == caller.Tenant).ToDictionaryAsync(c => c.Kind, ct);
        return new KindList([.. Enum.GetValues<MaintenanceKind>().Select(k => View(k, own.GetValueOrDefault(k)?.Items))]);
    }

    private static async Task<KindView> SaveAsync(string kind, ChecklistRequest r, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        var of = Find(kind);
        var items = PlanRequest.ReadList(r.Items)!;
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<DispatchDb>();
        if (await db.MaintenanceChecklists.SingleOrDefaultAsync(c => c.Tenant == caller.Tenant && c.Kind == of, ct) is { } row)
            (row.Items, row.UpdatedAt, row.UpdatedBy) = (items, work.Now, caller.Name);
        else
            db.MaintenanceChecklists.Add(new ChecklistRow { Tenant = caller.Tenant, Kind = of, Items = items, UpdatedAt = work.Now, UpdatedBy = caller.Name });
        await work.CommitAsync(ct);
        return View(of, items);
    }

    private static async Task<IResult> DeleteAsync(string kind, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        var of = Find(kind);
        await using var work = await works.BeginAsync(ct);
        await work.Db<DispatchDb>().MaintenanceChecklists.Where(c => c.Tenant == caller.Tenant && c.Kind == of).ExecuteDeleteAsync(ct);
        await work.CommitAsync(ct);
        return Results.NoContent();
    }

    private static MaintenanceKind Find(string kind) => EnumText.Find<MaintenanceKind>(kind) ?? throw Problems.NotFound("maintenance-kind.not-found");

    private static KindView View(MaintenanceKind kind, Checklist? own) =>
        new(kind, own ?? Checklists.Of(kind), own is not null, EvidenceForm.Of(kind), EvidenceForm.KeepsToWindow(kind));
}
