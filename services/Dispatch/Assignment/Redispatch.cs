using Microsoft.EntityFrameworkCore;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Assignment;

/// <summary>
/// Somebody may have gone off duty in a team: by a shift's end, an absence, an override or swap, or because nobody has seen him. All that they
/// leave is gone through, a page in each commit.
/// </summary>
internal sealed class Redispatch(Placing placing) : ITimerHandler
{
    /// <summary>The timer's kind; its key is the team. It is due at once.</summary>
    public const string Kind = "redispatch";

    public static void Arm(Work work, string tenant, Guid team) => work.Arm(new TimerRequest(Kind, team.ToString(), work.Now, tenant));

    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        var id = Guid.Parse(t.Key);
        var team = await work.Db<DispatchDb>().Teams.AsNoTracking().SingleOrDefaultAsync(x => x.Tenant == t.Tenant && x.Id == id, ct);
        if (team is null) return;
        if (await placing.RedispatchAsync(work, team, t.Payload is null ? null : t.Read<Reached>(), ct) is { } reached)
            work.Arm(new TimerRequest(Kind, t.Key, work.Now, t.Tenant, Payload: reached));
    }
}
