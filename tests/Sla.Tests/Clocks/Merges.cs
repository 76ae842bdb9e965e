using ServiceMesh.Contracts;
using ServiceMesh.Sla.Domain.Clocks;
using ServiceMesh.Sla.Domain.Money;
using ServiceMesh.Sla.Domain.Policies;
using ServiceMesh.Sla.Tests.Calendars;
using Xunit;

namespace ServiceMesh.Sla.Tests.Clocks;

public sealed class Merges
{
    private static readonly Terms _tight = Story.MakeTerms(Given.OfficeHours(Given.Shanghai), "PT15M", "PT1H", "PT4H");

    [Fact]
    public void A_merged_ticket_promises_nothing_more_and_its_verdicts_stand()
    {
        var story = Story.Opened("02 09:00").Answered("02 09:20").Merged("02 10:00");
        Assert.Equal(
            ["firstResponse Met False", "diagnosis Cancelled True", "resolution Cancelled True"],
            story.Clocks("02 18:00").Select(c => $"{c.Name} {c.State} {c.IsMerged}"));
        Assert.All(story.Clocks("02 18:00").Skip(1), c => Assert.Equal((Story.At("02 10:00"), false), (c.CancelledAt, c.IsReplaced)));
        var step = story.Look("02 18:00");
        Assert.Null(step.NextAt);
        Assert.DoesNotContain(step.Passed, p => p.SkippedBecause is null);
    }

    [Fact]
    public void What_was_broken_before_stays_broken()
    {
        var story = Story.Opened("02 09:00").Merged("02 10:00");
        Assert.Equal((ClockState.Breached, Story.At("02 09:30")), (story.Clock(ClockNames.FirstResponse, "02 18:00").State, story.Clock(ClockNames.FirstResponse, "02 18:00").BreachedAt));
        Assert.Equal(
            [(ClockNames.FirstResponse, ThresholdKind.Breach)],
            story.Look("02 18:00").Passed.Where(p => p.SkippedBecause is null).Select(p => (p.Clock.Name, p.Threshold.Kind)));
    }

    [Fact]
    public void Taken_back_its_clocks_are_attached_anew_from_the_opening_with_the_pauses_there_were()
    {
        var story = Story.Opened("02 09:00").Waits("02 09:20").GoesOn("02 09:50").Merged("02 10:00").Unmerged("02 11:00");
        var clocks = story.Clocks("02 12:00").Where(c => c.Name == ClockNames.Resolution).ToList();
        Assert.Equal([ClockState.Cancelled, ClockState.Running], clocks.Select(c => c.State));
        Assert.Equal((Story.At("02 10:00"), true), (clocks[0].CancelledAt, clocks[0].IsMerged));
        Assert.Equal(
            (Story.At("02 09:00"), Story.At("02 11:00"), Story.At("02 17:30"), true), (clocks[1].StartedAt, clocks[1].AttachedAt, clocks[1].DueAt, clocks[1].FollowsMerge));
    }

    [Fact]
    public void What_happened_meanwhile_counts_once_it_stands_for_itself_again()
    {
        var story = Story.Opened("02 09:00").Merged("02 09:10").Answered("02 09:20").Resolved("02 12:00");
        Assert.All(story.Clocks("02 12:30"), c => Assert.Equal(ClockState.Cancelled, c.State));
        story.Unmerged("02 13:00");
        Assert.Equal((ClockState.Met, Story.At("02 09:20")), (story.Clock(ClockNames.FirstResponse, "02 14:00").State, story.Clock(ClockNames.FirstResponse, "02 14:00").MetAt));
        Assert.Equal((ClockState.Met, Story.At("02 12:00")), (story.Clock(ClockNames.Resolution, "02 14:00").State, story.Clock(ClockNames.Resolution, "02 14:00").MetAt));
        Assert.Equal((ClockState.Breached, Story.At("02 11:00")), (story.Clock(ClockNames.Diagnosis, "02 14:00").State, story.Clock(ClockNames.Diagnosis, "02 14:00").BreachedAt));
    }

    [Fact]
    public void Levels_that_went_by_meanwhile_are_skipped_and_the_missed_promise_is_told()
    {
        var story = Story.Opened("02 09:00").Merged("02 09:05").Unmerged("02 09:50");
        var passed = story.Look("02 09:55").Passed.Where(p => p.Clock.Name == ClockNames.FirstResponse).ToList();
        Assert.Equal([(Story.At("02 09:30"), (string?)null)], passed.Where(p => p.Threshold.Kind == ThresholdKind.Breach).Select(p => (p.ReachedAt, p.SkippedBecause)));
        Assert.Equal([Ladder.MergeTakenBack], passed.Where(p => p.Threshold.Kind != ThresholdKind.Breach).Select(p => p.SkippedBecause).Distinct());
    }

    [Fact]
    public void A_triage_meanwhile_is_what_counts_afterwards()
    {
        var story = Story.Opened("02 09:00").Merged("02 09:05").Triaged("02 10:00", _tight, severity: 1);
        Assert.Single(story.Clocks("02 11:00"), c => c.Name == ClockNames.Resolution);
        story.Unmerged("02 11:30");
        Assert.Equal((Story.At("02 13:00"), _tight), (story.Clock(ClockNames.Resolution, "02 12:00").DueAt, story.Clock(ClockNames.Resolution, "02 12:00").Terms));
    }

    [Fact]
    public void Merged_twice_and_taken_back_once_it_is_still_part_of_the_other()
    {
        var story = Story.Opened("02 09:00").Merged("02 09:05").Unmerged("02 09:10").Merged("02 09:20");
        Assert.Equal([Story.At("02 09:05"), Story.At("02 09:20")], story.Clocks("02 12:00").Where(c => c.Name == ClockNames.Resolution).Select(c => c.CancelledAt!.Value));
        Assert.Equal(ClockState.Cancelled, story.Clock(ClockNames.Resolution, "02 12:00").State);
    }

    [Fact]
    public void Taking_back_what_was_not_done_changes_nothing()
    {
        var history = TicketHistory.Of(Story.Opened("02 09:00").Unmerged("02 09:10").Facts)!;
        Assert.IsType<Unmerged>(Assert.Single(history.LeftOut));
        Assert.Single(history.Terms);
    }

    [Fact]
    public void Lateness_goes_on_after_a_merge_was_taken_back()
    {
        var story = Story.Opened("02 09:00").Merged("02 10:00").Unmerged("02 11:00");
        var history = TicketHistory.Of(story.Facts)!;
        var broken = Assert.Single(BrokenPromise.Of(history, story.Clocks("02 12:00"), Story.At("02 12:00")), b => b.Clock.Name == ClockNames.FirstResponse);
        Assert.Equal((TimeSpan.FromHours(2.5).Ticks, false), (broken.Late.WallTicks, broken.IsOver));
    }
}
