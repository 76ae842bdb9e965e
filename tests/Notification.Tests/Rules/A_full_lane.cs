using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Sending;

namespace ServiceMesh.Notification.Tests.Rules;

/// <summary>What comes back to a full lane, and when.</summary>
public sealed class A_full_lane
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Calls_those_of_which_nothing_is_known_back_within_twelve_seconds()
    {
        var pace = new LanePace(1_000);
        Assert.Equal([2.0, 7.0, 12.0], new[] { 0, 0.5, 1 }.Select(chance => pace.Wait(Urgency.Normal, s_start, chance).TotalSeconds));
    }

    [Fact]
    public void Calls_a_long_queue_back_at_its_own_speed_and_somewhat_faster()
    {
        var pace = Emptying(perSecond: 100);
        var waits = Enumerable.Range(0, 3_000).Select(_ => pace.Wait(Urgency.Normal, s_start.AddSeconds(1), 0.5).TotalSeconds).ToList();
        // Half the lane takes 5 s; then 150 a second.
        Assert.Equal(5, waits[0], 1);
        Assert.Equal(5 + 3_000 / 150.0, waits[^1], 1);
        Assert.Equal(waits, waits.Order());
    }

    [Fact]
    public void Calls_nobody_later_than_in_a_minute()
    {
        var (slow, dead) = (Emptying(perSecond: 1), Emptying(perSecond: 0));
        foreach (var pace in new[] { slow, dead, Emptying(perSecond: 100) })
            Assert.All(Enumerable.Range(0, 50_000), n => Assert.InRange(pace.Wait(Urgency.Normal, s_start.AddSeconds(1), n / 50_000.0).TotalSeconds, 2, 60));
        Assert.InRange(dead.Wait(Urgency.Normal, s_start.AddSeconds(2), 0).TotalSeconds, 30, 60);
    }

    [Fact]
    public void Never_lets_the_urgent_wait_behind_the_queue()
    {
        var pace = Emptying(perSecond: 1);
        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.InRange(pace.Wait(Urgency.Urgent, s_start.AddSeconds(1), 0.9).TotalSeconds, 2, 12));
    }

    [Fact]
    public void Forgets_its_speed_when_it_was_not_full_for_a_while()
    {
        var pace = Emptying(perSecond: 1);
        Assert.Equal(2, pace.Wait(Urgency.Normal, s_start.AddSeconds(30), 0).TotalSeconds);
    }

    [Fact]
    public void Is_a_backlog_when_it_was_full_for_ten_seconds_without_a_break()
    {
        var pace = new LanePace(1_000);
        Assert.False(pace.IsBacklog(s_start));
        for (var second = 0; second <= 10; second++)
        {
            _ = pace.Wait(Urgency.Normal, s_start.AddSeconds(second), 0);
            Assert.Equal(second == 10, pace.IsBacklog(s_start.AddSeconds(second)));
        }

        Assert.True(pace.IsBacklog(s_start.AddSeconds(15)));
        Assert.False(pace.IsBacklog(s_start.AddSeconds(16)));
        _ = pace.Wait(Urgency.Normal, s_start.AddSeconds(16), 0);
        Assert.False(pace.IsBacklog(s_start.AddSeconds(16)));
    }

    private static LanePace Emptying(int perSecond)
    {
        var pace = new LanePace(1_000);
        _ = pace.Wait(Urgency.Normal, s_start, 0);
        for (var n = 0; n < perSecond; n++) pace.Left();
        return pace;
    }
}
