using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Dispatch.Domain.Maintenance;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Maintenance;

/// <summary>Loads a run under its row's lock and stores decisions about it with their events and the timer of what comes next.</summary>
internal static class RunStore
{
    public const string Timer = "maintenance-run";

    /// <summary>The run, locked until the work ends; null when the tenant has none by that id.</summary>
    public static async Task<MaintenanceRun?> LockAsync(Work work, string tenant, Guid id, CancellationToken ct)
    {
        var found = await work.Db<DispatchDb>().MaintenanceRuns
            .FromSql($"SELECT * FROM maintenance_runs WHERE tenant = {tenant} AND id = {id} FOR UPDATE").ToListAsync(ct);
        return found.SingleOrDefault();
    }

    /// <summary>The instant of a decision about a locked run: never before the one before it.</summary>
    public static DateTimeOffset Now(Work work, MaintenanceRun locked) => locked.UpdatedAt > work.Now ? locked.UpdatedAt : work.Now;

    /// <summary>Stores what was decided about <paramref name="before"/>, the tracked run that <see cref="LockAsync"/> gave; it takes the new values.</summary>
    public static async Task StoreAsync(Work work, MaintenanceRun before, RunDecision decision, CancellationToken ct)
    {
        var db = work.Db<DispatchDb>();
        var freed = IsInHand(before) && (!IsInHand(decision.Run) || before.EngineerId != decision.Run.EngineerId) ? before.EngineerId : null;
        db.Entry(before).CurrentValues.SetValues(decision.Run);
        if (freed is { } engineer) await Queue.FreedAsync(work, decision.Run.Tenant, engineer, ct);
        Tell(work, decision, await RunNames.OfAsync(db, decision.Run, ct));
    }

    /// <summary>As choices count what somebody has in hand.</summary>
    private static bool IsInHand(MaintenanceRun run) => run.State is RunState.Due or RunState.InProgress or RunState.Overdue;

    /// <summary>Publishes what a decision tells, and arms the run's timer.</summary>
    public static void Tell(Work work, RunDecision decision, RunNames names)
    {
        var run = decision.Run;
        foreach (var make in decision.Events) work.Publish(make(names.Card(run)));
        if (RunTime.Next(run) is { } next) work.Arm(new TimerRequest(Timer, run.Id.ToString(), next, run.Tenant));
        else work.Cancel(Timer, run.Id.ToString());
    }

    /// <summary>A refusal as the problem that says it: 409, naming the fields where there are some.</summary>
    public static ProblemException Problem(RunRefusal refusal) =>
        new(StatusCodes.Status409Conflict, refusal.Code, "The request does not fit the present state.", refusal.Detail) { Errors = refusal.Fields };
}

/// <summary>Runs one command on one run: lock, let time pass, decide, store, answer.</summary>
internal sealed class RunActions(IIdempotentWork idempotent)
{
    /// <exception cref="ProblemException">404 <c>maintenance-run.not-found</c>, 409 with the machine's reason, or what making the command finds.</exception>
    public Task<IResult> RunAsync(HttpContext http, Caller caller, Guid id, Func<Work, MaintenanceRun, CancellationToken, Task<RunCommand>> command) =>
        idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            var run = await RunStore.LockAsync(work, caller.Tenant, id, ct) ?? throw Problems.NotFound("maintenance-run.not-found");
            var now = RunStore.Now(work, run);
            var passed = RunTime.Pass(run, now);
            var decision = RunMachine.Decide(passed.Run, await command(work, passed.Run, ct), now);
            if (decision.Refusal is { } refusal) throw RunStore.Problem(refusal);
            await RunStore.StoreAsync(work, run, decision with { Events = [.. passed.Events, .. decision.Events] }, ct);
            return new Reply(StatusCodes.Status200OK, await RunDetail.OfAsync(work.Db<DispatchDb>(), decision.Run, ct));
        });

    public Task<IResult> RunAsync(HttpContext http, Caller caller, Guid id, RunCommand command) => RunAsync(http, caller, id, (_, _, _) => Task.FromResult(command));
}

/// <summary>Makes a run announced, due and overdue when its time has come.</summary>
internal sealed class RunTimer(RunAssigning assigning) : ITimerHandler
{
    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        if (await RunStore.LockAsync(work, t.Tenant, Guid.Parse(t.Key), ct) is not { } run) return;
        var now = RunStore.Now(work, run);
        var decision = RunTime.Pass(run, now);
        if (run.State == RunState.Scheduled && decision.Run.State == RunState.Due
            && (decision.Run.EngineerId is null || !await assigning.MayStillAsync(work, decision.Run, ct)))
        {
            var assigned = RunMachine.Decide(decision.Run, await assigning.ChooseAsync(work, decision.Run, decision.Run.TeamId, Actor.System, ct), now);
            // What tells that it is due names whoever has it now.
            decision = assigned with { Events = decision.Events };
            if (decision.Run.EngineerId is null) RunBeat.Arm(work, run.Tenant, decision.Run.TeamId);
        }

        await RunStore.StoreAsync(work, run, decision, ct);
    }
}

/// <summary>A team has due maintenance that nobody could take: it is tried again in a while, also when nothing wakes the queue.</summary>
internal sealed class RunBeat(RunAssigning assigning) : ITimerHandler
{
    /// <summary>The timer's kind; its key is the team.</summary>
    public const string Kind = "maintenance-beat";

    private static readonly TimeSpan s_every = TimeSpan.FromMinutes(5);

    public static void Arm(Work work, string tenant, Guid team) => work.Arm(new TimerRequest(Kind, team.ToString(), work.Now + s_every, tenant));

    public Task FireAsync(FiredTimer t, Work work, CancellationToken ct) => assigning.FillAsync(work, t.Tenant, Guid.Parse(t.Key), ct);
}
