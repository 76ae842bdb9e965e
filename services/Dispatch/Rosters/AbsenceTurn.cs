using Microsoft.EntityFrameworkCore;
using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Rosters;

/// <summary>
/// An absence begins: what its engineer leaves goes to who is there. It ends: the queues of his teams are tried. Whether he has shifts or not;
/// what it does to rotations is theirs.
/// </summary>
internal sealed class AbsenceTurn : ITimerHandler
{
    /// <summary>The timer's kind; its key is the absence.</summary>
    public const string Kind = "absence";

    /// <summary>Arms those that were entered before there was this timer.</summary>
    internal const string ArmAll = $"""
        INSERT INTO messaging.timers (kind, key, due_at, version, tenant)
        SELECT '{Kind}', id::text, starts_at, nextval('messaging.timer_versions'), tenant FROM absences WHERE ends_at > clock_timestamp()
        ON CONFLICT DO NOTHING;
        """;

    public static void Arm(Work work, AbsenceRow absence) =>
        work.Arm(new TimerRequest(Kind, absence.Id.ToString(), absence.StartsAt > work.Now ? absence.StartsAt : work.Now, absence.Tenant));

    public static Task<Guid[]> TeamsOfAsync(DispatchDb db, string tenant, Guid engineer, CancellationToken ct) =>
        db.TeamMembers.Where(m => m.Tenant == tenant && m.EngineerId == engineer).Select(m => m.TeamId).OrderBy(id => id).ToArrayAsync(ct);

    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        var db = work.Db<DispatchDb>();
        var id = Guid.Parse(t.Key);
        if (await db.Absences.AsNoTracking().SingleOrDefaultAsync(a => a.Tenant == t.Tenant && a.Id == id, ct) is not { } absence) return;
        var teams = await TeamsOfAsync(db, t.Tenant, absence.EngineerId, ct);
        if (absence.EndsAt <= work.Now)
        {
            await Queue.WakeAsync(work, t.Tenant, teams, ct);
            return;
        }

        foreach (var team in teams) Redispatch.Arm(work, t.Tenant, team);
        work.Arm(new TimerRequest(Kind, t.Key, absence.EndsAt, t.Tenant));
    }
}
