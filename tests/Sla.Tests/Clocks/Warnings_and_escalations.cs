using ServiceMesh.Sla.Domain.Clocks;
using ServiceMesh.Sla.Domain.Policies;
using ServiceMesh.Sla.Tests.Calendars;
using Xunit;

namespace ServiceMesh.Sla.Tests.Clocks;

public sealed class Warnings_and_escalations
{
    private const string FirstResponse = ClockNames.FirstResponse;

    private static readonly string[] _upToLevel1 = ["warning-50", "warning-75", "breach", "escalation-1"];

    [Fact]
    public void Each_level_is_computed_on_the_calendar()
    {
        // Monday 17:00 + 8 h is Tuesday 16:00; half of it Tuesday 12:00, half as much again Wednesday 11:00.
        var clock = Story.Opened("02 17:00").Clock(ClockNames.Resolution, "02 17:00");
        Assert.Equal(
            [("warning-50", Story.At("03 12:00")), ("warning-75", Story.At("03 14:00")), ("breach", Story.At("03 16:00")), ("escalation-1", Story.At("03 16:00")), ("escalation-2", Story.At("04 11:00"))],
            clock.Promise.Thresholds.Select(t => (t.Key, clock.Reaches(t)!.Value)));
    }

    [Fact]
    public void Levels_come_one_after_the_other_each_once()
    {
        var story = Story.Opened("02 10:00").Planned("02 10:01");
        var dealtWith = new List<LevelKey>();
        var told = new List<string>();
        for (var (now, i) = (Story.At("02 10:00"), 0); i < 20; i++)
        {
            var clocks = ClockEngine.Clocks(TicketHistory.Of(story.Facts)!, now);
            var step = Ladder.Look(TicketHistory.Of(story.Facts)!, clocks, dealtWith.ToHashSet(), now);
            dealtWith.AddRange(step.Passed.Select(p => p.Key));
            told.AddRange(step.Passed.Select(p => $"{p.Clock.Name} {p.Threshold.Key} {p.SkippedBecause}".TrimEnd()));
            Assert.All(step.Passed, p => Assert.Equal(now, p.ReachedAt));
            if (step.NextAt is not { } next)
            {
                break;
            }

            Assert.True(next > now);
            now = next;
        }

        Assert.Equal(
            [
                "firstResponse warning-50", "firstResponse warning-75", "firstResponse breach", "firstResponse escalation-1", "firstResponse escalation-2",
                "resolution warning-50", "resolution warning-75", "resolution breach", "resolution escalation-1", "resolution escalation-2",
            ],
            told);
    }

    [Fact]
    public void After_an_outage_only_the_breach_and_the_highest_level_are_told()
    {
        var step = Story.Opened("02 10:00").Look("02 11:00");
        Assert.Equal(
            [("warning-50", Ladder.Overtaken), ("warning-75", Ladder.Overtaken), ("breach", null), ("escalation-1", Ladder.Overtaken), ("escalation-2", null)],
            Levels(step, FirstResponse));
        Assert.Equal([("warning-50", null)], Levels(step, ClockNames.Diagnosis));
        Assert.Equal(Story.At("02 10:30"), step.Passed.Single(p => p.Threshold.Kind == ThresholdKind.Breach).ReachedAt);
    }

    [Fact]
    public void A_clock_that_is_over_tells_nothing_but_its_breach()
    {
        var step = Story.Opened("02 10:00").Answered("02 10:40").Look("02 11:00");
        Assert.Equal(
            [("warning-50", Ladder.Over), ("warning-75", Ladder.Over), ("breach", null), ("escalation-1", Ladder.Over)],
            Levels(step, FirstResponse));
        Assert.Empty(Levels(Story.Opened("02 10:00").Answered("02 10:10").Look("02 11:00"), FirstResponse));
    }

    [Fact]
    public void Met_at_the_due_instant_is_no_breach() =>
        Assert.DoesNotContain(Story.Opened("02 10:00").Answered("02 10:30").Look("02 11:00").Passed, p => p.Threshold.Kind == ThresholdKind.Breach);

    [Fact]
    public void Levels_that_new_terms_find_behind_them_are_skipped_and_only_a_breach_is_told()
    {
        var tight = Story.MakeTerms(Given.OfficeHours(Given.Shanghai), "PT15M", "PT1H", "PT4H");
        LevelKey[] dealtWith = [new(FirstResponse, 1, "warning-50")];
        var story = Story.Opened("02 10:00").Triaged("02 10:20", tight, severity: 1);
        Assert.Equal(
            [("warning-75", Ladder.PolicyChange), ("breach", null), ("escalation-1", Ladder.PolicyChange)], Levels(story.Look("02 10:20", dealtWith), FirstResponse));
        Assert.Equal(Story.At("02 10:22:30"), story.Look("02 10:20", dealtWith).NextAt);
    }

