using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain.Maintenance;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Maintenance;

public sealed class What_a_run_does
{
    private static readonly DateTimeOffset s_opens = Given.Opens;

    [Fact]
    public void Time_announces_it_makes_it_due_and_overdue_each_once_and_at_its_own_instant()
    {
        var run = Given.Run(MaintenanceKind.Inspection);
        Assert.Equal(s_opens.AddDays(-7), RunTime.Next(run));
        var late = RunTime.Pass(run, s_opens.AddDays(30));
        Assert.Equal(RunState.Overdue, late.Run.State);
        Assert.Equal([typeof(MaintenanceRunDue), typeof(MaintenanceRunOverdue), typeof(MaintenanceRunEscalated)], late.Told().Select(e => e.GetType()));
        Assert.Equal([s_opens, run.DueAt, run.DueAt.AddDays(7)], late.Told().Select(e => e.OccurredAt));
        Assert.Null(RunTime.Next(late.Run));
        Assert.Empty(RunTime.Pass(late.Run, s_opens.AddDays(40)).Events);
    }

    /// <summary>Whenever it is looked at, and however often: the same events in the end, announced only while that is news.</summary>
    [Fact]
    public void Looks_at_any_times_give_the_same() => Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(-20 * 24, 10 * 24).ListOf().ToArbitrary(), hours =>
    {
        var run = Given.Run(MaintenanceKind.Patch);
        List<Event> told = [];
        foreach (var at in hours.Order().Append(10 * 24).Select(h => s_opens.AddHours(h)))
        {
            var passed = RunTime.Pass(run, at);
            run = passed.Run;
            told.AddRange(passed.Told());
        }

        Assert.Single(told.OfType<MaintenanceRunDue>());
        Assert.Equal(run.DueAt, Assert.Single(told.OfType<MaintenanceRunOverdue>()).OccurredAt);
        Assert.Equal(hours.Any(h => h is >= -7 * 24 and < 0) ? 1 : 0, told.OfType<MaintenanceWindowAnnounced>().Count());
    }));

    [Fact]
    public void Completed_exactly_when_due_is_in_time()
    {
        var run = Given.Begun(MaintenanceKind.Inspection) with { Evidence = Inspected };
        Assert.Empty(RunTime.Pass(run, run.DueAt).Events);
        var done = RunMachine.Decide(run, new CompleteRun(Given.Ana, null), run.DueAt);
        Assert.False(Assert.IsType<MaintenanceRunCompleted>(Assert.Single(done.Told())).Late);
        var late = RunTime.Pass(run, run.DueAt.AddMilliseconds(1));
        Assert.Equal((RunState.InProgress, true), (late.Run.State, Assert.IsType<MaintenanceRunOverdue>(Assert.Single(late.Told())).Started));
        done = RunMachine.Decide(late.Run, new CompleteRun(Given.Ana, null), run.DueAt.AddMilliseconds(1));
        Assert.True(Assert.IsType<MaintenanceRunCompleted>(Assert.Single(done.Told())).Late);
    }

    [Theory]
    [InlineData(RunState.Due)]
    [InlineData(RunState.InProgress)]
    public void An_overdue_run_is_escalated_step_by_step_until_somebody_completes_or_moves_it(RunState state)
    {
        var run = Given.Run(MaintenanceKind.Inspection, state) with { StartedAt = state == RunState.InProgress ? s_opens : null };
        List<MaintenanceRunEscalated> told = [];
        foreach (var hours in new[] { 0, 1, 23, 24, 25, 71, 72, 167, 168, 500 })
        {
            var passed = RunTime.Pass(run, run.DueAt.AddHours(hours));
            run = passed.Run;
            told.AddRange(passed.Told().OfType<MaintenanceRunEscalated>());
        }

        Assert.Equal([(1, "dispatcher", 24), (2, "manager", 72), (3, "admin", 168)], told.Select(e => (e.Level, e.Role, (int)(e.OccurredAt - run.DueAt).TotalHours)));
        Assert.All(told, e => Assert.Equal(state == RunState.InProgress, e.Started));
        if (state == RunState.InProgress) return;
        var now = run.DueAt.AddDays(21);
        var moved = RunMachine.Decide(run, new RescheduleRun(Given.Ana, now.AddDays(1), "the customer asked"), now).Run;
        Assert.Equal(0, moved.Escalations);
        Assert.Equal([1], RunTime.Pass(moved, moved.DueAt.AddDays(2)).Told().OfType<MaintenanceRunEscalated>().Select(e => e.Level));
    }

    [Fact]
    public void Moving_an_overdue_run_does_not_undo_that_it_was()
    {
        var overdue = RunTime.Pass(Given.Run(MaintenanceKind.Inspection), s_opens.AddDays(3)).Run;
        var moved = RunMachine.Decide(overdue, new RescheduleRun(Given.Ana, s_opens.AddDays(5), "the customer asked"), s_opens.AddDays(3));
        Assert.Equal((RunState.Scheduled, s_opens.AddDays(5), overdue.OverdueAt), (moved.Run.State, moved.Run.From, moved.Run.OverdueAt));
        Assert.Equal("the customer asked", Assert.IsType<MaintenanceRunScheduled>(Assert.Single(moved.Told())).Reason);
        var again = RunTime.Pass(moved.Run, s_opens.AddDays(30));
        Assert.Equal(RunState.Overdue, again.Run.State);
        Assert.Empty(again.Told().OfType<MaintenanceRunOverdue>());
    }

    [Fact]
    public void What_nobody_pays_for_does_not_start_without_a_reason_and_is_no_broken_promise()
    {
        var run = Given.Run(MaintenanceKind.Inspection) with { Cover = MaintenanceCover.Expired };
        Assert.Equal("maintenance.not-covered", Refused(run with { State = RunState.Due }, new StartRun(Given.Ana, Checklists.Of(run.Kind), null), s_opens));
        Assert.Null(RunMachine.Decide(run with { State = RunState.Due }, new StartRun(Given.Ana, Checklists.Of(run.Kind), "goodwill"), s_opens).Refusal);
        var over = RunTime.Pass(run, s_opens.AddDays(3));
        Assert.Equal((RunState.Cancelled, RunReasons.NotCovered), (over.Run.State, over.Run.CancelReason));
        Assert.Empty(over.Told().OfType<MaintenanceRunOverdue>());
    }

    [Theory]
    [InlineData(MaintenanceKind.Upgrade, -1, false)]
    [InlineData(MaintenanceKind.Upgrade, 0, true)]
    [InlineData(MaintenanceKind.Upgrade, 239, true)]
    [InlineData(MaintenanceKind.Upgrade, 240, false)]
    [InlineData(MaintenanceKind.Inspection, -1, false)]
    [InlineData(MaintenanceKind.Inspection, 240, true)]
    public void What_interrupts_work_begins_inside_its_window_only(MaintenanceKind kind, int minutes, bool allowed)
    {
        var run = Given.Run(kind, RunState.Due) with { Evidence = Given.Begun(kind).Evidence };
        var start = RunMachine.Decide(run, new StartRun(Given.Ana, Checklists.Of(kind), null), s_opens.AddMinutes(minutes));
        Assert.Equal(allowed ? null : "maintenance.outside-window", start.Refusal?.Code);
    }

    [Theory]
    [InlineData("backupId")]
    [InlineData("rollbackPlan")]
    public void An_upgrade_does_not_start_without_backup_and_rollback_plan(string missing)
    {
        var shown = Given.Begun(MaintenanceKind.Upgrade).Evidence.With(new Dictionary<string, string> { [missing] = "" });
        var refusal = RunMachine.Decide(Given.Run(MaintenanceKind.Upgrade, RunState.Due) with { Evidence = shown }, new StartRun(Given.Ana, Checklists.Of(MaintenanceKind.Upgrade), null), s_opens).Refusal;
        Assert.Equal(("maintenance.evidence-missing", missing), (refusal?.Code, Assert.Single(refusal!.Fields!).Key));
    }

    [Fact]
    public void What_was_shown_before_the_start_stays_and_the_rest_waits_for_it()
    {
        var before = new ShowEvidence(Given.Ana, new Dictionary<string, string> { ["backupId"] = "B-18" });
        var after = new ShowEvidence(Given.Ana, new Dictionary<string, string> { ["outcome"] = "succeeded" });
        var begun = Given.Begun(MaintenanceKind.Upgrade);
        Assert.Equal("maintenance.evidence-locked", Refused(begun, before, s_opens));
        Assert.Equal("maintenance.evidence-locked", Refused(Given.Run(MaintenanceKind.Upgrade), after, s_opens));
        Assert.Equal("succeeded", RunMachine.Decide(begun, after, s_opens).Run.Evidence["outcome"]);
    }

    [Fact]
    public void An_upgrade_closes_with_its_rollback_tested_or_with_somebody_who_answers_for_that()
    {
        var done = Given.Begun(MaintenanceKind.Upgrade);
        done = done with { Evidence = done.Evidence.With(new Dictionary<string, string> { ["outcome"] = "succeeded" }) };
        var refusal = RunMachine.Decide(done, new CompleteRun(Given.Ana, null), s_opens).Refusal!;
        Assert.Equal(("maintenance.evidence-missing", EvidenceForm.RollbackTest), (refusal.Code, Assert.Single(refusal.Fields!).Key));
        Assert.Equal("maintenance.not-started", Refused(Given.Run(MaintenanceKind.Upgrade, RunState.Due), new WaiveRollbackTest(Given.Ana, "no second system"), s_opens));
        var waived = RunMachine.Decide(done, new WaiveRollbackTest(Given.Ana, "no second system"), s_opens).Run;
        Assert.Equal(("no second system", "Ana"), (waived.WaiverReason, waived.WaiverBy));
        Assert.True(Completed(waived).RollbackTestWaived);
        var tested = done with { Evidence = done.Evidence.With(new Dictionary<string, string> { [EvidenceForm.RollbackTest] = "passed" }) };
        Assert.False(Completed(tested).RollbackTestWaived);
    }

    /// <summary>A drill closes exactly when nothing of its evidence is missing, whatever is.</summary>
    [Fact]
    public void A_drill_cannot_close_without_every_piece_of_evidence() => Check.QuickThrowOnFailure(Prop.ForAll(Gen.SubListOf(Given.Drill.Keys.ToArray()).ToArbitrary(), shown =>
    {
        var run = Given.Begun(MaintenanceKind.BackupDrill) with { Evidence = new Evidence(Given.Drill.Where(e => shown.Contains(e.Key)).ToDictionary()) };
        var decision = RunMachine.Decide(run, new CompleteRun(Given.Ana, "nothing to say"), s_opens.AddHours(2));
        Assert.Equal(Given.Drill.Keys.Except(shown).Order(), (decision.Refusal?.Fields?.Keys ?? []).Order());
        Assert.Equal(shown.Count == Given.Drill.Count, decision.Run.State == RunState.Completed);
    }));

    [Theory]
    [InlineData("restoreSeconds", "3600", "")]
    [InlineData("restoreSeconds", "3601", "rto")]
    [InlineData("dataLossSeconds", "900", "")]
    [InlineData("dataLossSeconds", "901", "rpo")]
    public void A_drill_is_judged_by_what_was_promised(string field, string value, string because)
    {
        var run = Given.Begun(MaintenanceKind.BackupDrill) with { Evidence = new Evidence(Given.Drill).With(new Dictionary<string, string> { [field] = value }) };
        if (because.Length > 0) Assert.Equal("maintenance.remark-missing", Refused(run, new CompleteRun(Given.Ana, null), s_opens));
        var told = Completed(run, because.Length > 0 ? "A faster disk is ordered." : null);
        Assert.Equal(because.Length == 0 ? MaintenanceVerdict.Passed : MaintenanceVerdict.Failed, told.Verdict);
        Assert.Equal((3600L, 900L), (told.RestoreTargetSeconds!.Value, told.DataLossTargetSeconds!.Value));
        Assert.Equal(long.Parse(value, null), field == "restoreSeconds" ? told.RestoreSeconds : told.DataLossSeconds);
    }

    [Fact]
    public void A_restored_checksum_that_differs_is_no_restore()
    {
        var run = Given.Begun(MaintenanceKind.BackupDrill) with { Evidence = new Evidence(Given.Drill).With(new Dictionary<string, string> { ["restoredChecksum"] = Given.Sum('b') }) };
        Assert.Equal(["checksum"], RunMachine.Decide(run, new CompleteRun(Given.Ana, "The backup is broken."), s_opens).Run.VerdictBecause);
    }

    [Fact]
    public void A_required_item_is_answered_and_a_skipped_one_says_why()
    {
        var run = Given.Begun(MaintenanceKind.Inspection) with { Evidence = Inspected };
        var open = RunMachine.Decide(run, new CheckItem(Given.Ana, "logs", null, null), s_opens).Run;
        Assert.Equal("checklist.logs", Assert.Single(RunMachine.Decide(open, new CompleteRun(Given.Ana, null), s_opens).Refusal!.Fields!).Key);
        Assert.Equal("maintenance.note-missing", Refused(open, new CheckItem(Given.Ana, "logs", CheckState.Skipped, " "), s_opens));
        Assert.Equal("maintenance.no-such-item", Refused(open, new CheckItem(Given.Ana, "cellar", CheckState.Done, null), s_opens));
        var skipped = RunMachine.Decide(open, new CheckItem(Given.Ana, "logs", CheckState.Skipped, "kept elsewhere"), s_opens).Run;
        Assert.Equal(RunState.Completed, RunMachine.Decide(skipped, new CompleteRun(Given.Ana, null), s_opens).Run.State);
    }

    [Theory]
    [InlineData(RunState.Completed)]
    [InlineData(RunState.Cancelled)]
    public void What_has_ended_stays_so(RunState ended)
    {
        var run = Given.Begun(MaintenanceKind.Inspection) with { State = ended };
        RunCommand[] all =
        [
            new StartRun(Given.Ana, Checklists.Of(run.Kind), null), new CompleteRun(Given.Ana, null), new CancelRun(Given.Ana, "x"), new RescheduleRun(Given.Ana, s_opens.AddDays(9), "x"),
            new ShowEvidence(Given.Ana, new Dictionary<string, string>()), new CheckItem(Given.Ana, "logs", null, null), new AssignRun(Given.Ana, run.TeamId, null, null, "x"),
        ];
        Assert.All(all, c => Assert.Equal("maintenance.run-ended", Refused(run, c, s_opens)));
        Assert.Null(RunTime.Next(run));
    }

    [Theory]
    [InlineData("restoredBytes", "\"0\"", false)]
    [InlineData("restoredBytes", "-5", false)]
    [InlineData("restoredBytes", "1.5", false)]
    [InlineData("restoredBytes", "true", false)]
    [InlineData("restoredBytes", "1099511627776", true)]
    [InlineData("restoredBytes", "\"1099511627776\"", true)]
    [InlineData("expectedChecksum", "\"sha256:12\"", false)]
    [InlineData("expectedChecksum", "\"rot13:12345678\"", false)]
    [InlineData("expectedChecksum", "\"CRC32:DEADBEEF\"", true)]
    [InlineData("backupTakenAt", "\"yesterday\"", false)]
    [InlineData("backupTakenAt", "\"2027-03-06T20:00:00\"", false)]
    [InlineData("backupTakenAt", "\"2027-03-06T20:00:00+08:00\"", true)]
    [InlineData("backupId", "17", false)]
    public void Evidence_is_read_strictly(string name, string json, bool good)
    {
        var field = EvidenceForm.Of(MaintenanceKind.BackupDrill).Single(f => f.Name == name);
        using var value = JsonDocument.Parse(json);
        var (read, problem) = EvidenceReader.Read(field, value.RootElement);
        Assert.Equal((good, !good), (read is not null, problem is not null));
    }

    private static Evidence Inspected => new(new Dictionary<string, string> { ["condition"] = "good", ["findings"] = "none" });

    private static MaintenanceRunCompleted Completed(MaintenanceRun run, string? remark = null)
    {
        var decision = RunMachine.Decide(run, new CompleteRun(Given.Ana, remark), s_opens.AddHours(2));
        Assert.Null(decision.Refusal);
        return Assert.IsType<MaintenanceRunCompleted>(Assert.Single(decision.Told()));
    }

    private static string? Refused(MaintenanceRun run, RunCommand command, DateTimeOffset now)
    {
        var decision = RunMachine.Decide(run, command, now);
        Assert.Equal((run, 0), (decision.Run, decision.Events.Count));
        return decision.Refusal?.Code;
    }
}
