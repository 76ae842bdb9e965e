using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Domain.Paging;
using ServiceMesh.Dispatch.Domain.Rosters;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Presence;
using ServiceMesh.Dispatch.Rosters;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Teams;

/// <summary>A team's settings: how it is paged, and how its tickets get to people.</summary>
internal static class TeamSettingsEndpoints
{
    public static IEndpointRouteBuilder MapTeamSettings(this IEndpointRouteBuilder app)
    {
        var settings = app.MapGroup("/api/v1/teams/{id:guid}/settings").WithTags("teams");
        settings.MapGet("", GetAsync).RequireRoles(Roles.Staff).WithSummary("A team's settings. 404 team.not-found.");
        settings.MapPut("", PutAsync).RequireRoles(Roles.Dispatcher, Roles.Manager, Roles.Admin)
            .WithSummary("Replaces a team's settings; they hold from the next ticket and paging on. 404 team.not-found or account.not-found; 400 for a ladder that comes back to a step.");
        return app;
    }

    private static async Task<TeamSettingsView> GetAsync(Guid id, Caller caller, DispatchDb db, CancellationToken ct)
    {
        var team = await RosterChanges.TeamAsync(db, caller.Tenant, id, ct);
        return await ViewAsync(db, team, team.Settings ?? new TeamSettings(), ct);
    }

    private static async Task<TeamSettingsView> PutAsync(Guid id, TeamSettings r, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        Check(r.Assignment);
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<DispatchDb>();
        var team = await db.Teams.SingleOrDefaultAsync(t => t.Tenant == caller.Tenant && t.Id == id, ct) ?? throw Problems.NotFound("team.not-found");
        await CheckAsync(r.Paging, caller.Tenant, db, ct);
        if (r.Assignment.Calendar is { } calendar && !await db.Calendars.AnyAsync(c => c.Tenant == caller.Tenant && c.Name == calendar, ct))
            throw Problems.InvalidField("assignment.calendar", "There is no calendar of that name.");
        team.Settings = r;
        await db.SaveChangesAsync(ct);
        await TeamHoursTurn.FollowAsync(work, team, ct);
        await Queue.WakeAsync(work, caller.Tenant, [id], ct);
        await Sightings.AwaitAsync(work, caller.Tenant, id, ct);
        Redispatch.Arm(work, caller.Tenant, id);
        var view = await ViewAsync(db, team, r, ct);
        await work.CommitAsync(ct);
        return view;
    }

    private static void Check(AssignmentSettings r)
    {
        var w = r.Weights;
        if (new[] { w.Skill, w.Capacity, w.RemainingShift, w.Affinity, w.Region, w.Language, w.Load }.Any(x => x is < 0 or > 100))
            throw Problems.InvalidField("assignment.weights", "A weight is 0 to 100.");
        if (r.Capacity is { } c && new[] { c.Call, c.Chat, c.Case, c.Background }.Any(x => x is < 1 or > 100))
            throw Problems.InvalidField("assignment.capacity", "A capacity is 1 to 100, or left out for any number.");
        if (r.VisitsPerDay is < 1 or > 50) throw Problems.InvalidField("assignment.visitsPerDay", "It is 1 to 50 visits, or left out for any number.");
        if (r.Hours is { } hours && WorkingTime.Problem(hours) is { } impossible) throw Problems.InvalidField("assignment.hours", impossible);
        if (r is { OnlyInHours: true, Hours: null, Calendar: null }) throw Problems.InvalidField("assignment.onlyInHours", "The team has set no hours.");
        foreach (var requirement in r.Requirements ?? [])
            if (requirement is null || requirement.When is { Length: > 200 } || (requirement.Skills ?? []).Any(s => !IsName(s?.Name) || s!.Level is < 1 or > 5)
                || (requirement.Certificates ?? []).Any(x => !IsName(x)))
                throw Problems.InvalidField("assignment.requirements", "A requirement names skills with levels 1 to 5 and certificates, none longer than 200.");
    }

    private static bool IsName(string? name) => !string.IsNullOrWhiteSpace(name) && name.Length <= 200;

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

    private static async Task<TeamSettingsView> ViewAsync(DispatchDb db, Team team, TeamSettings settings, CancellationToken ct)
    {
        var requirements = settings.Assignment.Requirements ?? [];
        List<Exclusion> gaps = [];
        if (requirements.Length > 0)
        {
            var people = await db.Engineers.AsNoTracking().Where(e => e.Tenant == team.Tenant && e.Active && e.Teams.Any(m => m.TeamId == team.Id)).ToListAsync(ct);
            foreach (var skill in requirements.SelectMany(r => r.Skills ?? []).Distinct())
                if (!people.Exists(e => e.Skills.Contains(skill.Name, StringComparer.OrdinalIgnoreCase) && (e.Profile ?? Profile.Empty).LevelOf(skill.Name) >= skill.Level))
                    gaps.Add(new Exclusion { Code = "skillLevel", What = skill.Name, Level = skill.Level });
            foreach (var name in requirements.SelectMany(r => r.Certificates ?? []).Distinct(StringComparer.OrdinalIgnoreCase))
                if (!people.Exists(e => e.Profile?.Certificates.Any(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase)) == true))
                    gaps.Add(new Exclusion { Code = "certificate", What = name });
        }

        return new TeamSettingsView(
            settings.Paging, settings.Assignment,
            [.. gaps.Select(g => g.Level is { } level ? $"Nobody in the team has {g.What} at level {level}." : $"Nobody in the team has the certificate {g.What}.")], gaps)
        {
            WithoutShift = await db.Engineers.CountAsync(
                e => e.Tenant == team.Tenant && e.Active && e.Teams.Any(m => m.TeamId == team.Id)
                    && !db.Rotations.Any(r => r.Tenant == team.Tenant && r.Kind == DutyKind.Shift && r.Participants.Contains(e.Id)), ct),
        };
    }
}
