using Microsoft.EntityFrameworkCore;
using ServiceMesh.Dispatch.Domain.Paging;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Rosters;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Teams;

/// <summary>A team's settings: how it is paged.</summary>
internal static class TeamSettingsEndpoints
{
    public static IEndpointRouteBuilder MapTeamSettings(this IEndpointRouteBuilder app)
    {
        var settings = app.MapGroup("/api/v1/teams/{id:guid}/settings").WithTags("teams");
        settings.MapGet("", GetAsync).RequireRoles(Roles.Staff).WithSummary("A team's settings. 404 team.not-found.");
        settings.MapPut("", PutAsync).RequireRoles(Roles.Dispatcher, Roles.Manager, Roles.Admin)
            .WithSummary("Replaces a team's settings; they hold from the next paging on. 404 team.not-found or account.not-found; 400 for a ladder that comes back to a step.");
        return app;
    }

    private static async Task<TeamSettings> GetAsync(Guid id, Caller caller, DispatchDb db, CancellationToken ct) =>
        (await RosterChanges.TeamAsync(db, caller.Tenant, id, ct)).Settings ?? new TeamSettings();

    private static async Task<TeamSettings> PutAsync(Guid id, TeamSettings r, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<DispatchDb>();
        var team = await db.Teams.SingleOrDefaultAsync(t => t.Tenant == caller.Tenant && t.Id == id, ct) ?? throw Problems.NotFound("team.not-found");
        await CheckAsync(r.Paging, caller.Tenant, db, ct);
        team.Settings = r;
        await work.CommitAsync(ct);
        return r;
    }

    private static async Task CheckAsync(PagingSettings paging, string tenant, DispatchDb db, CancellationToken ct)
    {
        if (paging.ManagerAccountId is { } manager && !await db.Accounts.AnyAsync(a => a.Tenant == tenant && a.Id == manager, ct))
            throw Problems.NotFound("account.not-found");
        if (paging.Ladder is not { } ladder) return;
        if (ladder.Length == 0) throw Problems.InvalidField("paging.ladder", "A ladder has at least one step.");
        if (!ladder.All(t => t is not null && Targets.IsTarget(t)))
            throw Problems.InvalidField("paging.ladder", "A step is on-call-1 to on-call-9, manager, owner, dispatcher, agent, ops or admin.");
        if (ladder.Distinct(StringComparer.Ordinal).Count() != ladder.Length)
            throw Problems.InvalidField("paging.ladder", "The escalation comes back to a step that it has passed.");
    }
}
