using ServiceMesh.Contracts;
using ServiceMesh.Sla.Domain.Policies;
using Xunit;

namespace ServiceMesh.Sla.Tests.Clocks;

public sealed class First_response
{
    [Fact]
    public void Runs_from_the_opening_until_the_first_agent_message()
    {
        var story = Story.Opened("02 10:00");
        AssertClock(story, "02 10:20", ClockState.Running, due: "02 10:30");
        story.CustomerWrote("02 10:05").Planned("02 10:10").Answered("02 10:20").Answered("02 10:40");
        AssertClock(story, "02 12:00", ClockState.Met, due: "02 10:30", met: "02 10:20");
    }

    [Theory]
    [InlineData("02 10:29:59", ClockState.Met)]
    [InlineData("02 10:30:00", ClockState.Met)] // exactly at the due instant is in time
    [InlineData("02 10:30:01", ClockState.MetLate)]
    public void Is_met_up_to_the_due_instant_itself(string answered, ClockState state)
    {
        var clock = AssertClock(Story.Opened("02 10:00").Answered(answered), "02 12:00", state, due: "02 10:30", met: answered);
        Assert.Equal(state == ClockState.MetLate ? Story.At("02 10:30") : null, clock.BreachedAt);
    }

    [Fact]
    public void Is_breached_at_the_due_instant_not_when_somebody_looks()
    {
        var story = Story.Opened("02 10:00");
        AssertClock(story, "02 10:29:59", ClockState.Running, due: "02 10:30");
        Assert.Equal(Story.At("02 10:30"), AssertClock(story, "02 10:30", ClockState.Breached, due: "02 10:30").BreachedAt);
        Assert.Equal(Story.At("02 10:30"), AssertClock(story, "05 10:00", ClockState.Breached, due: "02 10:30").BreachedAt);
    }

    [Theory]
    [InlineData(PauseReasons.WaitingForCustomer)]
    [InlineData(PauseReasons.Scheduled)]
    public void No_pause_stops_it(string reason) =>
        AssertClock(Story.Opened("02 10:00").Waits("02 10:05", reason), "02 10:40", ClockState.Breached, due: "02 10:30");

    // zammad#3551: answer and "pending" in one save lost the first response.
    [Fact]
    public void An_answer_and_a_pause_at_one_instant_both_count()
    {
        var story = Story.Opened("02 10:00").Waits("02 10:10").Answered("02 10:10");
        AssertClock(story, "02 11:00", ClockState.Met, due: "02 10:30", met: "02 10:10");
        Assert.Equal(ClockState.Paused, story.Clock(ClockNames.Resolution, "02 11:00").State);
    }

    [Fact]
    public void A_call_answered_before_the_ticket_was_written_meets_it_at_the_opening() =>
        AssertClock(Story.Opened("02 10:00").Answered("02 09:58"), "02 10:01", ClockState.Met, due: "02 10:30", met: "02 10:00");

    [Fact]
    public void At_night_it_waits_for_the_morning() =>
        AssertClock(Story.Opened("02 22:00"), "03 09:10", ClockState.Running, due: "03 09:30");

    [Fact]
    public void Never_restarts()
    {
        var story = Story.Opened("02 10:00").Answered("02 10:10").Resolved("02 11:00").Reopened("20 10:00");
        Assert.DoesNotContain(story.Clocks("20 11:00"), c => c.Name == ClockNames.FirstResponse && c.Cycle == 2);
        AssertClock(story, "20 11:00", ClockState.Met, due: "02 10:30", met: "02 10:10");
    }

    [Fact]
    public void Resolving_without_an_answer_ends_it_and_a_reopening_brings_it_back_with_what_was_left()
    {
        var story = Story.Opened("02 10:00").Resolved("02 10:20");
        AssertClock(story, "02 12:00", ClockState.Cancelled, due: "02 10:30");
        story.Reopened("02 14:00");
        AssertClock(story, "02 14:05", ClockState.Running, due: "02 14:10");
    }

    private static Domain.Clocks.Clock AssertClock(Story story, string now, ClockState state, string? due, string? met = null)
    {
        var clock = story.Clock(ClockNames.FirstResponse, now);
        Assert.Equal((state, due is null ? null : Story.At(due), met is null ? null : Story.At(met)), (clock.State, clock.DueAt, clock.MetAt));
        return clock;
    }
}
