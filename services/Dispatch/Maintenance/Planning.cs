using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain.Maintenance;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Tenants;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Maintenance;

/// <summary>Makes a plan's runs, a good year ahead, and keeps them as the plan is. A plan is changed under its row's lock.</summary>
internal static class Planning
{
    public const string Timer = "maintenance-plan";

    private static readonly AssignmentReason s_planned = new() { Code = "planned" };

    /// <summary>So far ahead there are runs: a year and a month, so that next year's plan is there when it is spoken about.</summary>
    public const int DaysAhead = 400;

    private static readonly TimeSpan s_again = TimeSpan.FromDays(30);

    public static async Task<MaintenancePlan?> LockAsync(Work work, string tenant, Guid id, CancellationToken ct)
    {
        var found = await work.Db<DispatchDb>().MaintenancePlans
            .FromSql($"SELECT * FROM maintenance_plans WHERE tenant = {tenant} AND id = {id} FOR UPDATE").ToListAsync(ct);
        return found.SingleOrDefault();
    }

    /// <summary>
    /// Makes what is missing. The first time windows that have opened already are left out; later ones are made however late this comes,
    /// so that none is ever skipped.
    /// </summary>
    public static async Task ExtendAsync(Work work, MaintenancePlan plan, Actor by, CancellationToken ct)
    {
        var now = Instant.FromDateTimeOffset(work.Now);
        var (from, until) = Span(plan, now);
        var first = plan.PlannedUntil is null;
        await MakeAsync(work, plan, [.. plan.Schedule.Windows(from, until).Where(w => !first || w.From > now)], by, ct);
        Planned(work, plan, until);
    }

    /// <summary>The plan was changed: runs that have not begun follow it; what was moved by hand stays where it is.</summary>
    public static async Task FollowAsync(Work work, MaintenancePlan plan, Actor by, CancellationToken ct)
    {
        var db = work.Db<DispatchDb>();
        var now = Instant.FromDateTimeOffset(work.Now);
        var today = now.InZone(DateTimeZoneProviders.Tzdb[plan.Zone]).Date;
        var until = today.PlusDays(DaysAhead + 1);
        var windows = plan.Schedule.Windows(today, until).Where(w => w.From > now).ToDictionary(w => w.On.ToDateOnly());
        var runs = await db.MaintenanceRuns.FromSql($"""
            SELECT * FROM maintenance_runs WHERE tenant = {plan.Tenant} AND plan_id = {plan.Id} AND occurs_on >= {today.ToDateOnly()} ORDER BY id FOR UPDATE
            """).ToListAsync(ct);
        var (terms, zone) = await TermsAsync(work, plan, ct);
        var names = await RunNames.OfAsync(db, plan, ct);
        foreach (var run in runs)
        {
            var decision = Follow(run, plan, windows.GetValueOrDefault(run.OccursOn), terms, zone, by, work.Now);
            windows.Remove(run.OccursOn);
            if (decision is null) continue;
            db.Entry(run).CurrentValues.SetValues(decision.Run);
            RunStore.Tell(work, decision, names);
        }

        await MakeAsync(work, plan, [.. windows.Values.OrderBy(w => w.On)], by, ct);
        Planned(work, plan, until);
    }

    /// <summary>The plan ends: what has not come due is cancelled.</summary>
    public static async Task EndAsync(Work work, MaintenancePlan plan, Actor by, CancellationToken ct)
    {
        var db = work.Db<DispatchDb>();
        var runs = await db.MaintenanceRuns.FromSql($"""
            SELECT * FROM maintenance_runs WHERE tenant = {plan.Tenant} AND plan_id = {plan.Id} AND state = 'scheduled' ORDER BY id FOR UPDATE
            """).ToListAsync(ct);
        var names = await RunNames.OfAsync(db, plan, ct);
        foreach (var run in runs)
        {
            var decision = RunMachine.Decide(run, new CancelRun(by, RunReasons.PlanEnded), work.Now);
            db.Entry(run).CurrentValues.SetValues(decision.Run);
            RunStore.Tell(work, decision, names);
        }

        work.Cancel(Timer, plan.Id.ToString());
    }

    /// <summary>The days for which runs are to be made now: the day after the last planned to the horizon.</summary>
    internal static (LocalDate From, LocalDate Until) Span(MaintenancePlan plan, Instant now)
    {
        var today = now.InZone(DateTimeZoneProviders.Tzdb[plan.Zone]).Date;
        var from = plan.PlannedUntil is { } last ? LocalDate.FromDateOnly(last).PlusDays(1) : today;
        return (from, today.PlusDays(DaysAhead + 1));
    }

    private static void Planned(Work work, MaintenancePlan plan, LocalDate until)
    {
        var last = until.PlusDays(-1).ToDateOnly();
        if (plan.PlannedUntil is null || plan.PlannedUntil < last) plan.PlannedUntil = last;
        if (plan.EndsOn is { } end && end <= last) work.Cancel(Timer, plan.Id.ToString());
        else work.Arm(new TimerRequest(Timer, plan.Id.ToString(), work.Now + s_again, plan.Tenant));
    }

