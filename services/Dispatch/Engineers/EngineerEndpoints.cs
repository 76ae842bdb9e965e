using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Presence;
using ServiceMesh.Dispatch.Rosters;
using ServiceMesh.Dispatch.Teams;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Engineers;

/// <summary>The engineers of a tenant.</summary>
internal static class EngineerEndpoints
{
    public static IEndpointRouteBuilder MapEngineers(this IEndpointRouteBuilder app)
    {
        var engineers = app.MapGroup("/api/v1/engineers").WithTags("engineers");
        engineers.MapGet("", ListAsync).RequireRoles(Roles.Staff)
            .WithSummary("Engineers in the order they were made, with their open tickets. limit is 1 to 500, 100 if not given.");
        var change = engineers.MapGroup("").RequireRoles(Roles.Dispatcher, Roles.Manager, Roles.Admin);
        change.MapPost("", (EngineerRequest r, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
                idempotent.RunAsync(http, caller, (work, ct) => CreateAsync(r, caller, work, ct)))
            .WithSummary("Makes an engineer. 404 team.not-found or account.not-found, 409 engineer.account-taken.");
        change.MapPut("/{id:guid}", UpdateAsync)
            .WithSummary("Replaces an engineer's values. 404 engineer.not-found, team.not-found or account.not-found, 409 engineer.account-taken.");
        return app;
    }

    private static async Task<EngineerPage> ListAsync(
        Caller caller, DispatchDb db, CancellationToken ct, Guid? team = null, bool? active = null,
        [Range(1, 500)] int limit = 100, [MaxLength(64)] string? cursor = null)
    {
        var engineers = db.Engineers.AsNoTracking().Include(e => e.Teams).Where(e => e.Tenant == caller.Tenant);
        if (team is { } teamId) engineers = engineers.Where(e => e.Teams.Any(m => m.TeamId == teamId));
        if (active is { } isActive) engineers = engineers.Where(e => e.Active == isActive);
        if (IdCursor.Read(cursor) is { } after) engineers = engineers.Where(e => e.Id > after);
        var page = await engineers.OrderBy(e => e.Id).Take(limit + 1).ToListAsync(ct);
        var next = page.Count > limit ? IdCursor.Of(page[limit - 1].Id) : null;
        page = [.. page.Take(limit)];
        var ids = page.Select(e => e.Id).ToList();
        var load = await db.Tickets
            .Where(t => t.Tenant == caller.Tenant && t.IsOpen && t.State != TicketState.Resolved && t.EngineerId != null && ids.Contains(t.EngineerId.Value))
            .GroupBy(t => t.EngineerId!.Value).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        return new EngineerPage([.. page.Select(e => View(e, load.GetValueOrDefault(e.Id)))], next);
    }

    private static async Task<Reply> CreateAsync(EngineerRequest r, Caller caller, Work work, CancellationToken ct)
    {
        var db = work.Db<DispatchDb>();
        var engineer = new Engineer
        {
            Id = Guid.CreateVersion7(), Tenant = caller.Tenant, Name = "", Language = "", Skills = [], Active = false,
        };
        db.Engineers.Add(engineer);
        await FillAsync(engineer, r, db, ct);
        work.Publish(engineer.Changed(caller.Actor, work.Now));
        await Queue.WakeAsync(work, caller.Tenant, [.. engineer.Teams.Select(m => m.TeamId)], ct);
        return new Reply(StatusCodes.Status201Created, View(engineer, 0), $"/api/v1/engineers/{engineer.Id}");
    }

    private static async Task<EngineerView> UpdateAsync(Guid id, EngineerRequest r, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<DispatchDb>();
        var engineer = await db.Engineers.Include(e => e.Teams).SingleOrDefaultAsync(e => e.Tenant == caller.Tenant && e.Id == id, ct)
            ?? throw Problems.NotFound("engineer.not-found");
        var renamed = engineer.Name != r.Name.Trim();
        await FillAsync(engineer, r, db, ct);
        if (renamed) await Renaming.EngineerAsync(work, engineer, ct);
        work.Publish(engineer.Changed(caller.Actor, work.Now));
        await Queue.WakeAsync(work, caller.Tenant, [.. engineer.Teams.Select(m => m.TeamId)], ct);
        foreach (var team in engineer.Teams) await Sightings.AwaitAsync(work, caller.Tenant, team.TeamId, ct);
        await RosterChanges.FollowEngineersAsync(work, caller.Tenant, id, caller.Actor, ct);
        var open = await db.Tickets.CountAsync(
            t => t.Tenant == caller.Tenant && t.EngineerId == id && t.IsOpen && t.State != TicketState.Resolved, ct);
        await work.CommitAsync(ct);
        return View(engineer, open);
    }

    private static async Task FillAsync(Engineer engineer, EngineerRequest r, DispatchDb db, CancellationToken ct)
    {
        engineer.Name = r.Name.Trim();
        engineer.Email = r.Email;
        engineer.Language = r.Language;
        engineer.Skills = Keywords.Clean(r.Skills);
        engineer.Active = r.Active;
        engineer.AccountId = await AccountAsync(engineer, r, db, ct);
        Guid[] teams = [.. (r.TeamIds ?? []).Distinct()];
        if (await db.Teams.CountAsync(t => t.Tenant == engineer.Tenant && teams.Contains(t.Id), ct) != teams.Length)
            throw Problems.NotFound("team.not-found");
        engineer.Teams.RemoveAll(m => !teams.Contains(m.TeamId));
        foreach (var team in teams.Where(t => engineer.Teams.All(m => m.TeamId != t)))
            engineer.Teams.Add(new TeamMember { TeamId = team, EngineerId = engineer.Id, Tenant = engineer.Tenant });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: EngineerConfiguration.OneAccount })
        {
            throw Problems.Conflict("engineer.account-taken", "Another engineer has this account.");
        }
    }

    /// <summary>The account given, else the one with the same e-mail. An account that has not been heard of yet may be on its way.</summary>
    private static async Task<Guid?> AccountAsync(Engineer engineer, EngineerRequest r, DispatchDb db, CancellationToken ct)
    {
        if (r.AccountId is { } id)
        {
            if (await db.Accounts.AnyAsync(a => a.Id == id && a.Tenant != engineer.Tenant, ct)) throw Problems.NotFound("account.not-found");
            return id;
        }

        if (r.Email is not { Length: > 0 } email) return null;
        var account = await db.Accounts
            .FromSql($"SELECT * FROM accounts WHERE tenant = {engineer.Tenant} AND lower(email) = lower({email})")
            .Where(a => !db.Engineers.Any(e => e.Tenant == engineer.Tenant && e.AccountId == a.Id && e.Id != engineer.Id))
            .OrderBy(a => a.Id).FirstOrDefaultAsync(ct);
        return account?.Id;
    }

    private static EngineerView View(Engineer e, int open) => new(
        e.Id, e.Name, e.Email, e.Language, e.Skills, [.. e.Teams.Select(m => m.TeamId)], e.AccountId, e.Active, open);
}
