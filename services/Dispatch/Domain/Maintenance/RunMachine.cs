using ServiceMesh.Contracts;

namespace ServiceMesh.Dispatch.Domain.Maintenance;

/// <summary>Decides what happens to runs: (run, command, now) to (run, events). <see cref="RunTime"/> is what time alone does.</summary>
public static class RunMachine
{
    private static readonly string[] s_missing = ["It is missing."];
    private static readonly string[] s_seeDetail = ["See the detail."];

    public static RunDecision Decide(MaintenanceRun run, RunCommand command, DateTimeOffset now)
    {
        if (!run.IsOpen && command is not ReplanRun)
            return Refused(run, "maintenance.run-ended", run.State == RunState.Completed ? "It is completed." : "It was cancelled.");
        return command switch
        {
            StartRun c => Start(run, c, now),
            ShowEvidence c => Show(run, c, now),
            CheckItem c => Check(run, c, now),
            WaiveRollbackTest c => Waive(run, c, now),
            CompleteRun c => Complete(run, c, now),
            RescheduleRun c => Reschedule(run, c, now),
            ReplanRun c => Replan(run, c, now),
            CancelRun c => Cancel(run, c.By, c.Reason, now),
            AssignRun c => Assign(run, c, now),
            _ => throw new InvalidOperationException($"Unknown command {command.GetType().Name}."),
        };
    }

    private static RunDecision Start(MaintenanceRun run, StartRun c, DateTimeOffset now)
    {
        if (run.State == RunState.InProgress) return Refused(run, "maintenance.started", "It has begun already.");
        if (now < run.From || (EvidenceForm.KeepsToWindow(run.Kind) && now >= run.Until))
            return Refused(run, "maintenance.outside-window", now < run.From
                ? "Its window has not opened. Move it if another was agreed."
                : "It interrupts the customer's work, so it begins inside its window only. Move it if another was agreed.");
        var covered = run with { CoverReason = c.CoverReason ?? run.CoverReason };
        if (!covered.IsCovered)
            return Refused(run, "maintenance.not-covered", $"The contract does not cover it ({run.Cover}). A manager may let it take place with a reason.", Field("coverReason"));
        if (run.Evidence.Missing(run.Kind, EvidencePhase.Before) is { Count: > 0 } missing)
            return Refused(run, "maintenance.evidence-missing", $"Before it starts there must be: {string.Join(", ", missing.Select(f => f.Name))}.", Fields(missing));
        return Changed(covered with { State = RunState.InProgress, StartedAt = now, Checklist = c.Checklist, Sequence = run.Sequence + 1 }, "started", c.By, c.CoverReason, now,
            card => new MaintenanceRunStarted { Tenant = run.Tenant, OccurredAt = now, By = c.By, Card = card });
    }

    private static RunDecision Show(MaintenanceRun run, ShowEvidence c, DateTimeOffset now)
    {
        var form = EvidenceForm.Of(run.Kind).ToDictionary(f => f.Name);
        var started = run.StartedAt is not null;
        var wrong = c.Values.Keys.Where(name => form[name].Phase == (started ? EvidencePhase.Before : EvidencePhase.After)).ToList();
        if (wrong.Count > 0)
            return Refused(run, "maintenance.evidence-locked", started
                ? $"What was shown before the start stays as it was: {string.Join(", ", wrong)}."
                : $"This can be shown only once the run has started: {string.Join(", ", wrong)}.", wrong.ToDictionary(w => w, _ => new[] { started ? "It was fixed when the run started." : "The run has not started." }));
        return Changed(run with { Evidence = run.Evidence.With(c.Values) }, "evidence", c.By, string.Join(", ", c.Values.Keys), now);
    }

