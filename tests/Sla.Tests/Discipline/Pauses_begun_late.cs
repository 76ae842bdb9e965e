using NodaTime;
using ServiceMesh.Sla.Domain.Clocks;
using ServiceMesh.Sla.Domain.Discipline;
using ServiceMesh.Sla.Domain.Policies;
using ServiceMesh.Sla.Tests.Clocks;
using Xunit;

namespace ServiceMesh.Sla.Tests.Discipline;

public sealed class Pauses_begun_late
{
    // Of eight hours from Monday 09:00 the last tenth begins at 16:12; due is 17:00.
    private static readonly Instant _lastTenth = Story.At("02 16:12");

    [Fact]
    public void The_last_tenth_begins_at_its_very_tick()
    {
        Assert.Empty(Late(Opened(), _lastTenth - Duration.FromTicks(1)));
        var late = Assert.Single(Late(Opened(), _lastTenth));
        Assert.Equal(("resolution", Story.At("02 17:00"), Duration.FromMinutes(48)), (late.Clock.Name, late.DueAt, Duration.FromTicks(late.LeftTicks)));
    }

    [Fact]
    public void A_tick_before_due_is_late_and_at_due_it_is_a_breach()
    {
        Assert.Equal(1, Assert.Single(Late(Opened(), Story.At("02 17:00") - Duration.FromTicks(1))).LeftTicks);
        Assert.Empty(Late(Opened(), Story.At("02 17:00")));
    }

    [Fact]
    public void Working_time_counts_and_not_the_time_on_the_wall()
    {
        // Paused half an hour before: the last tenth moves by as much, over the night to 09:12 if need be.
        var story = Opened().Waits("02 10:00").GoesOn("02 12:30");
        Assert.Empty(Late(story, Story.At("02 17:59")));
        Assert.Single(Late(story, Story.At("03 09:42")));
        Assert.Equal(Story.At("03 10:30"), Assert.Single(Late(story, Story.At("03 09:42"))).DueAt);
    }

    [Fact]
    public void A_pause_that_stops_nothing_is_no_late_one()
    {
        Assert.Empty(Late(Story.Opened("02 09:00"), Story.At("02 09:29")));
        Assert.Empty(Late(Opened().Resolved("02 16:20"), Story.At("02 16:30")));
        Assert.DoesNotContain(Late(Story.Opened("02 09:00").Answered("02 09:10"), Story.At("02 10:50"), PauseReasons.Scheduled), l => l.Clock.Name == "diagnosis");
    }

    [Fact]
    public void Where_a_tickets_time_went_adds_up_by_team_and_reason()
    {
        var story = Opened().Waits("02 10:00").GoesOn("02 12:00").Waits("02 13:00", PauseReasons.WaitingForVendor).GoesOn("02 15:00", PauseReasons.WaitingForVendor).Resolved("02 17:00");
        var history = TicketHistory.Of(story.Facts)!;
        var end = TimeShare.EndOf(history)!.Value;
        var shares = TimeShare.Of(history, [(Story.At("02 09:30"), "Desk"), (Story.At("02 11:00"), "Databases"), (Story.At("02 14:00"), "Desk")], end);
        Assert.Equal(
            [
                ("", "", 0.5, 0), ("Desk", "", 4.5, 0), ("Desk", "waiting-for-customer", 1, 1), ("Desk", "waiting-for-vendor", 1, 0),
                ("Databases", "", 3, 0), ("Databases", "waiting-for-customer", 1, 0), ("Databases", "waiting-for-vendor", 1, 1),
            ],
            shares.Select(s => (s.Team, s.Reason, s.Time.TotalHours, s.Pauses)));
    }

    [Fact]
    public void The_time_resolved_is_nobodys()
    {
        var history = TicketHistory.Of(Opened().Resolved("02 12:00").Reopened("02 14:00").Resolved("02 15:00").Facts)!;
        Assert.Equal([("", "", 4d)], TimeShare.Of(history, [], TimeShare.EndOf(history)!.Value).Select(s => (s.Team, s.Reason, s.Time.TotalHours)));
        Assert.Null(TimeShare.EndOf(TicketHistory.Of(Opened().Resolved("02 12:00").Reopened("02 14:00").Facts)!));
        var renewed = TicketHistory.Of(Opened().Resolved("02 12:00").Reopened("12 14:00").Resolved("12 15:00").Facts)!;
        Assert.Equal(4d, TimeShare.Of(renewed, [], TimeShare.EndOf(renewed)!.Value)[0].Time.TotalHours);
    }

    private static Story Opened() => Story.Opened("02 09:00").Answered("02 09:10").Planned("02 09:20");

    private static IReadOnlyList<LatePause> Late(Story story, Instant at, string reason = PauseReasons.WaitingForCustomer)
    {
        var told = new Story();
        foreach (var fact in story.Facts)
        {
            told.With(fact);
        }

        told.With(new Paused(at, reason));
        var history = TicketHistory.Of(told.Facts)!;
        return LatePause.Of(history, ClockEngine.Clocks(history, at), at);
    }
}
