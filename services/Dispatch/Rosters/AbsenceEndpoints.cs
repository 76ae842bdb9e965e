using Microsoft.EntityFrameworkCore;
using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Rosters;

/// <summary>When an engineer is away.</summary>
internal static class AbsenceEndpoints
{
    public static IEndpointRouteBuilder MapAbsences(this IEndpointRouteBuilder app)
    {
        var absences = app.MapGroup("/api/v1/engineers/{id:guid}/absences").WithTags("rosters");
        absences.MapGet("", ListAsync).RequireRoles(Roles.Staff).WithSummary("An engineer's absences that are not over. 404 engineer.not-found.");
        var change = absences.MapGroup("").RequireRoles(Roles.Dispatcher, Roles.Manager, Roles.Admin);
        change.MapPost("", (Guid id, AbsenceRequest r, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
                idempotent.RunAsync(http, caller, (work, ct) => CreateAsync(id, r, caller, work, ct)))
            .WithSummary("An engineer is away: on call the next one takes the turn, and no work is given. 404 engineer.not-found.");
        change.MapDelete("/{absenceId:guid}", DeleteAsync).WithSummary("The engineer comes after all. 404 absence.not-found.");
        return app;
    }

    private static async Task<AbsenceList> ListAsync(Guid id, Caller caller, DispatchDb db, DatabaseClock clock, CancellationToken ct)
    {
        await RosterChanges.EngineersAsync(db, caller.Tenant, [id], ct);
        var now = clock.Now;
        return new AbsenceList(await db.Absences.Where(a => a.Tenant == caller.Tenant && a.EngineerId == id && a.EndsAt > now)
            .OrderBy(a => a.StartsAt).ThenBy(a => a.Id).Select(a => new AbsenceView(a.Id, a.StartsAt, a.EndsAt, a.Reason)).ToListAsync(ct));
    }

    private static async Task<Reply> CreateAsync(Guid id, AbsenceRequest r, Caller caller, Work work, CancellationToken ct)
    {
        DutyEndpoints.CheckSpan("until", r.From, r.Until);
        var db = work.Db<DispatchDb>();
        await RosterChanges.EngineersAsync(db, caller.Tenant, [id], ct);
        var row = new AbsenceRow
        {
            Id = Guid.CreateVersion7(), Tenant = caller.Tenant, EngineerId = id, StartsAt = r.From.ToUniversalTime(), EndsAt = r.Until.ToUniversalTime(),
            Reason = r.Reason,
        };
        db.Absences.Add(row);
        await db.SaveChangesAsync(ct);
        AbsenceTurn.Arm(work, row);
        await RosterChanges.FollowEngineersAsync(work, caller.Tenant, id, caller.Actor, ct);
        return new Reply(
            StatusCodes.Status201Created, new AbsenceView(row.Id, row.StartsAt, row.EndsAt, row.Reason), $"/api/v1/engineers/{id}/absences/{row.Id}");
    }

    private static async Task<IResult> DeleteAsync(
        Guid id, Guid absenceId, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<DispatchDb>();
        db.Absences.Remove(
            await db.Absences.SingleOrDefaultAsync(a => a.Tenant == caller.Tenant && a.EngineerId == id && a.Id == absenceId, ct)
            ?? throw Problems.NotFound("absence.not-found"));
        await db.SaveChangesAsync(ct);
        work.Cancel(AbsenceTurn.Kind, absenceId.ToString());
        await Queue.WakeAsync(work, caller.Tenant, await AbsenceTurn.TeamsOfAsync(db, caller.Tenant, id, ct), ct);
        await RosterChanges.FollowEngineersAsync(work, caller.Tenant, id, caller.Actor, ct);
        await work.CommitAsync(ct);
        return Results.NoContent();
    }
}