    private static RunDecision Check(MaintenanceRun run, CheckItem c, DateTimeOffset now)
    {
        if (run.Checklist is not { } list) return Refused(run, "maintenance.not-started", "The list is answered once the run has started.");
        if (list.Items.All(i => i.Key != c.Key)) return Refused(run, "maintenance.no-such-item", $"The list has no item {c.Key}.", Field("key"));
        if (c.State == CheckState.Skipped && string.IsNullOrWhiteSpace(c.Note))
            return Refused(run, "maintenance.note-missing", "What is skipped needs a note that says why.", Field("note"));
        var checks = c.State is { } state ? run.Checks.With(new CheckAnswer(c.Key, state, c.Note, c.By.Name, now)) : run.Checks.Without(c.Key);
        return Changed(run with { Checks = checks }, "checked", c.By, c.Key, now);
    }

    private static RunDecision Waive(MaintenanceRun run, WaiveRollbackTest c, DateTimeOffset now)
    {
        if (run.Kind != MaintenanceKind.Upgrade) return Refused(run, "maintenance.nothing-to-waive", "Only an upgrade has a rollback to be tested.");
        if (run.StartedAt is null) return Refused(run, "maintenance.not-started", "It is waived after the upgrade, not before.");
        return Changed(run with { WaiverReason = c.Reason, WaiverBy = c.By.Name }, "waived", c.By, c.Reason, now);
    }

    /// <summary>Whoever gets what is due already hears of it as whoever has it when its window opens, unless he gave it to himself; before that, the window tells.</summary>
    private static RunDecision Assign(MaintenanceRun run, AssignRun c, DateTimeOffset now)
    {
        var given = run.State != RunState.Scheduled && c.EngineerId is not null && c.EngineerId != run.EngineerId;
        Func<MaintenanceRunCard, Event>[] told = given ? [card => new MaintenanceRunDue { Tenant = run.Tenant, OccurredAt = now, By = c.By, Card = card, Given = true, Claimed = c.Claimed ? true : null }] : [];
        return Changed(run with { TeamId = c.TeamId, EngineerId = c.EngineerId, Explanation = c.Explanation, Why = c.Why }, "assigned", c.By, c.EngineerName, now, told);
    }

    private static RunDecision Complete(MaintenanceRun run, CompleteRun c, DateTimeOffset now)
    {
        if (run is not { State: RunState.InProgress, StartedAt: { } started, Checklist: { } list }) return Refused(run, "maintenance.not-started", "It has not started.");
        var missing = run.Evidence.Missing(run.Kind, EvidencePhase.After).ToDictionary(f => f.Name, _ => s_missing);
        if (run is { Kind: MaintenanceKind.Upgrade, WaiverReason: null } && run.Evidence[EvidenceForm.RollbackTest] is null)
            missing[EvidenceForm.RollbackTest] = ["The rollback is tested, or somebody waives the test with a reason."];
        foreach (var item in run.Checks.Missing(list)) missing[$"checklist.{item.Key}"] = ["It is not answered."];
        if (missing.Count > 0)
            return Refused(run, "maintenance.evidence-missing", $"It cannot close without: {string.Join(", ", missing.Keys)}.", missing);
        var verdict = Verdict.Of(run.Kind, run.Evidence, run.RtoSeconds, run.RpoSeconds);
        if (verdict.Result == MaintenanceVerdict.Failed && string.IsNullOrWhiteSpace(c.Remark))
            return Refused(run, "maintenance.remark-missing", $"It did not reach what was promised ({string.Join(", ", verdict.Because)}): say what follows from that.", Field("remark"));
        var done = run with
        {
            State = RunState.Completed, CompletedAt = now, Verdict = verdict.Result, VerdictBecause = [.. verdict.Because], Remark = c.Remark, Sequence = run.Sequence + 1,
        };
        return Changed(done, "completed", c.By, c.Remark, now, card => new MaintenanceRunCompleted
        {
            Tenant = run.Tenant, OccurredAt = now, By = c.By, Card = card, StartedAt = started, CompletedAt = now, Late = now > run.DueAt || run.OverdueAt is not null,
            Verdict = verdict.Result, RestoreSeconds = run.Evidence.Number("restoreSeconds"), RestoreTargetSeconds = run.RtoSeconds,
            DataLossSeconds = run.Evidence.Number("dataLossSeconds"), DataLossTargetSeconds = run.RpoSeconds,
            RollbackTestWaived = run.WaiverReason is not null && run.Evidence[EvidenceForm.RollbackTest] is null,
        });
    }

