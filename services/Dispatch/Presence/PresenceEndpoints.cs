using Microsoft.EntityFrameworkCore;
using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Dispatch.Engineers;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Presence;

/// <summary>What somebody says of himself; null for no more than that his Desk is open.</summary>
public sealed record PresenceRequest(PresenceState? State = null);

/// <summary>The active engineers, by name.</summary>
public sealed record PresenceList(IReadOnlyList<PresenceView> Items, string? Next = null);

/// <summary>Who is there and how much everybody has in hand.</summary>
internal static class PresenceEndpoints
{
    public static IEndpointRouteBuilder MapPresence(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/engineers/presence", async (Caller caller, PresenceCache cache, CancellationToken ct) => new PresenceList(await cache.ReadAsync(caller.Tenant, ct)))
            .RequireRoles(Roles.Staff).WithTags("engineers").WithSummary("Presence and live load of the active engineers, at most two seconds old.");
        app.MapPost("/api/v1/engineers/me/presence", TellAsync).RequireRoles(Roles.Agent, Roles.Dispatcher, Roles.Engineer, Roles.Manager).WithTags("engineers")
            .WithSummary("The caller is there; with a state, gets tickets (available) or none (away) from now on. 403 engineer.not-linked.");
        app.MapPost("/api/v1/engineers/{id:guid}/presence", SetAsync).RequireRoles(Roles.Dispatcher, Roles.Manager).WithTags("engineers")
            .WithSummary("Sets somebody available or away. 404 engineer.not-found.");
        return app;
    }

    private static async Task<IResult> TellAsync(PresenceRequest r, Caller caller, DispatchDb db, PresenceCache cache, IWorkFactory works, CancellationToken ct)
    {
        var me = await Assigning.FindByAccountAsync(db, caller, ct) ?? throw Problems.Forbidden("engineer.not-linked", "No engineer belongs to this account.");
        if (r.State is { } state && state != me.Presence) await StoreAsync(caller.Tenant, me.Id, state, cache, works, ct);
        await using (var work = await works.BeginAsync(ct))
        {
            await Sightings.SeenAsync(work, caller.Tenant, me.Id, ct);
            await work.CommitAsync(ct);
        }

        await cache.SeenAsync(caller.Tenant, me.Id);
        return Results.NoContent();
    }

    private static async Task<IResult> SetAsync(Guid id, PresenceRequest r, Caller caller, PresenceCache cache, IWorkFactory works, CancellationToken ct)
    {
        if (r.State is not { } state) throw Problems.InvalidField("state", "It is available or away.");
        await StoreAsync(caller.Tenant, id, state, cache, works, ct);
        return Results.NoContent();
    }

    private static async Task StoreAsync(string tenant, Guid id, PresenceState state, PresenceCache cache, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var engineer = await work.Db<DispatchDb>().Engineers.Include(e => e.Teams).SingleOrDefaultAsync(e => e.Tenant == tenant && e.Id == id, ct)
            ?? throw Problems.NotFound("engineer.not-found");
        Set(engineer, state, work.Now);
        if (state == PresenceState.Available) await Queue.WakeAsync(work, tenant, [.. engineer.Teams.Select(m => m.TeamId)], ct);
        await work.CommitAsync(ct);
        await cache.ForgetAsync(tenant);
    }

    /// <summary>Kept in the database: what somebody has said outlives Redis.</summary>
    internal static void Set(Engineer engineer, PresenceState state, DateTimeOffset now) => (engineer.Presence, engineer.PresenceAt) = (state, now);
}
