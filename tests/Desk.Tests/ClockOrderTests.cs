using Xunit;

namespace ServiceMesh.Desk.Tests;

public sealed class The_clocks_of_a_ticket
{
    private static readonly DateTimeOffset Nine = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Are_shown_once_each_by_their_latest_run_in_the_order_of_a_case() =>
        Assert.Equal(["nextResponse 3", "diagnosis 1", "resolution 2", "oem-answer 1"], ClockOrder.Latest(
            [Clock("oem-answer"), Clock("resolution", cycle: 1, state: "breached"), Clock("resolution", cycle: 2), Clock("nextResponse", cycle: 3), Clock("nextResponse", cycle: 2), Clock("diagnosis"), Clock("update", state: "cancelled")])
            .Select(c => $"{c.Clock} {c.Cycle}"));

    [Fact]
    public void Have_one_that_presses_most()
    {
        var (met, later, sooner, missed) = (Clock("firstResponse", state: "met"), Clock("update", due: Nine.AddHours(3)), Clock("nextResponse", due: Nine.AddHours(1)), Clock("firstResponse", state: "breached", due: Nine));
        Assert.Equal(sooner, ClockOrder.Pressing([met, later, sooner]));
        Assert.Equal(missed, ClockOrder.Pressing([later, sooner, missed]));
        Assert.Equal(met, ClockOrder.Pressing([met]));
        Assert.Null(ClockOrder.Pressing([]));
    }

    [Fact]
    public void Are_kept_from_customers_where_they_may_be_a_teams_own()
    {
        Assert.True(ClockOrder.IsInternal(Clock("second-line")));
        Assert.False(ClockOrder.IsInternal(Clock("resolution")));
        Assert.False(ClockOrder.IsInternal(Clock("emergency") with { Legs = [new("remoteAssistance", "running")] }));
    }

    [Fact]
    public void Are_drawn_with_what_counted_what_stood_and_what_is_ahead()
    {
        var clock = new ExplainedClockShape
        {
            Clock = "resolution", State = "running", StartedAt = Nine, DueAt = Nine.AddHours(5), TargetSeconds = 14_400,
            Intervals = [new(Nine, Nine.AddHours(1), 3_600), new(Nine.AddHours(2), Nine.AddHours(5), 10_800)], Pauses = [new("waiting-for-vendor", Nine.AddHours(1), Nine.AddHours(2), 3_600)],
        };
        var picture = ClockPicture.Of(clock, Nine.AddHours(3), Words.English, new Times(Words.English, TimeZoneInfo.Utc, TimeProvider.System));
        Assert.Equal(["counted 0-1", "counted 2-3", "ahead 3-5", "stands 1-2"], picture.Bars.Select(b => $"{b.Kind} {(b.From - Nine).TotalHours}-{(b.To - Nine).TotalHours}"));
        Assert.Equal(["due 5", "now 3"], picture.Marks.Select(m => $"{m.Kind} {(m.At - Nine).TotalHours}"));
    }

    [Fact]
    public void Show_how_late_a_missed_promise_is_and_end_with_it()
    {
        var clock = new ExplainedClockShape { Clock = "diagnosis", State = "metLate", StartedAt = Nine, DueAt = Nine.AddHours(1), BreachedAt = Nine.AddHours(1), MetAt = Nine.AddHours(2), Intervals = [new(Nine, Nine.AddHours(1), 3_600)] };
        var picture = ClockPicture.Of(clock, Nine.AddDays(9), Words.English, new Times(Words.English, TimeZoneInfo.Utc, TimeProvider.System));
        Assert.Equal((Nine, Nine.AddHours(2)), (picture.From, picture.To));
        Assert.Contains(picture.Bars, b => b.Kind == "late" && b.From == Nine.AddHours(1) && b.To == Nine.AddHours(2));
        Assert.DoesNotContain(picture.Marks, m => m.Kind == "now");
    }

    private static ClockShape Clock(string name, int cycle = 1, string state = "running", DateTimeOffset? due = null) =>
        new() { Clock = name, Cycle = cycle, State = state, StartedAt = Nine, DueAt = due, MetAt = state == "met" ? Nine : null };
}
