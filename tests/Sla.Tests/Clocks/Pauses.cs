using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Sla.Domain.Clocks;
using ServiceMesh.Sla.Domain.Policies;
using Xunit;

namespace ServiceMesh.Sla.Tests.Clocks;

public sealed class Pauses
{
    [Fact]
    public void While_paused_the_due_is_hidden_and_the_rest_is_known()
    {
        var clock = Story.Opened("02 10:00").Waits("02 12:00").Clock(ClockNames.Resolution, "04 12:00");
        Assert.Equal((ClockState.Paused, null), (clock.State, clock.DueAt));
        Assert.Equal(6 * NodaConstants.TicksPerHour, clock.RemainingTicks);
    }

    // The four cases of Dynamics 365's documentation: what is left out is the part of the pause inside opening hours. Target 8 h from 10:00 is 18:00.
    [Theory]
    [InlineData("02 12:00", "02 14:00", "03 11:00")] // inside, inside: the whole span
    [InlineData("02 19:00", "02 21:00", "02 18:00", true)] // outside, outside: nothing; here it was due before
    [InlineData("02 17:00", "02 20:00", "03 10:00")] // inside, outside: the part inside
    [InlineData("02 07:00", "02 11:00", "03 10:00", false, "02 06:00")] // outside, inside: the part after opening
    public void A_pause_moves_the_due_by_its_opening_hours(string from, string to, string due, bool breached = false, string opened = "02 10:00")
    {
        var clock = Story.Opened(opened, opened == "02 06:00" ? Story.MakeTerms(Calendars.Given.OfficeHours(Calendars.Given.Shanghai)) : null)
            .Waits(from).GoesOn(to).Clock(ClockNames.Resolution, "02 21:30");
        Assert.Equal((breached ? ClockState.Breached : ClockState.Running, Story.At(due)), (clock.State, clock.DueAt));
    }

    [Fact]
    public void An_overnight_pause_outside_hours_moves_nothing() =>
        Assert.Equal(Story.At("03 10:00"), Story.Opened("02 11:00").Waits("02 19:00").GoesOn("02 22:00").Clock(ClockNames.Resolution, "02 23:00").DueAt);

    [Theory]
    [InlineData(PauseReasons.WaitingForCustomer, true)]
    [InlineData(PauseReasons.WaitingForVendor, true)]
    [InlineData(PauseReasons.WaitingForProblem, true)]
    [InlineData(PauseReasons.WaitingForEvidence, true)]
    [InlineData(PauseReasons.Scheduled, false)]
    public void The_kind_of_the_reason_says_which_clocks_stop(string reason, bool stopsDiagnosis)
    {
        var story = Story.Opened("02 10:00").Waits("02 10:30", reason);
        Assert.Equal(stopsDiagnosis ? ClockState.Paused : ClockState.Running, story.Clock(ClockNames.Diagnosis, "02 11:00").State);
        Assert.Equal(ClockState.Paused, story.Clock(ClockNames.Resolution, "02 11:00").State);
    }

    [Fact]
    public void A_change_of_reason_ends_the_one_and_starts_the_other()
    {
        var story = Story.Opened("02 10:00").Waits("02 10:30").Waits("02 11:00", PauseReasons.Scheduled, PauseReasons.WaitingForCustomer);
        Assert.Equal((ClockState.Running, Story.At("02 12:30")), (story.Clock(ClockNames.Diagnosis, "02 11:30").State, story.Clock(ClockNames.Diagnosis, "02 11:30").DueAt));
        story.GoesOn("02 13:00", PauseReasons.Scheduled);
        Assert.Equal(Story.At("03 11:30"), story.Clock(ClockNames.Resolution, "02 14:00").DueAt);
    }