    private static RunDecision Reschedule(MaintenanceRun run, RescheduleRun c, DateTimeOffset now)
    {
        if (run.State == RunState.InProgress) return Refused(run, "maintenance.started", "It has begun already.");
        if (c.From < now) return Refused(run, "maintenance.in-the-past", "The new window begins in the past.", Field("from"));
        var shift = c.From - run.From;
        if (shift == TimeSpan.Zero) return Refused(run, "maintenance.same-window", "That is the window it has.", Field("from"));
        return Moved(run with { Reschedules = run.Reschedules + 1 }, c.From, run.Until + shift, run.DueAt + shift, run.AnnounceAt + shift, c.By, c.Reason, "rescheduled", now);
    }

    private static RunDecision Replan(MaintenanceRun run, ReplanRun c, DateTimeOffset now)
    {
        var back = run is { State: RunState.Cancelled, CancelReason: RunReasons.PlanChanged or RunReasons.PlanEnded };
        if (!back && (run.State != RunState.Scheduled || run.Reschedules > 0)) return new RunDecision(run, []);
        if (!back && run.From == c.From && run.Until == c.Until)
            return new RunDecision(run.DueAt == c.DueAt && run.AnnounceAt == c.AnnounceAt ? run : run with { DueAt = c.DueAt, AnnounceAt = c.AnnounceAt, UpdatedAt = now }, []);
        return Moved(run with { CancelReason = null, Reschedules = 0 }, c.From, c.Until, c.DueAt, c.AnnounceAt, c.By, RunReasons.PlanChanged, back ? "scheduled" : "rescheduled", now);
    }

    private static RunDecision Moved(
        MaintenanceRun run, DateTimeOffset from, DateTimeOffset until, DateTimeOffset due, DateTimeOffset? announce, Actor by, string reason, string what, DateTimeOffset now) =>
        Changed(
            run with { State = RunState.Scheduled, From = from, Until = until, DueAt = due, AnnounceAt = announce, AnnouncedAt = null, Escalations = 0, Sequence = run.Sequence + 1 },
            what, by, reason, now,
            card => new MaintenanceRunScheduled { Tenant = run.Tenant, OccurredAt = now, By = by, Card = card, PreviousFrom = run.From, Reason = reason });

    internal static RunDecision Cancel(MaintenanceRun run, Actor by, string reason, DateTimeOffset now) => Changed(
        run with { State = RunState.Cancelled, CancelReason = reason, Sequence = run.Sequence + 1 }, "cancelled", by, reason, now,
        card => new MaintenanceRunCancelled { Tenant = run.Tenant, OccurredAt = now, By = by, Card = card, Reason = reason, WasOverdue = run.OverdueAt is not null });

    internal static RunDecision Changed(
        MaintenanceRun run, string what, Actor by, string? note, DateTimeOffset now, params Func<MaintenanceRunCard, Event>[] events) =>
        new(run with { UpdatedAt = now, History = run.History.With(new RunStep(now, what, by.Name, note)) }, events);

    private static RunDecision Refused(MaintenanceRun run, string code, string detail, IReadOnlyDictionary<string, string[]>? fields = null) =>
        new(run, [], new RunRefusal(code, detail, fields));

    private static Dictionary<string, string[]> Fields(IEnumerable<EvidenceField> fields) => fields.ToDictionary(f => f.Name, _ => s_missing);

    private static Dictionary<string, string[]> Field(string name) => new() { [name] = s_seeDetail };
}

/// <summary>Reasons of cancellations that nobody wrote.</summary>
public static class RunReasons
{
    public const string PlanChanged = "plan-changed";
    public const string PlanEnded = "plan-ended";
    public const string NotCovered = "not-covered";
}
