using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Sla.Domain.Clocks;
using ServiceMesh.Sla.Domain.Money;
using ServiceMesh.Sla.Tests.Calendars;
using ServiceMesh.Sla.Tests.Clocks;
using Xunit;

namespace ServiceMesh.Sla.Tests.Money;

public sealed class Promises_broken
{
    [Theory]
    // The last instant of a month is still it; the next is not, each in its own zone, on both sides of a clock change.
    [InlineData("Asia/Shanghai", "2026-02-28T15:59:59Z", "2026-02")]
    [InlineData("Asia/Shanghai", "2026-02-28T16:00:00Z", "2026-03")]
    [InlineData("Europe/Berlin", "2026-03-31T21:59:59Z", "2026-03")]
    [InlineData("Europe/Berlin", "2026-03-31T22:00:00Z", "2026-04")]
    [InlineData("Europe/Berlin", "2026-10-31T22:59:59Z", "2026-10")]
    [InlineData("Europe/Berlin", "2026-10-31T23:00:00Z", "2026-11")]
    [InlineData("America/New_York", "2026-11-01T03:59:59Z", "2026-10")]
    [InlineData("America/New_York", "2026-11-01T04:00:00Z", "2026-11")]
    [InlineData("Australia/Lord_Howe", "2026-03-31T12:59:59Z", "2026-03")]
    [InlineData("Australia/Lord_Howe", "2026-03-31T13:00:00Z", "2026-04")]
    [InlineData("Africa/Casablanca", "2026-02-28T23:59:59Z", "2026-02")]
    [InlineData("Africa/Casablanca", "2026-03-01T00:00:00Z", "2026-03")]
    public void A_breach_counts_in_the_month_of_its_due_instant_in_the_calendars_zone(string zone, string due, string month)
    {
        var first = BrokenPromise.MonthOf(NodaTime.Text.InstantPattern.ExtendedIso.Parse(due).Value, DateTimeZoneProviders.Tzdb[zone]);
        Assert.Equal($"{month}-01", first.ToString("uuuu-MM-dd", null));
    }

    [Fact]
    public void Lateness_is_working_time_and_wall_time_until_the_clock_was_met()
    {
        // Due on Monday 09:30; answered on Tuesday 09:15.
        var broken = Assert.Single(Broken(Story.Opened("02 09:00").Answered("03 09:15"), "04 09:00"), b => b.Clock.Name == "firstResponse");
        Assert.Equal((Story.At("02 09:30"), true), (broken.DueAt, broken.IsOver));
        Assert.Equal(Duration.FromHours(23) + Duration.FromMinutes(45), Duration.FromTicks(broken.Late.WallTicks));
        Assert.Equal(Duration.FromHours(8) + Duration.FromMinutes(45), Duration.FromTicks(broken.Late.WorkingTicks));
    }

    [Fact]
    public void Lateness_goes_on_until_now_and_stands_still_in_a_pause()
    {
        var story = Story.Opened("02 09:00").Answered("02 09:10").Planned("02 09:20").Waits("02 17:15");
        Assert.Equal((Story.At("02 17:00"), false, 15, 1425), Seen("03 16:45"));
        story.GoesOn("03 17:00");
        Assert.Equal((Story.At("02 17:00"), false, 60, 1485), Seen("03 17:45"));

        (Instant Due, bool IsOver, double WorkingMinutes, double WallMinutes) Seen(string now)
        {
            var resolution = Assert.Single(Broken(story, now));
            return (resolution.DueAt, resolution.IsOver, Duration.FromTicks(resolution.Late.WorkingTicks).TotalMinutes, Duration.FromTicks(resolution.Late.WallTicks).TotalMinutes);
        }
    }

    [Fact]
    public void Met_at_the_due_instant_is_no_breach_and_a_tick_later_is()
    {
        Assert.DoesNotContain(Broken(Story.Opened("02 09:00").Answered("02 09:30"), "02 09:31"), b => b.Clock.Name == "firstResponse");
        var late = Story.Opened("02 09:00");
        late.With(new Signalled(Story.At("02 09:30") + Duration.FromTicks(1), ServiceMesh.Sla.Domain.Policies.Signal.AgentMessage));
        Assert.Equal(1, Broken(late, "02 09:31").Single(b => b.Clock.Name == "firstResponse").Late.WallTicks);
    }

    [Fact]
    public void A_later_answer_that_turns_out_to_have_been_in_time_takes_the_breach_back()
    {
        var story = Story.Opened("02 09:00");
        Assert.Single(Broken(story, "02 10:00"));
        story.Answered("02 09:20");
        Assert.Empty(Broken(story, "02 10:00"));
    }

    [Fact]
    public void Broken_under_terms_that_were_replaced_stays_broken_once_with_the_severity_it_had()
    {
        var story = Story.Opened("02 09:00", severity: 2).Answered("02 09:10").Triaged("02 12:00", Story.MakeTerms(Given.OfficeHours(Given.Shanghai), diagnosis: "PT1H"), 4);
        var broken = Assert.Single(Broken(story, "02 16:00"));
        Assert.Equal(("diagnosis", 2, Story.At("02 11:00")), (broken.Clock.Name, broken.Chosen.Traits.Severity, broken.DueAt));
    }

    private static IReadOnlyList<BrokenPromise> Broken(Story story, string now)
    {
        var history = TicketHistory.Of(story.Facts)!;
        var broken = BrokenPromise.Of(history, ClockEngine.Clocks(history, Story.At(now)), Story.At(now));
        var told = Ladder.Look(history, ClockEngine.Clocks(history, Story.At(now)), new HashSet<LevelKey>(), Story.At(now)).Passed
            .Where(p => p.Threshold.Kind == ServiceMesh.Sla.Domain.Policies.ThresholdKind.Breach).Select(p => (p.Clock.Name, p.Clock.Cycle, p.ReachedAt));
        Assert.Equal(told, broken.Select(b => (b.Clock.Name, b.Clock.Cycle, b.DueAt)));
        return broken;
    }
}