    [Fact]
    public void Overlapping_reasons_count_once_and_a_bare_resume_ends_all()
    {
        var story = Story.Opened("02 10:00").Waits("02 11:00").Waits("02 11:30", PauseReasons.WaitingForVendor).GoesOn("02 12:00").GoesOn("02 13:00", PauseReasons.WaitingForVendor);
        Assert.Equal(Story.At("03 11:00"), story.Clock(ClockNames.Resolution, "02 14:00").DueAt);
        var bare = Story.Opened("02 10:00").Waits("02 11:00").Waits("02 11:30", PauseReasons.WaitingForVendor).GoesOn("02 13:00", null);
        Assert.Equal(Story.At("03 11:00"), bare.Clock(ClockNames.Resolution, "02 14:00").DueAt);
    }

    [Fact]
    public void A_pause_after_the_breach_does_not_undo_it_or_move_it()
    {
        var clock = Story.Opened("02 09:00").Waits("02 17:30").GoesOn("04 12:00").Clock(ClockNames.Resolution, "04 13:00");
        Assert.Equal((ClockState.Breached, Story.At("02 17:00"), Story.At("02 17:00")), (clock.State, clock.DueAt, clock.BreachedAt));
        var paused = Story.Opened("02 09:00").Waits("02 17:30").Clock(ClockNames.Resolution, "04 13:00");
        Assert.Equal((ClockState.Breached, Story.At("02 17:00")), (paused.State, paused.DueAt));
    }

    [Theory]
    [InlineData("02 16:59:59", ClockState.Paused)]
    [InlineData("02 17:00:00", ClockState.Breached)] // all of it was used up at that instant, and it was not met
    public void A_pause_at_the_due_instant_comes_too_late(string paused, ClockState state) =>
        Assert.Equal(state, Story.Opened("02 09:00").Waits(paused).Clock(ClockNames.Resolution, "05 09:00").State);

    // The pitfall of frappe/helpdesk PR#3776 and of Dynamics: resolved while paused.
    [Fact]
    public void Resolving_while_paused_counts_the_net_time()
    {
        var met = Story.Opened("02 09:00").Waits("02 10:00").Resolved("20 10:00").Clock(ClockNames.Resolution, "21 10:00");
        Assert.Equal((ClockState.Met, NodaConstants.TicksPerHour), (met.State, met.ElapsedTicks));
        var late = Story.Opened("02 09:00").Waits("02 17:30").Resolved("20 10:00").Clock(ClockNames.Resolution, "21 10:00");
        Assert.Equal((ClockState.MetLate, Story.At("02 17:00"), Story.At("20 10:00")), (late.State, late.BreachedAt, late.MetAt));
    }

    [Fact]
    public void A_fix_plan_during_a_pause_meets_diagnosis()
    {
        var clock = Story.Opened("02 09:00").Waits("02 10:00").Planned("02 16:00").GoesOn("02 17:00").Clock(ClockNames.Diagnosis, "03 17:00");
        Assert.Equal((ClockState.Met, Story.At("02 16:00"), NodaConstants.TicksPerHour), (clock.State, clock.MetAt, clock.ElapsedTicks));
    }

    [Fact]
    public void What_cannot_follow_is_left_out_and_changes_nothing()
    {
        var plain = Story.Opened("02 10:00").Waits("02 11:00").GoesOn("02 12:00");
        var odd = Story.Opened("02 10:00").GoesOn("02 10:30").Reopened("02 10:40").Waits("02 11:00").Waits("02 11:30").GoesOn("02 12:00").GoesOn("02 12:30")
            .GoesOn("02 12:45", null);
        Assert.Equal(plain.Clock(ClockNames.Resolution, "02 13:00").DueAt, odd.Clock(ClockNames.Resolution, "02 13:00").DueAt);
        Assert.Equal(
            [Story.At("02 10:30"), Story.At("02 10:40"), Story.At("02 11:30"), Story.At("02 12:30"), Story.At("02 12:45")],
            TicketHistory.Of(odd.Facts)!.LeftOut.Select(f => f.At));
    }
}
