using Microsoft.EntityFrameworkCore;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Engineers;

/// <summary>Finds who answered a call.</summary>
internal static class Answering
{
    /// <summary>The engineer; null when the tenant has none by that id who gets tickets.</summary>
    public static Task<Engineer?> FindAsync(Work work, string tenant, Guid id, CancellationToken ct) => work.Db<DispatchDb>().Engineers.AsNoTracking()
        .Include(e => e.Teams).SingleOrDefaultAsync(e => e.Tenant == tenant && e.Id == id && e.Active, ct);

    /// <summary>The team in which the engineer works on a ticket: the one meant for it, or his own where he is in others only.</summary>
    public static async Task<TeamRef> TeamAsync(Work work, Engineer engineer, TeamRef meant, CancellationToken ct)
    {
        if (engineer.Teams.Count == 0 || engineer.Teams.Exists(m => m.TeamId == meant.Id)) return meant;
        var own = engineer.Teams.Min(m => m.TeamId);
        return await work.Db<DispatchDb>().Teams.Where(t => t.Tenant == engineer.Tenant && t.Id == own).Select(t => new TeamRef(t.Id, t.Name)).SingleAsync(ct);
    }
}
