using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ServiceMesh.Dispatch.Engineers;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Teams;

/// <summary>A team to make or change. Names are unique in a tenant; exactly one team is the default.</summary>
public sealed record TeamRequest(
    [NotBlank, MaxLength(200)] string Name, [MaxLength(100), Keywords(200)] string[]? Categories = null, bool? IsDefault = null);

/// <summary>A team as it is shown.</summary>
public sealed record TeamView(Guid Id, string Name, IReadOnlyList<string> Categories, bool IsDefault);

/// <summary>All of a list; there is never a next page.</summary>
public sealed record TeamList(IReadOnlyList<TeamView> Items, string? Next = null);

/// <summary>The teams of a tenant.</summary>
internal static class TeamEndpoints
{
    public static IEndpointRouteBuilder MapTeams(this IEndpointRouteBuilder app)
    {
        var teams = app.MapGroup("/api/v1/teams").WithTags("teams");
        teams.MapGet("", ListAsync).RequireRoles(Roles.Staff).WithSummary("All teams by name.");
        var change = teams.MapGroup("").RequireRoles(Roles.Dispatcher, Roles.Manager, Roles.Admin);
        change.MapPost("", (TeamRequest r, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
                idempotent.RunAsync(http, caller, (work, ct) => CreateAsync(r, caller, work, ct)))
            .WithSummary("Makes a team; a tenant's first is its default. 409 team.name-taken.");
        change.MapPut("/{id:guid}", UpdateAsync)
            .WithSummary("Replaces a team's values. 404 team.not-found, 409 team.name-taken or team.default-required.");
        return app;
    }

    private static async Task<TeamList> ListAsync(Caller caller, DispatchDb db, CancellationToken ct) => new(
        await db.Teams.Where(t => t.Tenant == caller.Tenant).OrderBy(t => t.Name)
            .Select(t => new TeamView(t.Id, t.Name, t.Categories, t.IsDefault)).ToListAsync(ct));

    private static async Task<Reply> CreateAsync(TeamRequest r, Caller caller, Work work, CancellationToken ct)
    {
        var db = work.Db<DispatchDb>();
        var current = await DefaultAsync(db, caller.Tenant, ct);
        var team = new Team
        {
            Id = Guid.CreateVersion7(),
            Tenant = caller.Tenant,
            Name = r.Name.Trim(),
            Categories = Keywords.Clean(r.Categories),
            IsDefault = r.IsDefault == true || current is null,
        };
        if (team.IsDefault) await StandDownAsync(db, current, ct);
        db.Teams.Add(team);
        await SaveAsync(db, ct);
        work.Publish(team.Changed(caller.Actor, work.Now));
        return new Reply(StatusCodes.Status201Created, View(team), $"/api/v1/teams/{team.Id}");
    }

    private static async Task<TeamView> UpdateAsync(Guid id, TeamRequest r, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<DispatchDb>();
        var team = await db.Teams.SingleOrDefaultAsync(t => t.Tenant == caller.Tenant && t.Id == id, ct)
            ?? throw Problems.NotFound("team.not-found");
        if (team.IsDefault && r.IsDefault == false)
            throw Problems.Conflict("team.default-required", "Make another team the default instead.");
        if (!team.IsDefault && r.IsDefault == true)
        {
            await StandDownAsync(db, await DefaultAsync(db, caller.Tenant, ct), ct);
            team.IsDefault = true;
        }

        var renamed = team.Name != r.Name.Trim();
        team.Name = r.Name.Trim();
        team.Categories = Keywords.Clean(r.Categories);
        await SaveAsync(db, ct);
        if (renamed) await Renaming.TeamAsync(work, team, ct);
        work.Publish(team.Changed(caller.Actor, work.Now));
        await work.CommitAsync(ct);
        return View(team);
    }

    private static Task<Team?> DefaultAsync(DispatchDb db, string tenant, CancellationToken ct) =>
        db.Teams.SingleOrDefaultAsync(t => t.Tenant == tenant && t.IsDefault, ct);

    /// <summary>Saved at once: the unique index allows no two defaults, not even within a transaction.</summary>
    private static async Task StandDownAsync(DispatchDb db, Team? current, CancellationToken ct)
    {
        if (current is null) return;
        current.IsDefault = false;
        await db.SaveChangesAsync(ct);
    }

    private static async Task SaveAsync(DispatchDb db, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: TeamConfiguration.OneName })
        {
            throw Problems.Conflict("team.name-taken", "Another team has this name.");
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: TeamConfiguration.OneDefault })
        {
            throw Problems.Conflict("team.default-changed", "Somebody else set the default team at the same moment.");
        }
    }

    private static TeamView View(Team t) => new(t.Id, t.Name, t.Categories, t.IsDefault);
}
