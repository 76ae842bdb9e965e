using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Dispatch.Domain.Rosters;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Teams;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Rosters;

/// <summary>What follows from a change of a roster, and from time going on: who is on call is told, and the next change awaited.</summary>
internal static class RosterChanges
{
    /// <summary>How far ahead the next change is looked for; when there is none so near, it is looked for again then.</summary>
    private static readonly Duration s_ahead = Duration.FromDays(35);

    /// <summary>Tells who is on call in a team now, looks after what those leave who are off duty now, and arms the timer of the next handover.</summary>
    public static async Task FollowAsync(Work work, Team team, Actor by, CancellationToken ct)
    {
        // Rosters of one team are worked out one after another, each from what the one before has stored.
        await work.Db<DispatchDb>().Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({team.Id.ToString()}, 7225))", ct);
        var now = Instant.FromDateTimeOffset(work.Now);
        var named = await RosterReader.ReadAsync(work.Db<DispatchDb>(), team.Tenant, team.Id, work.Now, (now + s_ahead).ToDateTimeOffset(), ct);
        var duties = named.Roster.Between(now, now + s_ahead);
        var next = NextChange(duties, now);
        if (named.Roster.Rotations.Count == 0) work.Cancel(Handover.Kind, team.Id.ToString());
        else work.Arm(new TimerRequest(Handover.Kind, team.Id.ToString(), (next ?? now + s_ahead).ToDateTimeOffset(), team.Tenant));
        await RememberShiftsAsync(work, team, named.Roster, now, ct);
        await Queue.WakeAsync(work, team.Tenant, [team.Id], ct);
        Redispatch.Arm(work, team.Tenant, team.Id);
        var onCall = duties.Where(d => d.Kind == DutyKind.OnCall).ToList();
        work.Publish(new OnCallChanged
        {
            Tenant = team.Tenant,
            OccurredAt = work.Now,
            By = by,
            TeamId = team.Id,
            TeamName = team.Name,
            OnCall =
            [
                .. onCall.Where(d => d.From <= now && d.EngineerId is not null).OrderBy(d => d.Layer)
                    .Select(d => new OnCallPerson(d.Layer, d.EngineerId!.Value, named.NameOf(d.EngineerId) ?? "", d.Until.ToDateTimeOffset())),
            ],
            NextChangeAt = NextChange(onCall, now)?.ToDateTimeOffset(),
        });
    }

    /// <summary>The same for all teams in which these engineers have duties.</summary>
    public static async Task FollowEngineersAsync(Work work, string tenant, Guid engineer, Actor by, CancellationToken ct)
    {
        var db = work.Db<DispatchDb>();
        var teams = await db.Teams.AsNoTracking()
            .Where(t => t.Tenant == tenant && (db.Rotations.Any(r => r.TeamId == t.Id && r.Participants.Contains(engineer))
                || db.RosterOverrides.Any(o => o.TeamId == t.Id && o.EngineerId == engineer && o.EndsAt > work.Now)))
            .OrderBy(t => t.Id).ToListAsync(ct);
        foreach (var team in teams) await FollowAsync(work, team, by, ct);
    }

    /// <exception cref="ProblemException">404 <c>team.not-found</c>.</exception>
    public static async Task<Team> TeamAsync(DispatchDb db, string tenant, Guid id, CancellationToken ct) =>
        await db.Teams.AsNoTracking().SingleOrDefaultAsync(t => t.Tenant == tenant && t.Id == id, ct) ?? throw Problems.NotFound("team.not-found");

    /// <exception cref="ProblemException">404 <c>engineer.not-found</c>: one of them is not there.</exception>
    public static async Task EngineersAsync(DispatchDb db, string tenant, IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        if (await db.Engineers.CountAsync(e => e.Tenant == tenant && ids.Contains(e.Id), ct) != ids.Distinct().Count())
            throw Problems.NotFound("engineer.not-found");
    }

    private static async Task RememberShiftsAsync(Work work, Team team, Roster roster, Instant now, CancellationToken ct)
    {
        var db = work.Db<DispatchDb>();
        await db.DutySpans.Where(s => s.TeamId == team.Id).ExecuteDeleteAsync(ct);
        var shifts = roster with { Rotations = [.. roster.Rotations.Where(r => r.Kind == DutyKind.Shift)] };
        // A little further than the next look, so that none is missed when that is late.
        var spans = shifts.Between(now, now + s_ahead + Duration.FromDays(7)).Where(d => d.EngineerId is not null)
            .GroupBy(d => (d.EngineerId, d.From)).Select(g => g.MaxBy(d => d.Until)!);
        db.DutySpans.AddRange(spans.Select(d => new DutySpan
        {
            TeamId = team.Id, EngineerId = d.EngineerId!.Value, StartsAt = d.From.ToDateTimeOffset(), EndsAt = d.Until.ToDateTimeOffset(), Tenant = team.Tenant,
        }));
        await db.SaveChangesAsync(ct);
    }

    private static Instant? NextChange(IEnumerable<Duty> duties, Instant now)
    {
        var changes = duties.SelectMany(d => new[] { d.From, d.Until }).Where(at => at > now).ToList();
        var next = changes.Count == 0 ? (Instant?)null : changes.Min();
        // The span's own end is no change.
        return next < now + s_ahead ? next : null;
    }
}

/// <summary>A duty begins or ends.</summary>
internal sealed class Handover : ITimerHandler
{
    public const string Kind = "handover";

    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        var id = Guid.Parse(t.Key);
        var team = await work.Db<DispatchDb>().Teams.AsNoTracking().SingleOrDefaultAsync(x => x.Tenant == t.Tenant && x.Id == id, ct);
        if (team is not null) await RosterChanges.FollowAsync(work, team, Actor.System, ct);
    }
}
