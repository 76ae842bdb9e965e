using Microsoft.EntityFrameworkCore;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Rosters;

/// <summary>A team's rotations.</summary>
internal static class RotationEndpoints
{
    public static IEndpointRouteBuilder MapRotations(this IEndpointRouteBuilder app)
    {
        var rotations = app.MapGroup("/api/v1/teams/{id:guid}/rotations").WithTags("rosters");
        rotations.MapGet("", ListAsync).RequireRoles(Roles.Staff).WithSummary("A team's rotations. 404 team.not-found.");
        var change = rotations.MapGroup("").RequireRoles(Roles.Dispatcher, Roles.Manager, Roles.Admin);
        change.MapPost("", (Guid id, RotationRequest r, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
                idempotent.RunAsync(http, caller, (work, ct) => CreateAsync(id, r, caller, work, ct)))
            .WithSummary("Makes a rotation. 400 naming the field for shifts that cannot be and rules that never come; 404 team.not-found or engineer.not-found.");
        change.MapPut("/{rotationId:guid}", UpdateAsync)
            .WithSummary("Replaces a rotation's values. 404 rotation.not-found or engineer.not-found.");
        change.MapDelete("/{rotationId:guid}", DeleteAsync)
            .WithSummary("Ends a rotation, with its overrides. 404 rotation.not-found.");
        return app;
    }

    private static async Task<RotationList> ListAsync(Guid id, Caller caller, DispatchDb db, CancellationToken ct)
    {
        await RosterChanges.TeamAsync(db, caller.Tenant, id, ct);
        var rows = await db.Rotations.AsNoTracking().Where(r => r.Tenant == caller.Tenant && r.TeamId == id)
            .OrderBy(r => r.Layer).ThenBy(r => r.Id).ToListAsync(ct);
        return new RotationList([.. rows.Select(RotationView.Of)]);
    }

    private static async Task<Reply> CreateAsync(
        Guid id, RotationRequest r, Caller caller, Work work, CancellationToken ct)
    {
        var db = work.Db<DispatchDb>();
        var team = await RosterChanges.TeamAsync(db, caller.Tenant, id, ct);
        var row = new RotationRow
        {
            Id = Guid.CreateVersion7(), Tenant = caller.Tenant, TeamId = id, Name = "", Kind = r.Kind, Layer = 1, Zone = "", StartsOn = r.StartsOn,
            At = r.At, Minutes = 1, Rule = "", TurnDays = 1, Participants = [],
        };
        await FillAsync(row, r, db, ct);
        db.Rotations.Add(row);
        await db.SaveChangesAsync(ct);
        await RosterChanges.FollowAsync(work, team, caller.Actor, ct);
        return new Reply(StatusCodes.Status201Created, RotationView.Of(row), $"/api/v1/teams/{id}/rotations/{row.Id}");
    }

    private static async Task<RotationView> UpdateAsync(
        Guid id, Guid rotationId, RotationRequest r, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<DispatchDb>();
        var row = await FindAsync(db, caller.Tenant, id, rotationId, ct);
        await FillAsync(row, r, db, ct);
        await db.SaveChangesAsync(ct);
        await RosterChanges.FollowAsync(work, await RosterChanges.TeamAsync(db, caller.Tenant, id, ct), caller.Actor, ct);
        await work.CommitAsync(ct);
        return RotationView.Of(row);
    }

    private static async Task<IResult> DeleteAsync(
        Guid id, Guid rotationId, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<DispatchDb>();
        db.Rotations.Remove(await FindAsync(db, caller.Tenant, id, rotationId, ct));
        await db.SaveChangesAsync(ct);
        await RosterChanges.FollowAsync(work, await RosterChanges.TeamAsync(db, caller.Tenant, id, ct), caller.Actor, ct);
        await work.CommitAsync(ct);
        return Results.NoContent();
    }

    private static async Task<RotationRow> FindAsync(DispatchDb db, string tenant, Guid team, Guid id, CancellationToken ct) =>
        await db.Rotations.SingleOrDefaultAsync(x => x.Tenant == tenant && x.TeamId == team && x.Id == id, ct)
        ?? throw Problems.NotFound("rotation.not-found");

    private static async Task FillAsync(RotationRow row, RotationRequest r, DispatchDb db, CancellationToken ct)
    {
        var rule = r.Check();
        await RosterChanges.EngineersAsync(db, row.Tenant, r.Participants, ct);
        row.Name = r.Name.Trim();
        row.Kind = r.Kind;
        row.Layer = r.Layer;
        row.Zone = r.Zone;
        row.StartsOn = r.StartsOn;
        row.EndsOn = r.EndsOn;
        row.At = r.At;
        row.Minutes = r.Minutes;
        row.Rule = rule.ToString();
        row.TurnDays = r.TurnDays;
        row.Participants = r.Participants;
    }
}
