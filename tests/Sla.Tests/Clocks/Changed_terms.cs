using ServiceMesh.Contracts;
using ServiceMesh.Sla.Domain.Clocks;
using ServiceMesh.Sla.Domain.Policies;
using ServiceMesh.Sla.Tests.Calendars;
using Xunit;

namespace ServiceMesh.Sla.Tests.Clocks;

public sealed class Changed_terms
{
    private static readonly Terms _tight = Story.MakeTerms(Given.OfficeHours(Given.Shanghai), "PT15M", "PT1H", "PT4H");

    [Fact]
    public void New_terms_cancel_and_attach_from_the_opening_with_the_pauses_there_were()
    {
        var story = Story.Opened("02 09:00").Waits("02 10:00").GoesOn("02 11:00").Triaged("02 12:00", _tight, severity: 1);
        var clocks = story.Clocks("02 12:30").Where(c => c.Name == ClockNames.Resolution).ToList();
        Assert.Equal([ClockState.Cancelled, ClockState.Running], clocks.Select(c => c.State));
        Assert.Equal((Story.At("02 12:00"), Story.At("02 18:00")), (clocks[0].CancelledAt, clocks[0].DueAt));
        Assert.Equal((Story.At("02 09:00"), Story.At("02 12:00"), Story.At("02 14:00")), (clocks[1].StartedAt, clocks[1].AttachedAt, clocks[1].DueAt));
    }

    [Fact]
    public void The_first_triage_counts_from_the_opening_however_late_it_is()
    {
        var story = new Story().With(new Opened(Story.At("02 09:00"))).Triaged("02 11:30", Story.OfficeTerms, 3);
        Assert.Equal((ClockState.Breached, Story.At("02 09:30")), (story.Clock(ClockNames.FirstResponse, "02 11:30").State, story.Clock(ClockNames.FirstResponse, "02 11:30").BreachedAt));
        Assert.Single(story.Clocks("02 12:00"), c => c.Name == ClockNames.Resolution);
    }

    [Fact]
    public void A_re_triage_that_changes_nothing_keeps_the_terms_even_if_the_policy_has_a_newer_version() =>
        Assert.Equal(
            [(ClockState.Running, Story.At("02 17:00"))],
            Story.Opened("02 09:00").Triaged("02 10:00", _tight, severity: 3).Clocks("02 11:00").Where(c => c.Name == ClockNames.Resolution).Select(c => (c.State, c.DueAt!.Value)));

    [Fact]
    public void A_verdict_is_not_judged_anew()
    {
        var story = Story.Opened("02 09:00").Answered("02 09:20").Triaged("02 10:00", _tight, severity: 1);
        var clock = Assert.Single(story.Clocks("02 12:00"), c => c.Name == ClockNames.FirstResponse);
        Assert.Equal((ClockState.Met, Story.OfficeTerms), (clock.State, clock.Terms));
    }

    [Fact]
    public void A_broken_promise_stays_broken_and_the_new_one_runs_beside_it()
    {
        var story = Story.Opened("02 09:00", _tight, severity: 1).Triaged("02 15:00", Story.OfficeTerms, severity: 3);
        Assert.Equal(
            [(ClockState.Breached, Story.At("02 13:00")), (ClockState.Running, Story.At("02 17:00"))],
            story.Clocks("02 16:00").Where(c => c.Name == ClockNames.Resolution).Select(c => (c.State, c.DueAt!.Value)));
    }

    [Fact]
    public void Terms_that_no_policy_gives_cancel_what_ran_and_promise_nothing()
    {
        var story = Story.Opened("02 09:00").Triaged("02 09:10", null, severity: 5);
        Assert.All(story.Clocks("03 09:00"), c => Assert.Equal(ClockState.Cancelled, c.State));
        Assert.Equal(3, story.Clocks("03 09:00").Count);
        Assert.Null(story.Look("03 09:00").NextAt);
    }

    [Fact]
    public void Terms_changed_while_resolved_hold_from_the_reopening_on()
    {
        var story = Story.Opened("02 09:00").Resolved("02 11:00").Triaged("02 12:00", _tight, severity: 1);
        Assert.Equal((ClockState.Met, Story.OfficeTerms), (story.Clock(ClockNames.Resolution, "02 13:00").State, story.Clock(ClockNames.Resolution, "02 13:00").Terms));
        story.Reopened("03 09:00");
        Assert.Equal((ClockState.Running, Story.At("03 11:00")), (story.Clock(ClockNames.Resolution, "03 10:00").State, story.Clock(ClockNames.Resolution, "03 10:00").DueAt));
    }

    [Fact]
    public void The_pause_reasons_of_the_new_terms_decide_about_pauses_that_were_before_them()
    {
        var strict = _tight with { Clocks = [.. _tight.Clocks.Select(c => c with { StoppedBy = new HashSet<string>() })] };
        var story = Story.Opened("02 09:00").Waits("02 10:00").GoesOn("02 11:00").Triaged("02 12:00", strict, severity: 1);
        Assert.Equal(Story.At("02 13:00"), story.Clock(ClockNames.Resolution, "02 12:30").DueAt);
    }

    [Theory]
    [InlineData("02 09:30", "Met")] // met by what the terms of then asked for: that stands
    [InlineData("02 12:30", "Cancelled Met")]
    [InlineData(null, "Cancelled Running")]
    public void Terms_that_change_what_meets_a_clock_change_no_verdict_of_the_terms_before(string? planned, string states)
    {
        Terms MetBy(Signal signal) => _tight with { Clocks = [.. _tight.Clocks.Where(c => c.Name == ClockNames.Resolution).Select(c => c with { Name = "own", MetBy = signal })] };
        // At first the message of an agent meets it, which came at 09:30 or never; then a fix plan does.
        var story = Story.Opened("02 09:00", MetBy(Signal.AgentMessage));
        if (planned == "02 09:30")
        {
            story.Answered("02 09:30");
        }

        story.Triaged("02 12:00", MetBy(Signal.FixPlan), severity: 1);
        if (planned == "02 12:30")
        {
            story.Answered("02 12:10").Planned("02 12:30");
        }

        Assert.Equal(states, string.Join(' ', story.Clocks("02 12:45").Select(c => c.State)));
    }
}
