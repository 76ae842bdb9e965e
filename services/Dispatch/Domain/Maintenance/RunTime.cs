using ServiceMesh.Contracts;

namespace ServiceMesh.Dispatch.Domain.Maintenance;

/// <summary>What time alone does to a run: it is announced, due, overdue, and escalated as long as nobody completes it. Asked late or twice, it gives the same.</summary>
public static class RunTime
{
    /// <summary>So long after the due instant somebody higher up has to see to it.</summary>
    private static readonly (TimeSpan After, string Role)[] s_ladder = [(TimeSpan.FromDays(1), "dispatcher"), (TimeSpan.FromDays(3), "manager"), (TimeSpan.FromDays(7), "admin")];

    /// <summary>When the next of these comes; null when none will.</summary>
    public static DateTimeOffset? Next(MaintenanceRun run) => run.State switch
    {
        RunState.Scheduled when run is { AnnounceAt: { } at, AnnouncedAt: null } && at < run.From => at,
        RunState.Scheduled => run.From,
        RunState.Due => AfterDue(run),
        RunState.InProgress when run.OverdueAt is null => AfterDue(run),
        RunState.InProgress or RunState.Overdue when run.Escalations < s_ladder.Length => run.DueAt + s_ladder[run.Escalations].After,
        _ => null,
    };

    /// <summary>Everything that is to have happened by <paramref name="now"/>, in order.</summary>
    public static RunDecision Pass(MaintenanceRun run, DateTimeOffset now)
    {
        List<Func<MaintenanceRunCard, Event>> events = [];
        while (Next(run) is { } next && next <= now)
        {
            var step = Step(run, next, now);
            run = step.Run;
            events.AddRange(step.Events);
        }

        return new RunDecision(run, events);
    }

    private static RunDecision Step(MaintenanceRun run, DateTimeOffset at, DateTimeOffset now)
    {
        if (run.State == RunState.Scheduled && at < run.From)
            // A window that opens already is no news.
            return now >= run.From
                ? new RunDecision(run with { AnnouncedAt = now }, [])
                : RunMachine.Changed(run with { AnnouncedAt = now }, "announced", Actor.System, null, now,
                    card => new MaintenanceWindowAnnounced { Tenant = run.Tenant, OccurredAt = now, Card = card });
        if (run.State == RunState.Scheduled)
            return RunMachine.Changed(run with { State = RunState.Due, Sequence = run.Sequence + 1 }, "due", Actor.System, null, at,
                card => new MaintenanceRunDue { Tenant = run.Tenant, OccurredAt = at, Card = card });
        // What nobody pays for and nobody has begun is no broken promise.
        if (run.State == RunState.Due && !run.IsCovered) return RunMachine.Cancel(run, Actor.System, RunReasons.NotCovered, at);
        if (run.State == RunState.Overdue || (run.State == RunState.InProgress && run.OverdueAt is not null)) return Escalate(run, now);
        // Moved after it was overdue, and late again: it counts once.
        if (run.OverdueAt is not null) return RunMachine.Changed(run with { State = RunState.Overdue }, "overdue", Actor.System, null, at);
        var started = run.State == RunState.InProgress;
        return RunMachine.Changed(
            run with { State = started ? RunState.InProgress : RunState.Overdue, OverdueAt = run.DueAt }, "overdue", Actor.System, null, at,
            card => new MaintenanceRunOverdue { Tenant = run.Tenant, OccurredAt = run.DueAt, Card = card, Started = started });
    }

    /// <summary>By the highest level that was reached meanwhile: nobody hears of one thing three times after an outage.</summary>
    private static RunDecision Escalate(MaintenanceRun run, DateTimeOffset now)
    {
        var level = s_ladder.Count(step => run.DueAt + step.After <= now);
        var (at, role, started) = (run.DueAt + s_ladder[level - 1].After, s_ladder[level - 1].Role, run.State == RunState.InProgress);
        return RunMachine.Changed(
            run with { Escalations = level }, "escalated", Actor.System, role, at,
            card => new MaintenanceRunEscalated { Tenant = run.Tenant, OccurredAt = at, Card = card, Level = level, Role = role, Started = started });
    }

    /// <summary>Completed exactly at the due instant is in time: it is late a moment after.</summary>
    private static DateTimeOffset AfterDue(MaintenanceRun run) => run.DueAt.AddMicroseconds(1);
}