    [Fact]
    public void A_breach_under_the_old_terms_is_told_once_and_a_second_one_is_not()
    {
        var tight = Story.MakeTerms(Given.OfficeHours(Given.Shanghai), "PT15M", "PT1H", "PT4H");
        var story = Story.Opened("02 10:00", tight, severity: 1).Triaged("02 10:20", Story.OfficeTerms, severity: 3);
        var step = story.Look("02 12:00");
        Assert.Single(step.Passed, p => p.Clock.Name == FirstResponse && p.Threshold.Kind == ThresholdKind.Breach);
        Assert.Equal(Story.At("02 10:15"), step.Passed.First(p => p.Threshold.Kind == ThresholdKind.Breach).ReachedAt);
    }

    [Fact]
    public void Nothing_comes_while_paused_and_the_ladder_goes_on_after()
    {
        var story = Story.Opened("02 09:00").Answered("02 09:01").Planned("02 09:02").Waits("02 10:00");
        Assert.Null(story.Look("05 09:00").NextAt);
        Assert.Empty(story.Look("05 09:00").Passed);
        Assert.Equal(Story.At("05 12:00"), story.GoesOn("05 09:00").Look("05 09:00").NextAt);
    }

    [Fact]
    public void After_a_breach_a_pause_holds_the_next_level_back()
    {
        LevelKey[] dealtWith = [.. _upToLevel1.Select(t => new LevelKey(ClockNames.Resolution, 1, t))];
        var story = Story.Opened("02 09:00").Answered("02 09:01").Planned("02 09:02").Waits("02 17:30");
        Assert.Null(story.Look("03 09:00", dealtWith).NextAt);
        Assert.Equal(Story.At("03 12:30"), story.GoesOn("03 09:00").Look("03 09:00", dealtWith).NextAt);
    }

    // A late fact can show that a breach was none, and the promise may be broken for good later: the timer has to look again.
    [Fact]
    public void A_breach_that_was_undone_by_a_late_fact_is_looked_for_again()
    {
        var story = Story.Opened("02 09:00").Answered("02 09:01").Planned("02 09:02").Waits("02 16:00").GoesOn("02 17:00");
        LevelKey[] dealtWith = [.. _upToLevel1.Select(t => new LevelKey(ClockNames.Resolution, 1, t))];
        Assert.Equal(Story.At("02 18:00"), story.Look("02 17:30", dealtWith).NextAt);
    }

    [Fact]
    public void Whoever_takes_an_escalation_on_ends_the_ladder_of_that_clock_and_of_no_other()
    {
        // Due at 10:30; level 1 then, level 2 at 10:45.
        var story = Story.Opened("02 10:00").With(new Acknowledged(Story.At("02 10:31"), FirstResponse));
        LevelKey[] dealtWith = [.. _upToLevel1.Select(t => new LevelKey(FirstResponse, 1, t))];
        Assert.Equal([("escalation-2", Ladder.TakenOn)], Levels(story.Look("02 10:45", dealtWith), FirstResponse));
        // Resolution was due on Monday at 18:00; its level 2 is reached on Tuesday at 13:00.
        Assert.Contains(("escalation-2", null), Levels(story.Look("03 13:00"), ClockNames.Resolution));
    }

    [Fact]
    public void Who_takes_on_one_run_of_a_clock_has_not_taken_on_another()
    {
        // The ladder of the first cycle, taken on only when the second runs already.
        var story = Story.Opened("02 09:00").Resolved("02 13:00").Reopened("16 09:00").With(new Acknowledged(Story.At("16 10:00"), ClockNames.Resolution, 1));
        Assert.Contains(("escalation-2", null), Levels(story.Look("17 18:00"), ClockNames.Resolution));
        story.With(new Acknowledged(Story.At("16 10:00"), ClockNames.Resolution, 2));
        Assert.DoesNotContain(("escalation-2", null), Levels(story.Look("17 18:00"), ClockNames.Resolution));
    }

    [Fact]
    public void What_was_taken_on_after_a_level_leaves_that_level_told_and_a_new_cycle_has_a_ladder_of_its_own()
    {
        var late = Story.Opened("02 10:00").With(new Acknowledged(Story.At("02 10:46"), FirstResponse));
        Assert.Contains(("escalation-2", null), Levels(late.Look("02 10:47"), FirstResponse));

        var again = Story.Opened("02 09:00").With(new Acknowledged(Story.At("02 18:00"), ClockNames.Resolution)).Resolved("03 09:00").Reopened("16 09:00");
        var second = again.Look("17 18:00").Passed.Where(p => p is { Clock: { Name: ClockNames.Resolution, Cycle: 2 }, Threshold.Kind: ThresholdKind.Escalation });
        Assert.Equal([("escalation-1", Ladder.Overtaken), ("escalation-2", null)], second.Select(p => (p.Threshold.Key, p.SkippedBecause)));
    }

    private static IEnumerable<(string, string?)> Levels(LadderStep step, string clock) =>
        step.Passed.Where(p => p.Clock.Name == clock).Select(p => (p.Threshold.Key, p.SkippedBecause));
}
