using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Engineers;
using ServiceMesh.Dispatch.Maintenance;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Dispatch.Visits;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Assignment;

/// <summary>One thing that speaks against somebody.</summary>
/// <param name="MayBePassedOver">By a dispatcher or manager, with a reason.</param>
public sealed record AgainstView(Exclusion Why, bool MayBePassedOver);

/// <summary>All that speaks against somebody; empty when nothing does. There is never a next page.</summary>
public sealed record AgainstList(IReadOnlyList<AgainstView> Items, string? Next = null);

/// <summary>Told before it is asked for: what would be said to giving work to somebody by hand. Nothing is changed.</summary>
internal static class AgainstEndpoints
{
    public static IEndpointRouteBuilder MapAgainst(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/work/{ticketId:guid}/against", OfTicketAsync).RequireRoles(Roles.Staff).WithTags("work")
            .WithSummary("What speaks against giving the ticket to an engineer (the caller's own if none is given) in a team (the ticket's); with at, against a visit then. 404 ticket.not-found, engineer.not-found, team.not-found.");
        app.MapGet("/api/v1/maintenance/runs/{id:guid}/against", OfRunAsync).RequireRoles(Roles.Staff).WithTags("maintenance")
            .WithSummary("What speaks against giving the run to an engineer, by the day of its window. 404 maintenance-run.not-found, engineer.not-found, team.not-found.");
        return app;
    }

    private static async Task<AgainstList> OfTicketAsync(
        Guid ticketId, Caller caller, IWorkFactory works, Assigning assigning, VisitRules visits, CancellationToken ct, Guid? engineerId = null, Guid? teamId = null, DateTimeOffset? at = null)
    {
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<DispatchDb>();
        var ticket = await db.Tickets.AsNoTracking().SingleOrDefaultAsync(t => t.Tenant == caller.Tenant && t.Id == ticketId, ct) ?? throw Problems.NotFound("ticket.not-found");
        var engineer = await EngineerAsync(db, caller, engineerId, ct);
        return View(at is { } day
            ? await visits.AgainstAsync(work, ticket, engineer.Id, day, null, ct)
            : await assigning.AgainstAsync(work, ticket, engineer, teamId ?? ticket.TeamId, ct));
    }

    private static async Task<AgainstList> OfRunAsync(
        Guid id, Caller caller, IWorkFactory works, RunAssigning assigning, CancellationToken ct, Guid? engineerId = null, Guid? teamId = null)
    {
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<DispatchDb>();
        var run = await db.MaintenanceRuns.AsNoTracking().SingleOrDefaultAsync(r => r.Tenant == caller.Tenant && r.Id == id, ct) ?? throw Problems.NotFound("maintenance-run.not-found");
        return View(await assigning.AgainstAsync(work, run, await EngineerAsync(db, caller, engineerId, ct), teamId ?? run.TeamId, ct));
    }

    private static async Task<Engineer> EngineerAsync(DispatchDb db, Caller caller, Guid? id, CancellationToken ct) => (id is null
        ? await Assigning.FindByAccountAsync(db, caller, ct)
        : await db.Engineers.AsNoTracking().SingleOrDefaultAsync(e => e.Tenant == caller.Tenant && e.Id == id, ct)) ?? throw Problems.NotFound("engineer.not-found");

    private static AgainstList View(IReadOnlyList<Exclusion> against) => new([.. against.Select(a => new AgainstView(a, ByHand.MayBePassedOver(a)))]);
}
