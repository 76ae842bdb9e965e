using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Sla.Domain.Clocks;
using ServiceMesh.Sla.Domain.Policies;
using Xunit;

namespace ServiceMesh.Sla.Tests.Clocks;

public sealed class Ends_and_reopenings
{
    [Theory]
    [InlineData("02 16:59:59", ClockState.Met)]
    [InlineData("02 17:00:00", ClockState.Met)]
    [InlineData("02 17:00:01", ClockState.MetLate)]
    public void Resolution_ends_at_resolve(string resolved, ClockState state) =>
        Assert.Equal((state, Story.At("02 17:00")), (Resolution(Story.Opened("02 09:00").Resolved(resolved).Closed("05 09:00"), "06 09:00").State, Resolution(Story.Opened("02 09:00").Resolved(resolved), "06 09:00").DueAt));

    [Fact]
    public void Due_exactly_at_closing_time_is_missed_a_moment_later_though_no_working_time_passed()
    {
        var story = Story.Opened("02 10:00");
        Assert.Equal(Story.At("02 18:00"), Resolution(story, "02 12:00").DueAt);
        Assert.Equal(ClockState.Met, Resolution(Story.Opened("02 10:00").Resolved("02 18:00"), "03 12:00").State);
        Assert.Equal(ClockState.MetLate, Resolution(Story.Opened("02 10:00").Resolved("02 20:00"), "03 12:00").State);
    }

    [Fact]
    public void Closing_what_was_not_resolved_resolves_it() =>
        Assert.Equal((ClockState.Met, Story.At("02 12:00")), (Resolution(Story.Opened("02 09:00").Closed("02 12:00"), "06 09:00").State, Resolution(Story.Opened("02 09:00").Closed("02 12:00"), "06 09:00").MetAt));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_reopening_inside_the_window_continues_without_the_time_resolved_or_closed(bool closed)
    {
        var story = Story.Opened("02 09:00").Resolved("02 13:00");
        if (closed)
        {
            story.Closed("03 09:00");
        }

        var clock = Resolution(story.Reopened("04 10:00"), "04 11:00");
        Assert.Equal((ClockState.Running, 1, Story.At("04 14:00")), (clock.State, clock.Cycle, clock.DueAt));
        Assert.Equal(5 * NodaConstants.TicksPerHour, clock.ElapsedTicks);
        Assert.Equal((ClockState.Met, Story.At("04 12:00")), (Resolution(story.Resolved("04 12:00"), "05 11:00").State, Resolution(story, "05 11:00").MetAt));
    }

    [Theory]
    [InlineData("09 13:00:00", 1)] // the end of the window is in it
    [InlineData("09 13:00:01", 2)]
    public void The_window_is_seven_days_of_wall_time_since_resolving(string reopened, int cycle) =>
        Assert.Equal(cycle, Story.Opened("02 09:00").Resolved("02 13:00").Closed("05 09:00").Reopened(reopened).Clocks("10 09:00").Max(c => c.Cycle));

    [Theory]
    [InlineData("03 09:00", true, 2)]
    [InlineData("30 09:00", false, 1)]
    public void Where_Dispatch_said_whether_a_cycle_began_that_holds_whatever_the_window_is(string reopened, bool began, int cycle) =>
        Assert.Equal(cycle, Story.Opened("02 09:00").Resolved("02 13:00").Reopened(reopened, began).Clocks("31 09:00").Max(c => c.Cycle));

    [Fact]
    public void After_the_window_a_new_cycle_starts_and_the_earlier_verdict_stands()
    {
        var story = Story.Opened("02 09:00").Planned("02 10:00").Resolved("02 18:00").Closed("03 09:00").Reopened("16 09:00");
        var first = Resolution(story, "16 10:00");
        Assert.Equal((ClockState.MetLate, Story.At("02 17:00"), Story.At("02 18:00")), (first.State, first.BreachedAt, first.MetAt));
        var second = story.Clock(ClockNames.Resolution, "16 10:00", cycle: 2);
        Assert.Equal((ClockState.Running, Story.At("16 09:00"), Story.At("16 17:00")), (second.State, second.StartedAt, second.DueAt));
        Assert.Equal((ClockState.Running, Story.At("16 11:00")), (story.Clock(ClockNames.Diagnosis, "16 10:00", 2).State, story.Clock(ClockNames.Diagnosis, "16 10:00", 2).DueAt));

        story.Waits("16 11:00").Resolved("17 09:00").Answered("17 10:00");
        Assert.Equal((ClockState.MetLate, Story.At("02 17:00")), (Resolution(story, "18 09:00").State, Resolution(story, "18 09:00").BreachedAt));
        Assert.Equal(ClockState.Met, story.Clock(ClockNames.Resolution, "18 09:00", 2).State);
        Assert.Equal(ClockState.Breached, story.Clock(ClockNames.FirstResponse, "18 09:00").State);
    }

    [Fact]
    public void A_breach_survives_a_reopening()
    {
        var story = Story.Opened("02 09:00").Resolved("02 17:30").Reopened("03 09:00");
        Assert.Equal((ClockState.Breached, Story.At("02 17:00")), (Resolution(story, "03 10:00").State, Resolution(story, "03 10:00").DueAt));
        Assert.Equal((ClockState.MetLate, Story.At("03 11:00")), (Resolution(story.Resolved("03 11:00"), "04 10:00").State, Resolution(story, "04 10:00").MetAt));
    }

    [Fact]
    public void Resolving_ends_diagnosis_and_a_reopening_brings_it_back()
    {
        var story = Story.Opened("02 09:00").Resolved("02 10:00");
        Assert.Equal(ClockState.Cancelled, story.Clock(ClockNames.Diagnosis, "02 18:00").State);
        story.Reopened("03 09:00");
        Assert.Equal((ClockState.Running, Story.At("03 10:00")), (story.Clock(ClockNames.Diagnosis, "03 09:30").State, story.Clock(ClockNames.Diagnosis, "03 09:30").DueAt));
    }

    [Fact]
    public void Resolving_ends_the_waiting_too() =>
        Assert.Equal(ClockState.Running, Resolution(Story.Opened("02 09:00").Waits("02 10:00").Resolved("02 11:00").Reopened("02 12:00"), "02 13:00").State);

    [Fact]
    public void Cancelling_ends_every_clock_and_a_breach_stays_one()
    {
        var story = Story.Opened("02 09:00").Cancelled("02 10:00").Answered("02 11:00").Reopened("02 12:00");
        Assert.Equal(
            [(ClockNames.FirstResponse, ClockState.Breached), (ClockNames.Diagnosis, ClockState.Cancelled), (ClockNames.Resolution, ClockState.Cancelled)],
            story.Clocks("05 09:00").Select(c => (c.Name, c.State)));
    }

    private static Clock Resolution(Story story, string now) => story.Clock(ClockNames.Resolution, now);
}