    private static async Task MakeAsync(Work work, MaintenancePlan plan, IReadOnlyList<MaintenanceWindow> windows, Actor by, CancellationToken ct)
    {
        if (windows.Count == 0) return;
        var db = work.Db<DispatchDb>();
        var (terms, zone) = await TermsAsync(work, plan, ct);
        var names = await RunNames.OfAsync(db, plan, ct);
        var (from, to) = (windows[0].On.ToDateOnly(), windows[^1].On.ToDateOnly());
        var there = await db.MaintenanceRuns.Where(r => r.PlanId == plan.Id && r.OccursOn >= from && r.OccursOn <= to).Select(r => r.OccursOn).ToHashSetAsync(ct);
        foreach (var window in windows.Where(w => !there.Contains(w.On.ToDateOnly())))
        {
            var run = New(plan, window, Covering.Of(terms, plan.Kind, plan.ProductId, window.From, zone), work.Now);
            var decision = RunMachine.Changed(run, "scheduled", by, null, work.Now, card => new MaintenanceRunScheduled { Tenant = plan.Tenant, OccurredAt = work.Now, By = by, Card = card });
            db.MaintenanceRuns.Add(decision.Run);
            RunStore.Tell(work, decision, names);
        }
    }

    private static MaintenanceRun New(MaintenancePlan plan, MaintenanceWindow window, MaintenanceCover cover, DateTimeOffset now) => Described(new MaintenanceRun
    {
        Id = Guid.CreateVersion7(now), Tenant = plan.Tenant, PlanId = plan.Id, Kind = plan.Kind, ContractId = plan.ContractId, CustomerId = plan.CustomerId,
        OccursOn = window.On.ToDateOnly(), Zone = plan.Zone, From = window.From.ToDateTimeOffset(), Until = window.Until.ToDateTimeOffset(), DueAt = plan.DueAt(window),
        AnnounceAt = plan.AnnounceAt(window), State = RunState.Scheduled, Cover = cover, TeamId = plan.TeamId, CreatedAt = now, UpdatedAt = now,
    }, plan);

    private static MaintenanceRun Described(MaintenanceRun run, MaintenancePlan plan) => run with
    {
        ContractId = plan.ContractId, ProductId = plan.ProductId, AssetId = plan.AssetId, TeamId = plan.TeamId, EngineerId = plan.EngineerId, Zone = plan.Zone,
        Explanation = plan.EngineerId is null ? null : AssignmentReasonWords.Say(s_planned, "en"), Why = plan.EngineerId is null ? null : s_planned, RtoSeconds = plan.RtoMinutes * 60L, RpoSeconds = plan.RpoMinutes * 60L, CoverReason = plan.CoverReason,
    };

    private static RunDecision? Follow(
        MaintenanceRun run, MaintenancePlan plan, MaintenanceWindow? window, ContractTerms terms, DateTimeZone zone, Actor by, DateTimeOffset now)
    {
        // Its time has come; it is what it was planned to be.
        if (run.State == RunState.Scheduled && run.From <= now) return null;
        var byHand = run is { State: RunState.Scheduled, Reschedules: > 0 };
        if (window is null && !byHand) return run.State == RunState.Scheduled ? RunMachine.Decide(run, new CancelRun(by, RunReasons.PlanChanged), now) : null;
        if (run.State != RunState.Scheduled && run.CancelReason is not (RunReasons.PlanChanged or RunReasons.PlanEnded)) return null;
        var from = byHand ? Instant.FromDateTimeOffset(run.From) : window!.From;
        var described = Described(run, plan) with { Cover = Covering.Of(terms, plan.Kind, plan.ProductId, from, zone), UpdatedAt = now };
        return byHand
            ? new RunDecision(described, [])
            : RunMachine.Decide(described, new ReplanRun(by, window!.From.ToDateTimeOffset(), window.Until.ToDateTimeOffset(), plan.DueAt(window), plan.AnnounceAt(window)), now);
    }

    private static async Task<(ContractTerms Terms, DateTimeZone Zone)> TermsAsync(Work work, MaintenancePlan plan, CancellationToken ct)
    {
        var db = work.Db<DispatchDb>();
        var contract = await db.ServiceContracts.AsNoTracking().SingleAsync(c => c.Tenant == plan.Tenant && c.Id == plan.ContractId, ct);
        return (contract.Terms, await TenantZone.OfAsync(db, plan.Tenant, ct));
    }
}

/// <summary>Makes the runs of the next weeks of a plan's horizon.</summary>
internal sealed class PlanTimer : ITimerHandler
{
    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        if (await Planning.LockAsync(work, t.Tenant, Guid.Parse(t.Key), ct) is { EndedAt: null } plan)
            await Planning.ExtendAsync(work, plan, Actor.System, ct);
    }
}
